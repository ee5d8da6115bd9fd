import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../../../events/envelope.ts';
import type { EventBridgePort } from '../../../functions/runtime/ports.ts';
import { services } from '../../../lib/services.ts';
import { virtualTime } from '../../../local/scheduler.ts';
import { republish } from '../../../ops/republish.ts';
import { itemsOf } from '../../../simulation/books.ts';
import { OrderRun } from '../../../simulation/run/order-run.ts';
import { createWorld, type World } from '../../../simulation/world.ts';

const START_MS = Date.UTC(2026, 0, 1);
const ORDERS = 40;

/** What the relays have put on the bus. */
const published: Envelope[] = [];
/** When commits were made that something followed from. */
const committedAtMs: number[] = [];
let world: World;

beforeAll(async () => {
  world = await createWorld({ time: virtualTime(START_MS), seed: 1, latency: 'typical' });
  world.watch((event) => published.push(event));
  const run = new OrderRun(world);
  const order = { customerId: '4', date: '1997-01-01', sku: 'CD-1467', quantity: 1 };
  const lines = Array.from({ length: ORDERS }, (_, index) => ({
    line: index + 1,
    order: { ...order, unitPrice: 1_467, fileTotal: 1_467 },
  }));
  await run.place(
    (async function* () {
      yield* lines;
    })(),
    { paceMs: 20 },
  );
  await run.settle();
  for (const { service, table } of tablesWithOutboxes()) {
    for await (const { at, outbox = '[]' } of itemsOf(world, service, table)) {
      if (outbox !== '[]') committedAtMs.push(Date.parse(String(at)));
    }
  }
  committedAtMs.sort((left, right) => left - right);
});

function tablesWithOutboxes() {
  const functions = services.flatMap((service) => service.functions);
  return functions.flatMap(({ service, trigger }) =>
    trigger.kind === 'stream' ? [{ service, table: trigger.table }] : [],
  );
}

/** Republishes commits made in [fromMs, toMs), by default to the world's own bus. */
function republishIn(fromMs: number, toMs: number, eventbridge: EventBridgePort = world.client) {
  const { client, cloud, stage } = world;
  const ports = { dynamodb: client, eventbridge, clock: cloud.scheduler, chance: { fraction } };
  return republish(ports, { stage: stage.name, fromMs, toMs });
}

const fraction = (): number => 0.5;

type Entry = NonNullable<PutEventsCommandInput['Entries']>[number];

/** A bus that refuses the entries of which `refuses` says so, and keeps the others. */
function busThat(refuses: (entry: Entry) => boolean) {
  const accepted: Entry[] = [];
  const send = async (command: object) => {
    const { Entries = [] } = (command as { input: PutEventsCommandInput }).input;
    const refused = new Set(Entries.filter(refuses));
    accepted.push(...Entries.filter((entry) => !refused.has(entry)));
    const answer = (entry: Entry) =>
      refused.has(entry)
        ? { ErrorCode: 'InternalFailure', ErrorMessage: 'no' }
        : { EventId: 'accepted' };
    return { FailedEntryCount: refused.size, Entries: Entries.map(answer) };
  };
  return { accepted, eventbridge: { send } as unknown as EventBridgePort };
}

describe('republishing', () => {
  it('puts the events of all outboxes on the bus again, as they were', async () => {
    const relayed = new Map(published.map((event) => [event.eventId, event]));
    published.length = 0;
    const { commits, events, failed } = await republishIn(0, START_MS + 3_600_000);
    const again = [...published];
    await world.cloud.drain();
    expect(failed).toEqual([]);
    expect(commits).toBe(committedAtMs.length);
    expect(commits).toBeGreaterThan(100);
    expect(again).toHaveLength(events);
    expect(again.map((event) => [event.eventId, event])).toEqual(
      again.map(({ eventId }) => [eventId, relayed.get(eventId)]),
    );
    expect(new Set(again.map(({ source }) => source))).toEqual(
      new Set(services.map(({ name }) => `orderly.${name}`)),
    );
  });

  it('makes nobody publish anything new', () => {
    const ids = new Set(published.map(({ eventId }) => eventId));
    expect(published).toHaveLength(ids.size);
  });

  it('takes commits from the first instant of its range, and none at its end', async () => {
    const [first, last] = [committedAtMs[0]!, committedAtMs.at(-1)!];
    const { eventbridge } = busThat(() => false);
    const commitsIn = async (fromMs: number, toMs: number): Promise<number> =>
      (await republishIn(fromMs, toMs, eventbridge)).commits;
    expect(await commitsIn(first, last + 1)).toBe(committedAtMs.length);
    expect(await commitsIn(first + 1, last + 1)).toBe(
      committedAtMs.filter((atMs) => atMs > first).length,
    );
    expect(await commitsIn(first, last)).toBe(committedAtMs.filter((atMs) => atMs < last).length);
    expect(await commitsIn(last, last)).toBe(0);
    expect(await commitsIn(0, first)).toBe(0);
  });

  it('tells which events were not accepted, and why, and publishes all others', async () => {
    const isPlaced = ({ DetailType }: Entry): boolean => DetailType === 'OrderPlaced';
    const { accepted, eventbridge } = busThat(isPlaced);
    const { events, failed } = await republishIn(0, START_MS + 3_600_000, eventbridge);
    expect(failed).toHaveLength(ORDERS);
    expect(new Set(failed.map(({ envelope }) => envelope.eventType))).toEqual(
      new Set(['OrderPlaced']),
    );
    expect(new Set(failed.map(({ reason }) => reason))).toEqual(new Set(['InternalFailure: no']));
    expect(new Set(failed.map(({ origin }) => origin))).toEqual(new Set(['ordering']));
    expect(accepted).toHaveLength(events - ORDERS);
  });

  it('sends again only what was refused, and tells of nothing that got through in the end', async () => {
    const refusals = new Map<string, number>();
    const { accepted, eventbridge } = busThat(({ Detail = '' }) => {
      const { eventId } = JSON.parse(Detail) as Envelope;
      const before = refusals.get(eventId) ?? 0;
      refusals.set(eventId, before + 1);
      return before < 2;
    });
    const { events, failed } = await republishIn(0, START_MS + 3_600_000, eventbridge);
    expect(failed).toEqual([]);
    expect(accepted).toHaveLength(events);
  });

  it('throws what reading the tables throws', async () => {
    const { client } = world;
    const dynamodb = { send: async () => Promise.reject(new Error('throttled')) } as never;
    const ports = { dynamodb, eventbridge: client, clock: world.cloud.scheduler };
    const range = { stage: 'local', fromMs: 0, toMs: 1 };
    await expect(republish({ ...ports, chance: { fraction } }, range)).rejects.toThrow('throttled');
  });
});
