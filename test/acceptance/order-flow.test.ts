import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import type { Books } from '../../simulation/books.ts';
import { withoutConsumers } from './event-sources.ts';
import { Platform } from './platform.ts';

let platform: Platform;
let before: Books;

beforeAll(async () => {
  platform = await Platform.start();
  before = await platform.books();
});

afterAll(() => platform?.stop());

const stateOf = async (service: string, table: string, key: string): Promise<unknown> => {
  const items = await platform.items(service, table);
  return items.find((item) => Object.values(item).includes(key))?.state;
};

describe('an order that all goes well with', () => {
  it('is reserved, authorised, confirmed, captured and fulfilled', async () => {
    await platform.stock('FLOW-1', 10, 1_500);
    const orderId = await platform.place('FLOW-1', 2);
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({
      status: 'fulfilled',
      version: 4,
      total: { amount: 3_000, currency: 'USD' },
    });
    expect(new Set(platform.typesOf(orderId))).toEqual(
      new Set([
        'OrderPlaced',
        'InventoryReserved',
        'PaymentAuthorized',
        'OrderConfirmed',
        'PaymentCaptured',
        'OrderFulfilled',
      ]),
    );
    expect(await stateOf('inventory', 'stock', `reservation#${orderId}`)).toBe('shipped');
    expect(await stateOf('payments', 'payments', orderId)).toBe('captured');
  });

  it('tells one causal tree: each event names the one before, all one correlation id', async () => {
    await platform.stock('FLOW-2', 10);
    const orderId = await platform.place('FLOW-2');
    await platform.settle();
    const events = platform.eventsOf(orderId);
    const byId = new Map(events.map((event) => [event.eventId, event]));
    const causeOf = (type: string) => {
      const event = events.find(({ eventType }) => eventType === type);
      return byId.get(event!.causationId)?.eventType ?? event!.causationId;
    };
    expect(causeOf('OrderPlaced')).toBe(orderId);
    expect(causeOf('InventoryReserved')).toBe('OrderPlaced');
    expect(causeOf('PaymentAuthorized')).toBe('OrderPlaced');
    expect(['InventoryReserved', 'PaymentAuthorized']).toContain(causeOf('OrderConfirmed'));
    expect(causeOf('PaymentCaptured')).toBe('OrderConfirmed');
    expect(['OrderConfirmed', 'PaymentCaptured']).toContain(causeOf('OrderFulfilled'));
    expect(new Set(events.map(({ correlationId }) => correlationId))).toEqual(new Set([orderId]));
    const traces = events.map(({ metadata }) => metadata?.traceparent?.split('-')[1]);
    expect(new Set(traces).size).toBe(1);
    expect(traces[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('costs nothing to authorise when its total is zero, and takes the same path', async () => {
    await platform.stock('FREE-1', 10, 0);
    const orderId = await platform.place('FREE-1', 3);
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
    expect(await stateOf('payments', 'payments', orderId)).toBe('captured');
    expect(await stateOf('payments', 'sandbox', orderId)).toBeUndefined();
  });

  it('takes 50 lines, the most there may be', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      sku: `MANY-${index}`,
      quantity: 1,
    }));
    for (const { sku } of lines) await platform.stock(sku, 5);
    const { body } = await platform.send('POST', '/orders', {
      token: await platform.token(),
      key: platform.key(),
      body: { lines, cardToken: 'tok_visa' },
    });
    await platform.settle();
    expect(await platform.order(body.orderId)).toMatchObject({ status: 'fulfilled' });
  });
});

describe('an order that fails', () => {
  it('is cancelled when the stock is short, and the authorisation is voided', async () => {
    await platform.stock('SHORT-1', 1);
    const orderId = await platform.place('SHORT-1', 2);
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'out-of-stock', state: 'effective' },
    });
    expect(await stateOf('payments', 'sandbox', orderId)).toBe('voided');
    expect(await stateOf('inventory', 'stock', `reservation#${orderId}`)).toBe('rejected');
  });

  it('is cancelled when the card is declined, and the stock comes back', async () => {
    await platform.stock('DECLINED-1', 5);
    const orderId = await platform.place('DECLINED-1', 2, 'tok_declined');
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'payment-declined' },
    });
    const items = await platform.items('inventory', 'stock');
    expect(items.find(({ pk }) => pk === 'stock#DECLINED-1')).toMatchObject({ available: 5 });
  });

  it('is cancelled and not shipped when the capture is refused', async () => {
    await platform.stock('REFUSED-1', 5);
    const orderId = await platform.place('REFUSED-1', 1, 'tok_capture_refused');
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'capture-refused' },
    });
    expect(platform.typesOf(orderId)).toContain('ShipmentStopped');
    expect(platform.typesOf(orderId)).not.toContain('OrderFulfilled');
    expect(await stateOf('payments', 'sandbox', orderId)).toBe('voided');
  });

  it.each(['tok_authorise_lost', 'tok_capture_lost', 'tok_slow'])(
    'is fulfilled and charged once all the same when the gateway answers like %s',
    async (cardToken) => {
      await platform.stock('LOST-1', 100);
      const orderId = await platform.place('LOST-1', 1, cardToken);
      await platform.settle();
      expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
      expect(await stateOf('payments', 'sandbox', orderId)).toBe('captured');
    },
  );
});

describe('a payment whose outcome nobody learns', () => {
  it('is left to the sweep when all attempts failed, and the order goes on from there', async (test) => {
    platform.needs(test, 'moved-time');
    const outage = await Platform.start();
    await outage.stock('OUTAGE-1', 5);
    const orderId = await outage.place('OUTAGE-1', 1, 'tok_outage');
    await outage.target.pause(1_500_000);
    expect(await outage.order(orderId)).toMatchObject({ status: 'placed', payment: 'pending' });
    const letters = await outage.deadLetters('payments', 'authorise-payment');
    expect(letters).toMatchObject([{ code: 'outcome-unknown' }]);
    await outage.target.pause(600_000);
    await outage.settle();
    expect(await outage.order(orderId)).toMatchObject({ status: 'fulfilled' });
    const [payment] = await outage.items('payments', 'payments');
    expect(payment).toMatchObject({ state: 'captured' });
    expect(payment).not.toHaveProperty('unresolved');
  });
});

/** Places an order, and cancels it when its payment is captured. */
const cancelCaptured = async (): Promise<string> => {
  const orderId = await platform.place('CANCEL-2');
  await platform.until('the payment is captured', () =>
    platform.typesOf(orderId).includes(PaymentCaptured.name),
  );
  expect((await platform.cancel(orderId)).status).toBe(202);
  return orderId;
};

describe('a cancellation', () => {
  it('takes effect at once before the order is confirmed, and everything is given back', async () => {
    await platform.stock('CANCEL-1', 5);
    await withoutConsumers(platform.target, 'ordering', ['advance-order'], async () => {
      const { status, body } = await platform.cancel(await platform.place('CANCEL-1', 2));
      expect([status, body.status]).toEqual([202, 'cancelled']);
    });
    await platform.settle();
    expect((await platform.books()).openAuthorisations).toBe(0);
    const items = await platform.items('inventory', 'stock');
    expect(items.find(({ pk }) => pk === 'stock#CANCEL-1')).toMatchObject({ available: 5 });
  });

  it.each([
    ['cancelled effective', 'stop-shipment', 'dispatch-shipment'],
    ['fulfilled refused', 'dispatch-shipment', 'stop-shipment'],
  ])(
    'of a confirmed order is settled by fulfilment, whoever comes first: %s by %s',
    async (end, first, second) => {
      await platform.stock('CANCEL-2', 50);
      const without = <T>(name: string, work: () => Promise<T>) =>
        withoutConsumers(platform.target, 'fulfilment', [name], work);
      const decision = first === 'stop-shipment' ? ShipmentStopped : OrderFulfilled;
      const orderId = await without(second, async () => {
        const placed = await without(first, cancelCaptured);
        await platform.until('the shipment is decided', () =>
          platform.typesOf(placed).includes(decision.name),
        );
        return placed;
      });
      await platform.settle();
      const { status, cancellation } = await platform.order(orderId);
      expect(`${status} ${cancellation.state}`).toBe(end);
      const types = platform.typesOf(orderId);
      expect(types.includes(OrderFulfilled.name)).toBe(status === 'fulfilled');
      expect(types.includes(ShipmentStopped.name)).toBe(status === 'cancelled');
    },
  );

  it('is refused when the parcel has left', async () => {
    await platform.stock('CANCEL-3', 5);
    const orderId = await platform.place('CANCEL-3');
    await platform.settle();
    const { status, body } = await platform.cancel(orderId);
    expect(status).toBe(409);
    expect(body.type).toMatch(/already-fulfilled$/);
  });

  it('that overtakes its placement leaves tombstones: nothing is reserved or authorised', async () => {
    await platform.stock('OVERTAKEN-1', 5);
    const placed = {
      ...OrderPlaced.examples[0],
      orderId: '0123456789abcdef0123456789abcdef',
      lines: [{ sku: 'OVERTAKEN-1', quantity: 1, unitPrice: { amount: 1_000, currency: 'USD' } }],
    };
    const cancelled = { orderId: placed.orderId, reason: 'customer-request' } as const;
    await platform.publish(platform.envelope(OrderCancelled, cancelled));
    await platform.settle();
    await platform.publish(platform.envelope(OrderPlaced, placed));
    await platform.settle();
    expect(await stateOf('inventory', 'stock', `reservation#${placed.orderId}`)).toBe('void');
    expect(await stateOf('payments', 'payments', placed.orderId)).toBe('cancelled');
    expect(platform.typesOf(placed.orderId)).not.toContain(InventoryReserved.name);
    const items = await platform.items('inventory', 'stock');
    expect(items.find(({ pk }) => pk === 'stock#OVERTAKEN-1')).toMatchObject({ available: 5 });
  });
});

describe('after all of this', () => {
  it('the money adds up, the stock is conserved, and no DLQ holds anything', async () => {
    await platform.settle();
    const books = await platform.books();
    expect(books.inFlight).toBe(before.inFlight);
    const sum = ({ charged, refunded, fulfilledTotal }: Books) =>
      charged - refunded - fulfilledTotal;
    expect(books.placed).toBeGreaterThan(before.placed);
    expect(sum(books)).toBe(sum(before));
    const { received, available, reserved, shipped } = books.stock;
    expect(available + reserved + shipped).toBe(received);
    expect(books.openAuthorisations).toBe(0);
    expect(await platform.deadLetterCount()).toBe(0);
  });
});
