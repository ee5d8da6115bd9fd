import { fold, type Order, type OrderEvent } from '../functions/ordering/order.ts';
import type { Ledger } from './ledger.ts';

/** An order as its commits tell it. */
export interface KnownOrder {
  orderId: string;
  order: Order;
  version: number;
  placedMs: number;
}

const STREAM = 'order#';

/** Every order there is, by what was committed. */
export function ordersOf(ledger: Ledger): Map<string, KnownOrder> {
  const events = new Map<string, { events: OrderEvent[]; version: number; placedMs: number }>();
  for (const { table, image, atMs } of ledger.commits) {
    const stream = image['stream']?.S;
    if (table !== 'orders' || !stream?.startsWith(STREAM)) continue;
    const orderId = stream.slice(STREAM.length);
    let known = events.get(orderId);
    if (!known) {
      known = { events: [], version: 0, placedMs: atMs };
      events.set(orderId, known);
    }
    known.events.push(...(JSON.parse(image['events']?.S ?? '[]') as OrderEvent[]));
    known.version += 1;
  }
  const orders = new Map<string, KnownOrder>();
  for (const [orderId, { events: ofOrder, version, placedMs }] of events) {
    orders.set(orderId, { orderId, order: fold(ofOrder), version, placedMs });
  }
  return orders;
}

/** An order as it was at a version. */
export function orderAt(ledger: Ledger, orderId: string, version: number): Order {
  const events: OrderEvent[] = [];
  for (let number = 1; number <= version; number += 1) {
    const image = ledger.item('orders', `${STREAM}${orderId}/${number}`);
    events.push(...(JSON.parse(image?.['events']?.S ?? '[]') as OrderEvent[]));
  }
  return fold(events);
}

/** A payment as the gateway keeps it. */
export interface GatewayPayment {
  reference: string;
  state: string;
  amount: number;
}
