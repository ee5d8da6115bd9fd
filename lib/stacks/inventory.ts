import getStock from '../../functions/inventory/get-stock.ts';
import health from '../../functions/inventory/health.ts';
import relay from '../../functions/inventory/relay.ts';
import releaseStock from '../../functions/inventory/release-stock.ts';
import reserveStock from '../../functions/inventory/reserve-stock.ts';
import setStock from '../../functions/inventory/set-stock.ts';
import shipStock from '../../functions/inventory/ship-stock.ts';
import type { Service } from '../service.ts';

/** Stock and reservations; one table, as a reservation is one transaction over both. */
export const inventory: Service = {
  name: 'inventory',
  description: 'Orderly: keeps the stock and reserves it for orders',
  tables: { stock: { partitionKey: { name: 'pk', type: 'S' } } },
  functions: [setStock, getStock, health, reserveStock, releaseStock, shipStock, relay],
};
