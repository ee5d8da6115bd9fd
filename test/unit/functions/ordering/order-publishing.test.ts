import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, type OrderEvent } from '../../../../functions/ordering/order.ts';
import { publishedEvents, totalOf } from '../../../../functions/ordering/order-publishing.ts';
import { orderId } from '../../../support/events.ts';

const placed: OrderEvent = {
  type: 'placed',
  customerId: 'customer-1',
  lines: [{ sku: 'CD-1', quantity: 2, unitPrice: { amount: 1_467, currency: 'USD' } }],
  total: { amount: 2_934, currency: 'USD' },
  cardToken: 'tok_visa',
  saga: 'choreography',
};
const cause = { id: 'cause-1', correlationId: 'flow-1', version: 3 };

function published(...events: OrderEvent[]) {
  return publishedEvents(orderId(1), fold([placed]), events, cause);
}

describe('what ordering publishes', () => {
  it('tells of a placement all that inventory and payments need', () => {
    const { type, ...placement } = placed;
    expect(published(placed)).toMatchObject([
      { type: 'OrderPlaced', subject: orderId(1), data: { orderId: orderId(1), ...placement } },
    ]);
  });

  it('tells of a confirmation who ordered what, without the prices', () => {
    expect(published({ type: 'confirmed' })[0]?.data).toEqual({
      orderId: orderId(1),
      customerId: 'customer-1',
      lines: [{ sku: 'CD-1', quantity: 2 }],
      total: { amount: 2_934, currency: 'USD' },
    });
  });

  it('tells of a request and of a cancellation with the reason', () => {
    const events = published(
      { type: 'cancellation-requested', reason: 'capture-refused' },
      { type: 'cancelled', reason: 'undeliverable' },
    );
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'CancellationRequested', data: { orderId: orderId(1), reason: 'capture-refused' } },
      { type: 'OrderCancelled', data: { orderId: orderId(1), reason: 'undeliverable' } },
    ]);
  });

  it('keeps to itself what concerns nobody else', () => {
    const events = published(
      { type: 'stock-reserved' },
      { type: 'stock-rejected' },
      { type: 'payment-authorised' },
      { type: 'payment-declined', stage: 'capture' },
      { type: 'cancellation-refused' },
      { type: 'fulfilled' },
    );
    expect(events).toEqual([]);
  });

  it('says which version of the order an event belongs to', () => {
    expect(published({ type: 'confirmed' })[0]?.aggregateVersion).toBe(3);
  });
});

describe('the total of an order', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 9_999 }),
    unitPrice: fc.record({
      amount: fc.integer({ min: 0, max: 100_000_000 }),
      currency: fc.constant('USD'),
    }),
  });

  it('is an exact number of minor units for any order that can be placed', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
        const exact = lines.reduce(
          (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice.amount),
          0n,
        );
        const { amount } = totalOf(lines, 'USD');
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(BigInt(amount)).toBe(exact);
      }),
    );
  });

  it('is still exact for the dearest order there can be', () => {
    const dearest = { quantity: 9_999, unitPrice: { amount: 100_000_000, currency: 'USD' } };
    expect(totalOf(Array(50).fill(dearest), 'USD')).toEqual({
      amount: 49_995_000_000_000,
      currency: 'USD',
    });
  });

  it('has the currency of the stage', () => {
    expect(totalOf([], 'EUR')).toEqual({ amount: 0, currency: 'EUR' });
  });
});
