import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../../events/contract.ts';
import { PermanentError } from '../../../../functions/runtime/errors.ts';
import { readEvent } from '../../../../functions/runtime/read-event.ts';
import { busEvent, eventOf } from '../../../support/events.ts';
import { ThingHappened } from '../../../support/thing.ts';

const known = new Map<string, Contract>([[ThingHappened.name, ThingHappened]]);
const event = eventOf(ThingHappened);
const read = (body: string) => readEvent(body, known);

function refusal(body: string): PermanentError {
  try {
    read(body);
  } catch (error) {
    if (error instanceof PermanentError) return error;
    throw error;
  }
  throw new Error('the message was read');
}

describe('reading an event', () => {
  it('gives the envelope with its data', () => {
    expect(read(busEvent(event))).toEqual(event);
  });

  it('survives a producer that adds fields anywhere', () => {
    const data = { ...event.data, colour: 'red' };
    const more = { ...event, data, tenant: 'a' } as typeof event;
    expect(read(busEvent(more))).toEqual(event);
  });

  it('brings an older version up through every step to its own', () => {
    const first = { ...event, eventVersion: 1, data: { thingId: 'thing-1', size: ' 10 ' } };
    const second = { ...event, eventVersion: 2, data: { thingId: 'thing-1', size: 10 } };
    expect([first, second].map((older) => read(busEvent(older)))).toEqual([event, event]);
  });

  it.each([
    ['is not JSON', 'not json', 'not-json'],
    ['is empty', '', 'not-json'],
    ['is null', 'null', 'not-an-event'],
    ['is a number', '7', 'not-an-event'],
    ['is a list', '[]', 'not-an-event'],
    ['is the envelope alone', JSON.stringify(event), 'not-an-event'],
  ])('refuses a message that %s', (_what, body, code) => {
    expect(refusal(body).code).toBe(code);
  });

  it('refuses a wrong envelope and names each wrong field', () => {
    const { eventId, ...rest } = event;
    const error = refusal(busEvent({ ...rest, timestamp: 'yesterday' } as never));
    expect(error.code).toBe('wrong-envelope');
    expect(error.message).toContain('/eventId is missing');
    expect(error.message).toContain('/timestamp');
  });

  it('refuses an envelope that is not there', () => {
    const error = refusal(JSON.stringify({ 'detail-type': 'ThingHappened' }));
    expect(error).toMatchObject({ code: 'wrong-envelope', message: 'detail: (whole) is missing' });
  });

  it('refuses an envelope that contradicts the detail-type', () => {
    const body = busEvent(event).replace('"eventType":"ThingHappened"', '"eventType":"Other"');
    const error = refusal(body);
    expect(error.code).toBe('wrong-envelope');
    expect(error.message).toContain('detail-type is ThingHappened, detail.eventType Other');
  });

  it('refuses another source than the contract names', () => {
    const error = refusal(busEvent({ ...event, source: 'orderly.stranger' }));
    expect(error.code).toBe('schema-violation');
    expect(error.message).toContain('/source must be one of "orderly.things"');
  });

  it('refuses an event type it does not know', () => {
    const error = refusal(busEvent({ ...event, eventType: 'OtherHappened' }));
    expect(error.code).toBe('unknown-event-type');
    expect(error.message).toContain(event.eventId);
  });

  it('refuses a version later than its own', () => {
    const error = refusal(busEvent({ ...event, eventVersion: 4 }));
    expect(error.code).toBe('unknown-version');
    expect(error.message).toContain('v4');
  });

  it('refuses an older version that nothing brings up', () => {
    const closed = new Map([[ThingHappened.name, { ...ThingHappened, upcasts: {} } as Contract]]);
    const body = busEvent({ ...event, eventVersion: 2 });
    expect(() => readEvent(body, closed)).toThrow(
      expect.objectContaining({ code: 'unknown-version', retriable: false }),
    );
  });

  it('refuses older data that its step cannot read, for good', () => {
    const error = refusal(busEvent({ ...event, eventVersion: 1, data: { thingId: 'a' } as never }));
    expect(error).toMatchObject({ code: 'schema-violation', retriable: false });
    expect(error.message).toContain('v1 cannot be read as v2');
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('refuses data that break the schema, and says where', () => {
    const data = { thingId: 'thing-1', size: { amount: -1, unit: 'inch' } } as never;
    const error = refusal(busEvent({ ...event, data }));
    expect(error.code).toBe('schema-violation');
    expect(error.message).toContain('/data/size/amount must be at least 0');
    expect(error.message).toContain('/data/size/unit must be one of "cm", "mm"');
  });
});
