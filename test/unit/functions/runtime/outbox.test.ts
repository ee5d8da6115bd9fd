import { describe, expect, it } from 'vitest';
import {
  type CommitAttributes,
  commitAttributes,
  envelopesOf,
  MAX_OUTBOX_BYTES,
  outboxEntry,
} from '../../../../functions/runtime/outbox.ts';
import { readEvent } from '../../../../functions/runtime/read-event.ts';
import { busEvent } from '../../../support/events.ts';
import { ThingHappened } from '../../../support/thing.ts';

const cause = { id: 'cause-1', correlationId: 'flow-1' };
const data = { thingId: 'thing-1', size: { amount: 10, unit: 'cm' as const } };
const nowMs = Date.parse('2026-11-21T10:00:00.123Z');
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('an outbox entry', () => {
  it('says what happened to which subject', () => {
    expect(outboxEntry(ThingHappened, data, cause, { aggregateVersion: 7 })).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      type: 'ThingHappened',
      version: 3,
      subject: 'thing-1',
      data,
      aggregateVersion: 7,
    });
  });

  it('has no aggregate version where there is none', () => {
    expect(outboxEntry(ThingHappened, data, cause)).not.toHaveProperty('aggregateVersion');
  });

  it('is refused, for good, if its data break the contract', () => {
    const broken = { ...data, size: { amount: 1.5, unit: 'cm' as const } };
    expect(() => outboxEntry(ThingHappened, broken, cause)).toThrow(
      expect.objectContaining({
        code: 'contract-broken',
        retriable: false,
        message: 'ThingHappened v3: /size/amount must be of type int',
      }),
    );
  });

  it('gets the same id however often its cause is handled', () => {
    const [first, second] = [1, 2].map(() => outboxEntry(ThingHappened, data, { ...cause }));
    expect(first).toEqual(second);
  });

  it('gets an id of its own by cause, subject and index', () => {
    const ids = [
      outboxEntry(ThingHappened, data, cause),
      outboxEntry(ThingHappened, data, { ...cause, id: 'cause-2' }),
      outboxEntry(ThingHappened, { ...data, thingId: 'thing-2' }, cause),
      outboxEntry(ThingHappened, data, cause, { index: 1 }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('keeps its id whatever flow, trace or aggregate version it belongs to', () => {
    const one = outboxEntry(ThingHappened, data, cause);
    const other = outboxEntry(
      ThingHappened,
      data,
      { id: 'cause-1', correlationId: 'flow-2', traceparent },
      { aggregateVersion: 2 },
    );
    expect(other.id).toBe(one.id);
  });
});

describe('the attributes of a commit', () => {
  it('are inbox and outbox in one', () => {
    const entry = outboxEntry(ThingHappened, data, cause);
    expect(commitAttributes({ ...cause, traceparent }, nowMs, [entry])).toEqual({
      cause: 'cause-1',
      correlation: 'flow-1',
      trace: traceparent,
      at: '2026-11-21T10:00:00.123Z',
      outbox: JSON.stringify([entry]),
    });
  });

  it('hold an empty outbox if nothing follows', () => {
    expect(commitAttributes(cause, nowMs, []).outbox).toBe('[]');
  });

  it('hold an outbox of the greatest size, in bytes, and none a byte larger', () => {
    const sized = (bytes: number) => {
      const empty = outboxEntry(ThingHappened, { ...data, thingId: 'é' }, cause);
      const padding = bytes - Buffer.byteLength(JSON.stringify([empty]));
      return [{ ...empty, data: { ...data, thingId: `é${'x'.repeat(padding)}` } }];
    };
    const { outbox } = commitAttributes(cause, nowMs, sized(MAX_OUTBOX_BYTES));
    expect(Buffer.byteLength(outbox)).toBe(MAX_OUTBOX_BYTES);
    expect(() => commitAttributes(cause, nowMs, sized(MAX_OUTBOX_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'outbox-too-large', retriable: false }),
    );
  });
});

describe('the events of a commit', () => {
  const entry = outboxEntry(ThingHappened, data, cause, { aggregateVersion: 7 });
  const commit = commitAttributes({ ...cause, traceparent }, nowMs, [entry]);

  it('are what a consumer of the contract reads', () => {
    const [envelope] = envelopesOf('orderly.things', commit);
    const known = new Map([[ThingHappened.name, ThingHappened]]);
    expect(readEvent(busEvent(envelope!), known as never)).toEqual({
      eventId: entry.id,
      eventType: 'ThingHappened',
      eventVersion: 3,
      timestamp: '2026-11-21T10:00:00.123Z',
      source: 'orderly.things',
      correlationId: 'flow-1',
      causationId: 'cause-1',
      data,
      metadata: {
        traceparent: `00-${'a'.repeat(32)}-${entry.id.slice(0, 16)}-01`,
        subject: 'thing-1',
        aggregateVersion: 7,
      },
    });
  });

  it('are the same each time they are read', () => {
    expect(envelopesOf('orderly.things', commit)).toEqual(envelopesOf('orderly.things', commit));
  });

  it('are none if the outbox is empty', () => {
    const empty: CommitAttributes = { ...commit, outbox: '[]' };
    expect(envelopesOf('orderly.things', empty)).toEqual([]);
  });
});
