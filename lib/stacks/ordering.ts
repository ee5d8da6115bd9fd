import advanceOrder from '../../functions/ordering/advance-order.ts';
import cancelOrder from '../../functions/ordering/cancel-order.ts';
import getOrder from '../../functions/ordering/get-order.ts';
import health from '../../functions/ordering/health.ts';
import placeOrder from '../../functions/ordering/place-order.ts';
import relay from '../../functions/ordering/relay.ts';
import setPrice from '../../functions/ordering/set-price.ts';
import type { Service } from '../service.ts';

/** Orders as streams of their events, and the price list. */
export const ordering: Service = {
  name: 'ordering',
  description: 'Orderly: takes orders, decides on them, and keeps the price list',
  tables: {
    orders: {
      partitionKey: { name: 'stream', type: 'S' },
      sortKey: { name: 'version', type: 'N' },
    },
    prices: { partitionKey: { name: 'pk', type: 'S' } },
  },
  functions: [placeOrder, getOrder, cancelOrder, setPrice, health, advanceOrder, relay],
};
