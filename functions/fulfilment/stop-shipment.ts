import { CancellationRequested } from '../../events/cancellation-requested.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import { consumer } from '../runtime/definition.ts';
import { changeShipment, shipmentLimits, shipmentUses } from './change-shipment.ts';

export default consumer({
  service: 'fulfilment',
  name: 'stop-shipment',
  on: [{ contract: CancellationRequested }],
  uses: shipmentUses,
  publishes: [ShipmentStopped],
  limits: shipmentLimits,
  handle: ({ data }, deps) =>
    changeShipment(deps, data.orderId, 'cancellation-requested', 'opened'),
});
