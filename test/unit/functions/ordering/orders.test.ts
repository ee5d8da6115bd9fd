import { beforeEach, describe, expect, it } from 'vitest';
import { InventoryRejected } from '../../../../events/inventory-rejected.ts';
import { InventoryReserved } from '../../../../events/inventory-reserved.ts';
import { OrderFulfilled } from '../../../../events/order-fulfilled.ts';
import { PaymentAuthorized } from '../../../../events/payment-authorized.ts';
import { PaymentDeclined } from '../../../../events/payment-declined.ts';
import { ShipmentStopped } from '../../../../events/shipment-stopped.ts';
import { orderId as anyOrderId } from '../../../support/events.ts';
import { lostAcknowledgement } from '../../../support/tables.ts';
import { OrderingScene } from './scene.ts';

let scene: OrderingScene;

beforeEach(() => {
  scene = new OrderingScene();
});

const statusOf = async (orderId: string) => (await scene.get(orderId)).body.status;

describe('an order that hears from the other services', () => {
  it('is confirmed when both have agreed, in the flow of its placement', async () => {
    const orderId = await scene.confirmed();
    expect(await statusOf(orderId)).toBe('confirmed');
    expect(scene.publishedTypes()).toEqual(['OrderPlaced', 'OrderConfirmed']);
    const last = scene.tables.item('orders', { stream: `order#${orderId}`, version: 3 });
    expect(last).toMatchObject({ correlation: orderId, cause: 'event-of-PaymentAuthorized' });
  });

  it.each([
    [InventoryRejected, {}, 'out-of-stock'],
    [PaymentDeclined, { stage: 'authorise' as const }, 'payment-declined'],
  ])('is cancelled by a refusal: $name', async (contract, data, reason) => {
    const orderId = await scene.placed();
    await scene.hear(contract, { ...data, orderId });
    expect(await statusOf(orderId)).toBe('cancelled');
    expect(scene.tables.published.at(-1)).toMatchObject({
      type: 'OrderCancelled',
      data: { orderId, reason },
    });
  });

  it('asks fulfilment to stop when the capture is refused', async () => {
    const orderId = await scene.confirmed();
    await scene.hear(PaymentDeclined, { orderId, stage: 'capture' }, 'refusal');
    expect(scene.tables.published.at(-1)).toMatchObject({
      type: 'CancellationRequested',
      data: { reason: 'capture-refused' },
    });
  });

  it.each([
    ['cancellation', 'customer-request'],
    ['undeliverable', 'undeliverable'],
  ] as const)('is cancelled when its shipment is stopped: %s', async (reason, told) => {
    const orderId = await scene.confirmed();
    await scene.hear(ShipmentStopped, { orderId, reason });
    expect(scene.tables.published.at(-1)).toMatchObject({
      type: 'OrderCancelled',
      data: { reason: told },
    });
  });

  it('is fulfilled when its parcel has left', async () => {
    const orderId = await scene.confirmed();
    await scene.hear(OrderFulfilled, { orderId });
    expect(await statusOf(orderId)).toBe('fulfilled');
  });

  it('hears each event once, however often it is delivered', async () => {
    const orderId = await scene.confirmed();
    await scene.hear(InventoryReserved, { orderId });
    await scene.hear(PaymentAuthorized, { orderId });
    expect((await scene.get(orderId)).body.version).toBe(3);
    expect(scene.publishedTypes()).toHaveLength(2);
  });

  it('hears it once when only the acknowledgement was lost', async () => {
    const orderId = await scene.placed();
    scene.tables.interfere('PutItem', lostAcknowledgement);
    await scene.hear(InventoryReserved, { orderId });
    expect((await scene.get(orderId)).body).toMatchObject({ version: 2, stock: 'reserved' });
  });

  it('decides again when another event was faster', async () => {
    const orderId = await scene.placed();
    scene.tables.interfere('PutItem', async (_call, run) => {
      await scene.hear(PaymentAuthorized, { orderId });
      return run();
    });
    await scene.hear(InventoryReserved, { orderId });
    expect(await statusOf(orderId)).toBe('confirmed');
    expect(scene.publishedTypes()).toEqual(['OrderPlaced', 'OrderConfirmed']);
  });

  it('must have been placed', async () => {
    const stranger = scene.hear(InventoryReserved, { orderId: anyOrderId(9) });
    await expect(stranger).rejects.toMatchObject({ code: 'order-missing', retriable: false });
  });
});

describe('reading an order', () => {
  it('gives all that its customer may know, at its version', async () => {
    const orderId = await scene.placed();
    const { status, headers, body } = await scene.get(orderId);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ etag: '"1"', 'cache-control': 'no-store' });
    expect(body).toEqual({
      orderId,
      status: 'placed',
      version: 1,
      lines: [{ sku: 'CD-1', quantity: 1, unitPrice: { amount: 1_467, currency: 'USD' } }],
      total: { amount: 1_467, currency: 'USD' },
      stock: 'pending',
      payment: 'pending',
      placedAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
    });
  });

  it('insists on a version that was asked for', async () => {
    const orderId = await scene.placed();
    expect((await scene.get(orderId, { query: { minVersion: '1' } })).status).toBe(200);
    const early = await scene.get(orderId, { query: { minVersion: '2' } });
    expect(early).toMatchObject({ status: 412, headers: { 'retry-after': '1' } });
  });

  it.each(['0', '-1', '1.5', '1e1', '0x1', ' 1', '+1', '9007199254740992', 'one', ''])(
    'refuses the version "%s"',
    async (minVersion) => {
      const orderId = await scene.placed();
      expect((await scene.get(orderId, { query: { minVersion } })).status).toBe(422);
    },
  );

  it('does not tell an order of somebody else from one that is not there', async () => {
    const orderId = await scene.placed();
    const others = await scene.get(orderId, { authorizer: { principalId: 'customer-2' } });
    const [unknown, impossible] = [await scene.get(anyOrderId(9)), await scene.get('no-id')];
    expect(others.status).toBe(404);
    expect(unknown).toEqual(others);
    expect(impossible).toEqual(others);
  });
});

describe('cancelling an order', () => {
  it('takes effect at once before it is confirmed', async () => {
    const orderId = await scene.placed();
    const { status, headers, body } = await scene.cancel(orderId);
    expect(status).toBe(202);
    expect(headers).toMatchObject({ location: `/orders/${orderId}`, etag: '"2"' });
    expect(body).toEqual({
      orderId,
      status: 'cancelled',
      version: 2,
      cancellation: { reason: 'customer-request', state: 'effective' },
    });
    expect(scene.publishedTypes().at(-1)).toBe('OrderCancelled');
  });

  it('is a request to fulfilment afterwards', async () => {
    const orderId = await scene.confirmed();
    expect((await scene.cancel(orderId)).body).toMatchObject({
      status: 'confirmed',
      cancellation: { state: 'requested' },
    });
    expect(scene.publishedTypes().at(-1)).toBe('CancellationRequested');
  });

  it('again under the same key gets the same answer, even after the parcel has left', async () => {
    const orderId = await scene.confirmed();
    const first = await scene.cancel(orderId);
    await scene.hear(OrderFulfilled, { orderId });
    expect(await scene.cancel(orderId)).toEqual(first);
    expect((await scene.get(orderId)).body.cancellation.state).toBe('refused');
  });

  it('is refused when the parcel has left', async () => {
    const orderId = await scene.confirmed();
    await scene.hear(OrderFulfilled, { orderId });
    const { status, body } = await scene.cancel(orderId);
    expect(status).toBe(409);
    expect(body.type).toContain('already-fulfilled');
  });

  it('changes nothing about an order that is cancelled', async () => {
    const orderId = await scene.placed();
    await scene.cancel(orderId);
    const again = await scene.cancel(orderId, { headers: { 'Idempotency-Key': 'cancel-2' } });
    expect(again).toMatchObject({ status: 202, body: { version: 2, status: 'cancelled' } });
  });

  it("is not for somebody else's order", async () => {
    const orderId = await scene.placed();
    const stranger = { authorizer: { principalId: 'customer-2' } };
    expect((await scene.cancel(orderId, stranger)).status).toBe(404);
    expect(await statusOf(orderId)).toBe('placed');
  });
});
