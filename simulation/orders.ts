import { fold, type Order, type OrderEvent } from '../functions/ordering/order.ts';
import type { Image, Ledger } from './ledger.ts';

/** An order as its commits tell it. */
export interface KnownOrder {
  orderId: string;
  order: Order;
}

const STREAM = 'order#';

/** Every order there is, by what was committed. */
export function ordersOf(ledger: Ledger): Map<string, KnownOrder> {
  const events = new Map<string, OrderEvent[]>();
  for (const { table, image } of ledger.commits) {
    const stream = image['stream']?.S;
    if (table !== 'orders' || !stream?.startsWith(STREAM)) continue;
    const orderId = stream.slice(STREAM.length);
    let ofOrder = events.get(orderId);
    if (!ofOrder) {
      ofOrder = [];
      events.set(orderId, ofOrder);
    }
    ofOrder.push(...eventsIn(image));
  }
  const orders = new Map<string, KnownOrder>();
  for (const [orderId, ofOrder] of events) orders.set(orderId, { orderId, order: fold(ofOrder) });
  return orders;
}

/** An order as it was at a version. */
export function orderAt(ledger: Ledger, orderId: string, version: number): Order {
  const events: OrderEvent[] = [];
  for (let number = 1; number <= version; number += 1) {
    events.push(...eventsIn(ledger.item('orders', `${STREAM}${orderId}/${number}`)));
  }
  return fold(events);
}

function eventsIn(image: Image | undefined): OrderEvent[] {
  return JSON.parse(image?.['events']?.S ?? '[]') as OrderEvent[];
}

/** A payment as the gateway keeps it. */
export interface GatewayPayment {
  reference: string;
  state: string;
  amount: number;
}
