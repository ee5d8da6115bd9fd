import {
  absentOrder,
  evolve,
  fold,
  type Order,
  type OrderEvent,
} from '../../functions/ordering/order.ts';
import type { CommitSeen, Image, Ledger } from './ledger.ts';

/** An order as its commits tell it. */
export interface KnownOrder {
  orderId: string;
  order: Order;
  /** Of the last commit: 1 for the first. */
  version: number;
  /** When that was made, in epoch milliseconds. */
  updatedMs: number;
}

const STREAM = 'order#';

/** What the orders of a ledger were at so many commits: they are asked for often, and mostly at the end. */
const known = new WeakMap<Ledger, { commits: number; orders: Map<string, KnownOrder> }>();

/** Every order there is, by what was committed. */
export function ordersOf(ledger: Ledger): ReadonlyMap<string, KnownOrder> {
  const { commits } = ledger;
  const last = known.get(ledger) ?? { commits: 0, orders: new Map<string, KnownOrder>() };
  known.set(ledger, last);
  for (; last.commits < commits.length; last.commits += 1) see(commits[last.commits]!, last.orders);
  return last.orders;
}

function see({ table, image, atMs }: CommitSeen, orders: Map<string, KnownOrder>): void {
  const stream = image['stream']?.S;
  if (table !== 'orders' || !stream?.startsWith(STREAM)) return;
  const orderId = stream.slice(STREAM.length);
  const before = orders.get(orderId);
  orders.set(orderId, {
    orderId,
    order: eventsIn(image).reduce(evolve, before?.order ?? absentOrder),
    version: (before?.version ?? 0) + 1,
    updatedMs: atMs,
  });
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
