import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  fold,
  type OrderCommand,
  type OrderEvent,
} from '../../../../functions/ordering/order.ts';

const commands: OrderCommand[] = [
  {
    type: 'place',
    customerId: 'customer-1',
    lines: [{ sku: 'CD-1', quantity: 2, unitPrice: { amount: 1_467, currency: 'USD' } }],
    total: { amount: 2_934, currency: 'USD' },
    cardToken: 'tok_visa',
    saga: 'choreography',
  },
  { type: 'record-stock', reserved: true },
  { type: 'record-stock', reserved: false },
  { type: 'record-authorisation' },
  { type: 'record-decline', stage: 'authorise' },
  { type: 'record-decline', stage: 'capture' },
  { type: 'cancel', reason: 'customer-request' },
  { type: 'record-fulfilment' },
  { type: 'record-stop', undeliverable: false },
  { type: 'record-stop', undeliverable: true },
];

describe('any order, whatever it is told in whatever order', () => {
  const anyCommand = fc.constantFrom(...commands);
  const anyHistory = fc.array(anyCommand, { maxLength: 20 }).map((told) => {
    const events: OrderEvent[] = [];
    for (const command of told) events.push(...decide(command, fold(events)));
    return events;
  });

  it('ends at most once', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const ends = events.filter(({ type }) => type === 'fulfilled' || type === 'cancelled');
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is confirmed, and fulfilled, only with its stock reserved and its payment authorised', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const types = events.map(({ type }) => type);
        const confirmation = types.indexOf('confirmed');
        const before = types.slice(0, confirmation);
        expect(
          confirmation === -1
            ? !types.includes('fulfilled')
            : before.includes('stock-reserved') && before.includes('payment-authorised'),
        ).toBe(true);
      }),
    );
  });

  it('is not moved by the same command twice', () => {
    fc.assert(
      fc.property(anyHistory, anyCommand, (events, command) => {
        const after = [...events, ...decide(command, fold(events))];
        expect(decide(command, fold(after))).toEqual([]);
      }),
    );
  });
});
