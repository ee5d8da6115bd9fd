import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { Platform } from './platform.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start();
  await platform.stock('MSG-1', 100);
});

afterAll(() => platform?.stop());

const outer = (detail: unknown, detailType = 'OrderPlaced'): string =>
  JSON.stringify({ 'detail-type': detailType, source: 'orderly.ordering', detail });

const placed = () => platform.envelope(OrderPlaced, OrderPlaced.examples[0]);

/** What a text says as JSON; the text itself if it is none. */
const meaningOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

describe('a message that can never be consumed', () => {
  it.each([
    ['not JSON', () => '{"detail', 'not-json'],
    ['no event', () => '[1, 2]', 'not-an-event'],
    ['without an envelope', () => outer({ hello: 'world' }), 'wrong-envelope'],
    [
      'of an unknown type',
      () => outer({ ...placed(), eventType: 'OrderMislaid' }, 'OrderMislaid'),
      'unknown-event-type',
    ],
    ['of an unknown version', () => outer({ ...placed(), eventVersion: 99 }), 'unknown-version'],
    [
      'that violates its schema',
      () => outer({ ...placed(), data: { ...OrderPlaced.examples[0], lines: [] } }),
      'schema-violation',
    ],
  ])('goes to the DLQ with its reason: %s', async (_what, body, code) => {
    const text = body();
    await platform.sendToQueue('inventory', 'reserve-stock', text);
    await platform.settle();
    const letter = await platform.deadLetter('inventory', 'reserve-stock', code);
    expect(meaningOf(letter.body)).toEqual(meaningOf(text));
    expect(letter.reason).toEqual(expect.any(String));
  });

  it('goes to the DLQ as it came, to the letter', async (test) => {
    platform.needs(test, 'verbatim-bodies');
    const text = '{ "detail-type":"OrderPlaced","detail" : {} }';
    await platform.sendToQueue('inventory', 'reserve-stock', text);
    await platform.settle();
    await platform.until('the letter is in the DLQ', async () => {
      const letters = await platform.deadLetters('inventory', 'reserve-stock');
      return letters.some(({ body }) => body === text);
    });
  });

  it('does its batch-mates no harm', async () => {
    await platform.sendToQueue('inventory', 'reserve-stock', 'poison');
    const orders = [];
    for (let count = 0; count < 12; count += 1) {
      orders.push(await platform.place('MSG-1'));
      await platform.sendToQueue('inventory', 'reserve-stock', `poison ${count}`);
    }
    await platform.settle();
    for (const orderId of orders) {
      expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
    }
  });

  it('is an event that its state forbids, and tells which', async () => {
    const orderId = await platform.place('MSG-1');
    await platform.settle();
    const cancelled = { orderId, reason: 'customer-request' } as const;
    await platform.publish(platform.envelope(OrderCancelled, cancelled));
    await platform.settle();
    const code = 'cancelled-after-shipment';
    const letter = await platform.deadLetter('inventory', 'release-stock', code);
    expect(letter.reason).toEqual(expect.any(String));
  });
});

describe('a message that fails each time', () => {
  it('goes to the DLQ at its last permitted receive, with the last reason', async () => {
    const orderId = 'f'.repeat(32);
    await platform.publish(platform.envelope(OrderFulfilled, { orderId }));
    await platform.settle();
    const letter = await platform.deadLetter('ordering', 'advance-order', 'order-missing');
    expect(letter.reason).toContain(orderId);
  });
});
