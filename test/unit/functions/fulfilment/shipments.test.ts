import { beforeEach, describe, expect, it } from 'vitest';
import { CancellationRequested } from '../../../../events/cancellation-requested.ts';
import { OrderConfirmed } from '../../../../events/order-confirmed.ts';
import { PaymentCaptured } from '../../../../events/payment-captured.ts';
import dispatchShipment from '../../../../functions/fulfilment/dispatch-shipment.ts';
import openShipment from '../../../../functions/fulfilment/open-shipment.ts';
import stopShipment from '../../../../functions/fulfilment/stop-shipment.ts';
import { eventOf, orderId } from '../../../support/events.ts';
import { TestServices } from '../../../support/services.ts';
import { lostAcknowledgement } from '../../../support/tables.ts';

let services: TestServices;

beforeEach(() => {
  services = new TestServices();
});

const order = { orderId: orderId(1) };
const confirm = () => services.deliver(openShipment, eventOf(OrderConfirmed, order));
const capture = () => services.deliver(dispatchShipment, eventOf(PaymentCaptured, order));
const cancel = () => services.deliver(stopShipment, eventOf(CancellationRequested, order));
const state = () => services.tables.item('shipments', order)?.state;

describe('the shipment of an order', () => {
  it('is opened and dispatched with one write each, and no read', async () => {
    await confirm();
    await capture();
    expect(state()).toBe('dispatched');
    expect(services.tables.calls).toEqual(['UpdateItem', 'UpdateItem']);
    expect(services.tables.published).toMatchObject([{ type: 'OrderFulfilled', data: order }]);
  });

  it('is dispatched as well when the capture is heard of first', async () => {
    await capture();
    await confirm();
    expect(state()).toBe('dispatched');
    expect(services.publishedTypes()).toEqual(['OrderFulfilled']);
  });

  it('is stopped by a request that comes in time', async () => {
    await confirm();
    await cancel();
    await capture();
    expect(state()).toBe('stopped');
    expect(services.tables.published).toMatchObject([
      { type: 'ShipmentStopped', data: { ...order, reason: 'cancellation' } },
    ]);
  });

  it('is stopped before it was opened by a request that overtakes', async () => {
    await cancel();
    await confirm();
    await capture();
    expect(state()).toBe('stopped');
  });

  it('is not stopped by a request that comes too late', async () => {
    await confirm();
    await capture();
    await cancel();
    expect(state()).toBe('dispatched');
    expect(services.publishedTypes()).toEqual(['OrderFulfilled']);
  });

  it('goes one way only when request and capture come at the same time', async () => {
    await confirm();
    services.tables.interfere('UpdateItem', async (_call, run) => {
      await capture();
      return run();
    });
    await cancel();
    expect(state()).toBe('dispatched');
    expect(services.publishedTypes()).toEqual(['OrderFulfilled']);
  });

  it.each([
    ['confirm', confirm],
    ['capture', capture],
    ['cancel', cancel],
  ])(
    'is not touched when %s is delivered twice, or its acknowledgement lost',
    async (_name, signal) => {
      services.tables.interfere('UpdateItem', lostAcknowledgement);
      await signal();
      const before = services.tables.item('shipments', order);
      await signal();
      expect(services.tables.item('shipments', order)).toEqual(before);
    },
  );
});
