import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResponse,
} from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_ENTRIES,
  MAX_REQUEST_BYTES,
  type Outgoing,
  publish,
} from '../../../../functions/runtime/publish.ts';
import { eventOf } from '../../../support/events.ts';
import { fakePorts } from '../../../support/ports.ts';
import { ThingHappened } from '../../../support/thing.ts';

const client = new EventBridgeClient({ region: 'x' });
const eventBridge = mockClient(client);

beforeEach(() => {
  eventBridge.reset();
});

function outgoing(count: number, padding = 0): Outgoing<number>[] {
  return Array.from({ length: count }, (_, origin) => {
    const thingId = `thing-${origin}${'x'.repeat(padding)}`;
    return {
      envelope: eventOf(ThingHappened, { thingId }, { eventId: `event-${origin}` }),
      origin,
    };
  });
}

/** An event whose entry counts this many bytes: Time counts 14 (eb-putevents). */
function sized(bytes: number): Outgoing<number> {
  const withId = (thingId: string) => eventOf(ThingHappened, { thingId }, { metadata: undefined });
  const fixed = 14 + Buffer.byteLength(`orderly.thingsThingHappened${JSON.stringify(withId('é'))}`);
  return { envelope: withId(`é${'x'.repeat(bytes - fixed)}`), origin: 0 };
}

const idOf = ({ Detail }: PutEventsRequestEntry): string => JSON.parse(Detail!).eventId;

/** Answers each call by what `fails` says of its entries; gives the event ids of every call. */
async function publishWith(
  events: readonly Outgoing<number>[],
  fails: (eventId: string, attempt: number) => boolean,
) {
  const attempts = new Map<string, number>();
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }): PutEventsResponse => {
    const answers = (Entries as PutEventsRequestEntry[]).map((entry) => {
      const id = idOf(entry);
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      return fails(id, attempt)
        ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }
        : { EventId: `outer-${id}` };
    });
    const FailedEntryCount = answers.filter((answer) => 'ErrorCode' in answer).length;
    return { FailedEntryCount, Entries: answers };
  });
  const { ports, noted } = fakePorts({ eventbridge: client });
  const failed = await publish(ports, 'the-bus', events);
  return { failed, calls: callIds(), pausesMs: noted.pausesMs };
}

function callIds(): string[][] {
  return eventBridge
    .commandCalls(PutEventsCommand)
    .map(({ args }) => args[0].input.Entries!.map(idOf));
}

describe('publishing', () => {
  it('calls nobody for nothing', async () => {
    expect(await publishWith([], () => false)).toMatchObject({ failed: [], calls: [] });
  });

  it('puts the envelope on the bus under its source and type, with its trace', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const envelope = { ...eventOf(ThingHappened), metadata: { subject: 'thing-1', traceparent } };
    await publishWith([{ envelope, origin: 0 }], () => false);
    expect(eventBridge.commandCalls(PutEventsCommand)[0]!.args[0].input.Entries).toEqual([
      {
        EventBusName: 'the-bus',
        Source: 'orderly.things',
        DetailType: 'ThingHappened',
        Detail: JSON.stringify(envelope),
        Time: new Date('2026-11-21T10:00:00.000Z'),
        TraceHeader: `Root=1-${'a'.repeat(8)}-${'a'.repeat(24)};Parent=${'b'.repeat(16)};Sampled=1`,
      },
    ]);
  });

  it('takes ten entries a call, and one more in the next', async () => {
    const { calls } = await publishWith(outgoing(MAX_ENTRIES * 2 + 1), () => false);
    expect(calls.map((ids) => ids.length)).toEqual([10, 10, 1]);
  });

  it('keeps the order of the events', async () => {
    const { calls } = await publishWith(outgoing(12), () => false);
    expect(calls.flat()).toEqual(outgoing(12).map(({ envelope }) => envelope.eventId));
  });

  it('takes as many bytes a call as EventBridge does, and not one more', async () => {
    const pairOf = async (bytes: number) => {
      eventBridge.resetHistory();
      const half = Math.floor(bytes / 2);
      return (await publishWith([sized(half), sized(bytes - half)], () => false)).calls.length;
    };
    expect(await pairOf(MAX_REQUEST_BYTES)).toBe(1);
    expect(await pairOf(MAX_REQUEST_BYTES + 1)).toBe(2);
  });

  it('sends again only the entries that failed', async () => {
    const { failed, calls } = await publishWith(
      outgoing(3),
      (id, attempt) => id === 'event-1' && attempt === 1,
    );
    expect(failed).toEqual([]);
    expect(calls).toEqual([['event-0', 'event-1', 'event-2'], ['event-1']]);
  });

  it('pauses before it sends again, longer each time', async () => {
    const { pausesMs } = await publishWith(outgoing(1), () => true);
    expect(pausesMs).toEqual([50, 100]);
  });

  it('gives up an entry after three attempts, with the last word on it', async () => {
    const { failed, calls } = await publishWith(outgoing(3), (id) => id !== 'event-0');
    expect(calls).toHaveLength(3);
    expect(failed.map(({ origin, reason }) => ({ origin, reason }))).toEqual([
      { origin: 1, reason: 'ThrottlingException: slow down' },
      { origin: 2, reason: 'ThrottlingException: slow down' },
    ]);
  });

  it('goes on with the other calls when entries of one have failed', async () => {
    const { failed, calls } = await publishWith(outgoing(11), (id) => id === 'event-0');
    expect(failed.map(({ origin }) => origin)).toEqual([0]);
    expect(calls.at(-1)).toEqual(['event-10']);
  });

  it('throws what the call itself throws', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('no such bus'));
    const { ports } = fakePorts({ eventbridge: client });
    await expect(publish(ports, 'the-bus', outgoing(1))).rejects.toThrow('no such bus');
  });
});
