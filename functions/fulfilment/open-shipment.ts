import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { consumer } from '../runtime/definition.ts';
import { changeShipment, shipmentLimits, shipmentUses } from './change-shipment.ts';

export default consumer({
  service: 'fulfilment',
  name: 'open-shipment',
  on: [{ contract: OrderConfirmed }],
  uses: shipmentUses,
  publishes: [OrderFulfilled],
  limits: shipmentLimits,
  handle: ({ data }, deps) => changeShipment(deps, data.orderId, 'confirmed', undefined),
});
