import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { behaviourOf } from '../../../../functions/payments/sandbox-cards.ts';
import { createScheduler, virtualTime } from '../../../../local/scheduler.ts';
import { cardFaultsOf, paying } from '../../../../simulation/cards.ts';
import { type IncidentScene, incidents } from '../../../../simulation/incidents.ts';
import type { ConsumerQueues } from '../../../../simulation/operator.ts';
import type { Act } from '../../../../simulation/workload/act.ts';
import { answering } from '../../../support/ports.ts';

const SPAN_MS = 9_000;
const START_MS = Date.UTC(2026, 0, 1);

const consumerOf = (queue: string): ConsumerQueues => ({
  service: 'inventory',
  name: queue,
  queue,
  dlq: `${queue}-dlq`,
  ruleDlq: `${queue}-rule-dlq`,
});
const consumers = [consumerOf('one'), consumerOf('two')];

/** Commits of two tables: one with an event in its outbox, and some with nothing to publish. */
const entry = { id: 'event-1', type: 'OrderPlaced', version: 1, subject: 'order-1', data: {} };
const commit = { cause: 'c', correlation: 'f', at: '2026-01-01T00:00:00.000Z' };
const items = [
  { ...commit, pk: 'a', outbox: JSON.stringify([entry]) },
  { ...commit, pk: 'b', outbox: '[]' },
  { pk: 'c' },
].map((item) => marshall(item));

/** What an incident did, and how many milliseconds after its beginning. */
async function did(kind: string, { throwOf = 0, letters = 0 } = {}): Promise<string[]> {
  const scheduler = createScheduler(virtualTime(START_MS));
  const notes: string[] = [];
  const note = (what: string) => notes.push(`${what} at ${scheduler.nowMs() - START_MS}`);
  const { port } = answering({
    StartReplay: ({ EventStartTime, EventEndTime, EventSourceArn, Destination }: Replay) => {
      const range = `${EventStartTime.getTime()} to ${EventEndTime.getTime() - START_MS}`;
      note(`${EventSourceArn} to ${Destination.Arn}, ${range}`);
      return {};
    },
    Scan: ({ TableName }: { TableName: string }) => ({
      Items: TableName.endsWith('-orders') ? items : [],
    }),
    PutEvents: ({ Entries }: { Entries: readonly { Detail: string }[] }) => {
      note(`published ${Entries.map(({ Detail }) => JSON.parse(Detail).eventId).join()}`);
      return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'e' })) };
    },
  });
  const archive = { settings: { arn: 'the archive', busArn: 'the bus' } };
  const engines = { eventbridge: { archives: () => [archive] }, random: { fraction: () => 0.5 } };
  const scene = {
    world: { client: port, cloud: { scheduler, engines }, stage: { name: 'local' } },
    operator: {
      consumers,
      switchOff: ({ queue }: ConsumerQueues) => note(`${queue} off`),
      switchOn: ({ queue }: ConsumerQueues) => note(`${queue} on`),
      switchAllOn: () => note('all on'),
      poison: async ({ queue }: ConsumerQueues) => note(`${queue} poisoned`),
      redriveAll: async () => {
        note('redriven');
        return letters;
      },
    },
    adversary: {
      switchOff: (operation: string) => note(`${operation} off`),
      switchOn: (operation: string) => note(`${operation} on`),
      record: (bitten: string, key: string) => note(`${bitten} of ${key}`),
    },
    chance: () => throwOf,
    spanMs: SPAN_MS,
  };
  const incident = incidents.find((one) => one.kind === kind)!;
  const begun = incident.begin(scene as unknown as IncidentScene, consumers[0]!);
  await scheduler.drain();
  await begun;
  scheduler.stop();
  return notes;
}

interface Replay {
  EventSourceArn: string;
  EventStartTime: Date;
  EventEndTime: Date;
  Destination: { Arn: string };
}

const placing = (card: string): Act => ({
  id: `act of ${card}`,
  atMs: 0,
  kind: 'place',
  customer: 'alice',
  lines: [],
  card,
});

/** What happens to the platform from outside, and what comes with the workload: each does what its sentence says. */
export const fromOutside: Readonly<Record<string, () => Promise<void>>> = {
  'consumer-off': async () => {
    expect(await did('consumer-off')).toEqual(['one off at 0', 'one on at 60000']);
    const longest = ['one off at 0', 'one on at 7200000'];
    expect(await did('consumer-off', { throwOf: 0.99 })).toEqual(longest);
  },
  backlog: async () => {
    expect(await did('backlog')).toEqual(['one off at 0', 'two off at 0', `all on at ${SPAN_MS}`]);
  },
  'bus-outage': async () => {
    expect(await did('bus-outage')).toEqual(['PutEvents off at 0', 'PutEvents on at 20000']);
    const longest = ['PutEvents off at 0', 'PutEvents on at 300000'];
    expect(await did('bus-outage', { throwOf: 0.99 })).toEqual(longest);
  },
  'poison-event': async () => {
    expect(await did('poison-event')).toEqual(['one poisoned at 0']);
  },
  'archive-replay': async () => {
    expect(await did('archive-replay')).toEqual(['the archive to the bus, 0 to 1000 at 0']);
  },
  republish: async () => {
    expect(await did('republish')).toEqual(['published event-1 at 0']);
  },
  redrive: async () => {
    expect(await did('redrive')).toEqual(['redriven at 0']);
  },
  'redrive-with-letters': async () => {
    for (const letters of [1, 2]) {
      const notes = ['redriven at 0', `redrive-with-letters of ${letters} at 0`];
      expect(await did('redrive', { letters })).toEqual(notes);
    }
  },
  'gateway-declines': async () => {
    expect(cardFaultsOf([placing('tok_visa'), placing('tok_declined')])).toEqual([
      { kind: 'gateway-declines', act: 'act of tok_declined' },
    ]);
    expect(behaviourOf('tok_declined').authorise).toBe('declined');
    expect(paying(placing('tok_declined'))).toMatchObject({ card: 'tok_visa' });
  },
  'gateway-outage': async () => {
    expect(cardFaultsOf([placing('tok_outage'), placing('tok_slow')])).toEqual([
      { kind: 'gateway-outage', act: 'act of tok_outage' },
    ]);
    expect(behaviourOf('tok_outage')).toMatchObject({ outageMs: 1_800_000, authorise: 'approved' });
    expect(behaviourOf('tok_visa').outageMs).toBe(0);
  },
};
