import { isDeepStrictEqual } from 'node:util';
import {
  DescribeReplayCommand,
  ListArchivesCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { namesOf } from '../lib/names.ts';
import { type Books, itemsOf, readBooks } from '../simulation/books.ts';
import { deadLetters } from '../simulation/run/order-run.ts';
import type { World } from '../simulation/world.ts';
import { republish } from './republish.ts';

/** What a second delivery of everything came to. */
export interface Verified {
  replayed: number;
  republished: number;
  /** Each figure or item that is not as before; none if the platform holds what it promises. */
  changes: string[];
}

/** Tables and what they hold, item by item. */
const TABLES = [
  ['ordering', 'orders'],
  ['inventory', 'stock'],
  ['payments', 'payments'],
  ['payments', 'sandbox'],
  ['fulfilment', 'shipments'],
] as const;

/**
 * Replays the whole archive and then republishes every outbox into a settled world, and compares the
 * books and every item of every table with what they were (guarantee 7).
 */
export async function replayAndRepublish(world: World, before: Books): Promise<Verified> {
  const itemsBefore = await fingerprints(world);
  const lettersBefore = deadLetters(world);
  const replayed = await replayArchive(world);
  await world.cloud.drain();
  const { events: republished } = await republishAll(world);
  await world.cloud.drain();
  const after = await readBooks(world);
  const letters = deadLetters(world);
  const changes = [
    ...(letters === lettersBefore ? [] : [`DLQs held ${lettersBefore} messages, hold ${letters}`]),
    ...differences(before, after),
    ...itemDifferences(itemsBefore, await fingerprints(world)),
  ];
  return { replayed, republished, changes };
}

/** Replays all the archive holds; returns how many events came back to the bus. */
async function replayArchive(world: World): Promise<number> {
  const { client } = world;
  const { scheduler } = world.cloud;
  const { Archives = [] } = await client.send(new ListArchivesCommand({}));
  const archive = Archives.find(
    ({ ArchiveName }) => ArchiveName === namesOf(world.stage.name).archive,
  );
  if (!archive?.EventSourceArn) throw new Error('The stage has no archive to replay');
  const before = archive.EventCount ?? 0;
  const bus = archive.EventSourceArn;
  const name = `verify-${Math.floor(scheduler.nowMs())}`;
  await client.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: bus.replace(/:event-bus\/.*/, `:archive/${archive.ArchiveName}`),
      EventStartTime: new Date(0),
      EventEndTime: new Date(scheduler.nowMs() + 1_000),
      Destination: { Arn: bus },
    }),
  );
  for (;;) {
    const { State, StateReason } = await client.send(
      new DescribeReplayCommand({ ReplayName: name }),
    );
    if (State === 'COMPLETED') return before;
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new Error(`The replay ${State}: ${StateReason}`);
    await scheduler.sleep(100);
  }
}

function republishAll(world: World): ReturnType<typeof republish> {
  const { client, cloud, stage } = world;
  return republish(
    {
      dynamodb: client,
      eventbridge: client,
      clock: cloud.scheduler,
      chance: cloud.engines.random,
    },
    { stage: stage.name, fromMs: 0, toMs: cloud.scheduler.nowMs() + 1_000 },
  );
}

function differences(before: Books, after: Books): string[] {
  return (Object.keys(before) as (keyof Books)[])
    .filter((figure) => !isDeepStrictEqual(before[figure], after[figure]))
    .map((figure) => {
      const [was, is] = [before, after].map((books) => JSON.stringify(books[figure]));
      return `${figure} was ${was}, is ${is}`;
    });
}

async function fingerprints(world: World): Promise<Map<string, string>> {
  const items = new Map<string, string>();
  for (const [service, table] of TABLES) {
    for await (const item of itemsOf(world, service, table)) {
      const key = item.stream ?? item.pk ?? item.orderId ?? item.reference;
      items.set(`${service}/${table} ${key} ${item.version ?? ''}`, JSON.stringify(item));
    }
  }
  return items;
}

function itemDifferences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const changed = [...after].filter(([key, item]) => before.get(key) !== item);
  const gone = [...before.keys()].filter((key) => !after.has(key));
  return [
    ...gone.map((key) => `${key} is gone`),
    ...changed.map(([key, item]) => `${key} was ${before.get(key) ?? 'absent'}, is ${item}`),
  ];
}
