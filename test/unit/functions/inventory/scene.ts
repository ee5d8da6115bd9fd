import { OrderCancelled } from '../../../../events/order-cancelled.ts';
import { OrderFulfilled } from '../../../../events/order-fulfilled.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import getStock from '../../../../functions/inventory/get-stock.ts';
import releaseStock from '../../../../functions/inventory/release-stock.ts';
import reserveStock from '../../../../functions/inventory/reserve-stock.ts';
import setStock from '../../../../functions/inventory/set-stock.ts';
import shipStock from '../../../../functions/inventory/ship-stock.ts';
import { eventOf, orderId } from '../../../support/events.ts';
import type { RequestLike } from '../../../support/requests.ts';
import { TestServices } from '../../../support/services.ts';

/** The warehouse, and orders by number. The low-stock threshold is 10. */
export class InventoryScene extends TestServices {
  setStock(sku: string, received: number, more: RequestLike = {}) {
    return this.request(setStock, {
      params: { sku },
      headers: { 'Idempotency-Key': `stock-${encodeURIComponent(sku)}-${received}` },
      authorizer: { scopes: 'stock:write' },
      body: { received },
      ...more,
    });
  }

  getStock(sku: string) {
    return this.request(getStock, { params: { sku }, authorizer: { scopes: 'stock:read' } });
  }

  /** An order of these pieces is placed. */
  place(number: number, pieces: Record<string, number>): Promise<void> {
    const unitPrice = { amount: 100, currency: 'USD' };
    const lines = Object.entries(pieces).map(([sku, quantity]) => ({ sku, quantity, unitPrice }));
    const data = { orderId: orderId(number), lines };
    return this.deliver(reserveStock, eventOf(OrderPlaced, data, { eventId: `placed-${number}` }));
  }

  cancel(number: number): Promise<void> {
    const event = eventOf(OrderCancelled, { orderId: orderId(number) });
    return this.deliver(releaseStock, { ...event, eventId: `cancelled-${number}` });
  }

  fulfil(number: number): Promise<void> {
    const event = eventOf(OrderFulfilled, { orderId: orderId(number) });
    return this.deliver(shipStock, { ...event, eventId: `fulfilled-${number}` });
  }

  /** What lies in the SKU's own item. */
  available(sku: string): unknown {
    return this.tables.item('stock', { pk: `stock#${sku}` })?.available;
  }

  /** What lies in each open shard, by name. */
  shards(sku: string): Record<string, unknown> {
    const { shards = [] } = (this.tables.item('stock', { pk: `stock#${sku}` }) ?? {}) as {
      shards?: Iterable<string>;
    };
    return Object.fromEntries([...shards].map((name) => [name, this.#inShard(sku, name)]));
  }

  /** What lies in the SKU's own item and in all its shards, closed ones too. */
  total(sku: string): number {
    const names = Array.from({ length: 32 }, (_, index) => String(index));
    return names.reduce(
      (sum, name) => sum + Number(this.#inShard(sku, name) ?? 0),
      Number(this.available(sku)),
    );
  }

  #inShard(sku: string, name: string): unknown {
    return this.tables.item('stock', { pk: `shard#${sku}#${name}` })?.['available'];
  }

  reservation(number: number) {
    return this.tables.item('stock', { pk: `reservation#${orderId(number)}` });
  }
}
