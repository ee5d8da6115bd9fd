import { StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { type CommitAttributes, envelopesOf } from '../functions/runtime/outbox.ts';
import { type Outgoing, publish } from '../functions/runtime/publish.ts';
import { namesOf } from '../lib/names.ts';
import { itemsOf } from './books.ts';
import { streamedTables } from './evidence/ledger.ts';
import type { World } from './world.ts';

/** Commits whose events are put on the bus at once. */
const CHUNK = 100;

/** Replays what the archive has of [fromMs, toMs), as the operator; it goes on beside whatever else happens. */
export async function replayArchive(
  world: World,
  name: string,
  fromMs: number,
  toMs: number,
): Promise<void> {
  const { eventbridge } = world.cloud.engines;
  const [archive] = eventbridge.archives();
  if (!archive) throw new Error('The stage has no archive to replay');
  const { arn, busArn } = archive.settings;
  await world.client.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: arn,
      EventStartTime: new Date(fromMs),
      EventEndTime: new Date(toMs),
      Destination: { Arn: busArn },
    }),
  );
}

/** Puts the events of every outbox in the tables on the bus again, as `orderly republish` does. */
export async function republishAll(world: World): Promise<void> {
  const { client, cloud, stage } = world;
  const ports = { eventbridge: client, clock: cloud.scheduler, chance: cloud.engines.random };
  const { bus } = namesOf(stage.name);
  for (const { service, table } of streamedTables()) {
    let chunk: Outgoing<string>[] = [];
    for await (const item of itemsOf(world, service, table)) {
      const commit = item as unknown as CommitAttributes;
      if (commit.outbox === undefined || commit.outbox === '[]') continue;
      const envelopes = envelopesOf(`orderly.${service}`, commit);
      chunk.push(...envelopes.map((envelope) => ({ envelope, origin: service })));
      if (chunk.length < CHUNK) continue;
      await publish(ports, bus, chunk);
      chunk = [];
    }
    await publish(ports, bus, chunk);
  }
}
