import { CancellationRequested } from '../../events/cancellation-requested.ts';
import type { Envelope } from '../../events/envelope.ts';
import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { PaymentDeclined } from '../../events/payment-declined.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import { consumer } from '../runtime/definition.ts';
import { PermanentError } from '../runtime/errors.ts';
import type { OrderCommand } from './order.ts';
import { changeOrder } from './order-store.ts';

export default consumer({
  service: 'ordering',
  name: 'advance-order',
  on: [
    { contract: InventoryReserved },
    { contract: InventoryRejected },
    { contract: PaymentAuthorized },
    { contract: PaymentDeclined },
    { contract: OrderFulfilled },
    { contract: ShipmentStopped },
  ],
  uses: { tables: { orders: ['Query', 'PutItem'] } },
  publishes: [OrderConfirmed, CancellationRequested, OrderCancelled],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 50 },

  async handle(event, deps) {
    await changeOrder(deps, event.data.orderId, commandOf(event), ({ order }) => {
      if (order.status === 'absent') {
        throw new PermanentError('order-missing', `There is no order ${event.data.orderId}`);
      }
    });
  },
});

/** What each event of another service means to an order. */
function commandOf(event: Envelope): OrderCommand {
  if (InventoryReserved.is(event)) return { type: 'record-stock', reserved: true };
  if (InventoryRejected.is(event)) return { type: 'record-stock', reserved: false };
  if (PaymentAuthorized.is(event)) return { type: 'record-authorisation' };
  if (PaymentDeclined.is(event)) return { type: 'record-decline', stage: event.data.stage };
  if (OrderFulfilled.is(event)) return { type: 'record-fulfilment' };
  if (ShipmentStopped.is(event)) {
    return { type: 'record-stop', undeliverable: event.data.reason === 'undeliverable' };
  }
  throw new PermanentError('unknown-event-type', `${event.eventType} means nothing to an order`);
}
