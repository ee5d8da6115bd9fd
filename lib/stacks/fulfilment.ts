import dispatchShipment from '../../functions/fulfilment/dispatch-shipment.ts';
import health from '../../functions/fulfilment/health.ts';
import openShipment from '../../functions/fulfilment/open-shipment.ts';
import relay from '../../functions/fulfilment/relay.ts';
import stopShipment from '../../functions/fulfilment/stop-shipment.ts';
import type { Service } from '../service.ts';

/** One shipment an order. */
export const fulfilment: Service = {
  name: 'fulfilment',
  description: 'Orderly: ships what is confirmed and paid',
  tables: { shipments: { partitionKey: { name: 'orderId', type: 'S' } } },
  functions: [health, openShipment, dispatchShipment, stopShipment, relay],
};
