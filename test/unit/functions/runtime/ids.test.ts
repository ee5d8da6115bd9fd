import { describe, expect, it } from 'vitest';
import { deriveCommandId, deriveEventId, deriveId } from '../../../../functions/runtime/ids.ts';

const event = {
  producer: 'ordering',
  subject: 'order-1',
  eventType: 'ThingHappened',
  causationId: 'cause-1',
  index: 0,
};
const command = { caller: 'a', method: 'POST', route: '/orders', idempotencyKey: 'key-1' };

describe('a derived id', () => {
  it('has 32 hexadecimal digits', () => {
    expect(deriveId('a', 1)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is the same for the same parts', () => {
    expect(deriveEventId({ ...event })).toBe(deriveEventId(event));
    expect(deriveCommandId({ ...command })).toBe(deriveCommandId(command));
  });

  it('does not confuse where one part ends and the next begins', () => {
    expect(deriveId('ab', 'c')).not.toBe(deriveId('a', 'bc'));
    expect(deriveId('1')).not.toBe(deriveId(1));
  });
});

describe('the id of an event', () => {
  it.each([
    ['producer', 'payments'],
    ['subject', 'order-2'],
    ['eventType', 'ThingUnhappened'],
    ['causationId', 'cause-2'],
    ['index', 1],
  ])('is another for another %s', (part, value) => {
    expect(deriveEventId({ ...event, [part]: value })).not.toBe(deriveEventId(event));
  });
});

describe('the id of a command', () => {
  it.each(Object.keys(command))('is another for another %s', (part) => {
    expect(deriveCommandId({ ...command, [part]: 'other' })).not.toBe(deriveCommandId(command));
  });
});
