import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import type { Deps, Limits, Uses } from '../runtime/definition.ts';
import { type OutboxEntry, outboxEntry } from '../runtime/outbox.ts';
import { commitState } from '../runtime/state-store.ts';
import { next, type Shipment, type ShipmentSignal, type ShipmentState } from './shipment.ts';

/** What each of the three consumers of this service uses. */
export const shipmentUses = {
  tables: { shipments: ['GetItem', 'UpdateItem'] },
} satisfies Uses;

/** The limits of each of them. */
export const shipmentLimits: Limits = {
  timeoutSeconds: 30,
  memoryMb: 256,
  batchSize: 10,
  maxConcurrency: 50,
};

/**
 * Commits what `signal` makes of an order's shipment, in whatever order the signals come. `expected`
 * is the state usually found, so that the usual case needs no read.
 */
export async function changeShipment(
  deps: Deps,
  orderId: string,
  signal: ShipmentSignal,
  expected: ShipmentState | undefined,
): Promise<void> {
  await commitState<Shipment>(
    deps,
    { table: deps.table('shipments'), attribute: 'orderId', value: orderId },
    expected && { state: expected },
    (shipment) => {
      const state = next(shipment?.state, signal);
      return state && { set: { state }, outbox: publishedEvents(state, orderId, deps) };
    },
  );
}

function publishedEvents(
  state: ShipmentState,
  orderId: string,
  { cause }: Pick<Deps, 'cause'>,
): OutboxEntry[] {
  if (state === 'dispatched') return [outboxEntry(OrderFulfilled, { orderId }, cause)];
  if (state !== 'stopped') return [];
  return [outboxEntry(ShipmentStopped, { orderId, reason: 'cancellation' }, cause)];
}
