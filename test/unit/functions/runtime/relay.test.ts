import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { commitAttributes, outboxEntry } from '../../../../functions/runtime/outbox.ts';
import { relay } from '../../../../functions/runtime/relay.ts';
import { fakePorts, invocation } from '../../../support/ports.ts';
import { ThingHappened } from '../../../support/thing.ts';

const client = new EventBridgeClient({ region: 'x' });
const eventBridge = mockClient(client);
const nowMs = Date.parse('2026-11-21T10:00:00.000Z');
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

beforeEach(() => {
  eventBridge.reset();
});

/** The stream record of a commit about each of these things. */
function record(sequenceNumber: string, ...thingIds: string[]): DynamoDBRecord {
  const cause = { id: `cause-${sequenceNumber}`, correlationId: 'flow-1', traceparent };
  const outbox = thingIds.map((thingId) =>
    outboxEntry(ThingHappened, { thingId, size: { amount: 1, unit: 'cm' } }, cause),
  );
  const item = { pk: sequenceNumber, state: 'x', ...commitAttributes(cause, nowMs, outbox) };
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: sequenceNumber, NewImage: marshall(item) as never },
  };
}

/** Relays records to a bus that refuses every event about `refused`. */
async function relayed(records: DynamoDBRecord[], refused: string[] = []) {
  const published: Record<string, unknown>[] = [];
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => {
    const answers = (Entries as PutEventsRequestEntry[]).map(({ Detail }) => {
      const envelope = JSON.parse(Detail!);
      if (refused.includes(envelope.data.thingId)) return { ErrorCode: 'InternalFailure' };
      published.push(envelope);
      return { EventId: 'outer' };
    });
    const FailedEntryCount = answers.filter((answer) => 'ErrorCode' in answer).length;
    return { FailedEntryCount, Entries: answers };
  });
  const { ports, noted } = fakePorts({ eventbridge: client });
  const definition = relay({ service: 'things', table: 'things', publishes: [ThingHappened] });
  const handler = await bindFunction(definition, ports, { ORDERLY_BUS: 'the-bus' });
  const response = (await handler(
    { Records: records } as never,
    invocation(),
  )) as DynamoDBBatchResponse;
  const failures = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { failures, published, noted };
}

describe('a relay', () => {
  it('takes the outbox of every record to the bus', async () => {
    const { failures, published } = await relayed([record('100', 'a', 'b'), record('101', 'c')]);
    expect(failures).toEqual([]);
    expect(published).toMatchObject([
      { source: 'orderly.things', causationId: 'cause-100', data: { thingId: 'a' } },
      { source: 'orderly.things', causationId: 'cause-100', data: { thingId: 'b' } },
      { source: 'orderly.things', causationId: 'cause-101', data: { thingId: 'c' } },
    ]);
  });

  it('fills its calls across records', async () => {
    await relayed(
      Array.from({ length: 25 }, (_, index) => record(String(index), `thing-${index}`)),
    );
    const sizes = eventBridge
      .commandCalls(PutEventsCommand)
      .map(({ args }) => args[0].input.Entries!.length);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('sets the trace of each entry from its commit', async () => {
    await relayed([record('100', 'a')]);
    const [entry] = eventBridge.commandCalls(PutEventsCommand)[0]!.args[0].input.Entries!;
    const { eventId } = JSON.parse(entry!.Detail!);
    expect(entry!.TraceHeader).toBe(
      `Root=1-${'a'.repeat(8)}-${'a'.repeat(24)};Parent=${eventId.slice(0, 16)};Sampled=1`,
    );
  });

  it('passes over records without anything to publish', async () => {
    const removed: DynamoDBRecord = { eventName: 'REMOVE', dynamodb: { SequenceNumber: '99' } };
    const plain: DynamoDBRecord = {
      dynamodb: { SequenceNumber: '98', NewImage: marshall({ pk: 'price#1' }) as never },
    };
    const { failures, published } = await relayed([removed, plain, record('100')]);
    expect({ failures, published }).toEqual({ failures: [], published: [] });
    expect(eventBridge.commandCalls(PutEventsCommand)).toHaveLength(0);
  });

  it('reports the first record of which an event still fails, by its sequence number', async () => {
    const records = [record('100', 'a'), record('101', 'b', 'c'), record('102', 'd')];
    const { failures, published, noted } = await relayed(records, ['c', 'd']);
    expect(failures).toEqual(['101']);
    expect(published).toHaveLength(2);
    expect(noted.metrics.map(({ name, value }) => ({ name, value }))).toEqual([
      { name: 'Published', value: 2 },
      { name: 'NotPublished', value: 2 },
    ]);
  });

  it('logs which events were not published, and why', async () => {
    const { noted } = await relayed([record('100', 'a')], ['a']);
    expect(noted.logs).toEqual([
      {
        level: 'error',
        message: 'Event not published',
        eventId: expect.any(String),
        eventType: 'ThingHappened',
        correlationId: 'flow-1',
        causationId: 'cause-100',
        reason: 'InternalFailure: no message',
      },
    ]);
  });

  it('publishes the same events when it reads the stream again', async () => {
    const first = await relayed([record('100', 'a')]);
    const again = await relayed([record('100', 'a')]);
    expect(again.published).toEqual(first.published);
  });
});
