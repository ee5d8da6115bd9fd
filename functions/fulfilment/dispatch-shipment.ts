import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { consumer } from '../runtime/definition.ts';
import { changeShipment, shipmentLimits, shipmentUses } from './change-shipment.ts';

export default consumer({
  service: 'fulfilment',
  name: 'dispatch-shipment',
  on: [{ contract: PaymentCaptured }],
  uses: shipmentUses,
  publishes: [OrderFulfilled],
  limits: shipmentLimits,
  handle: ({ data }, deps) => changeShipment(deps, data.orderId, 'captured', 'opened'),
});
