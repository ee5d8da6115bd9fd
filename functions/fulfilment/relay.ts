import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import { relay } from '../runtime/relay.ts';

export default relay({
  service: 'fulfilment',
  table: 'shipments',
  publishes: [OrderFulfilled, ShipmentStopped],
});
