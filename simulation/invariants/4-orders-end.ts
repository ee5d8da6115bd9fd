import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import type { Order } from '../../functions/ordering/order.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';
import type { CommitSeen, Ledger } from '../ledger.ts';
import { ordersOf } from '../orders.ts';

/**
 * How long a payment whose outcome is unknown may be left alone: the sweep comes every minute to those that are two
 * minutes old, environments may be minutes off, and some of its ticks fail.
 */
const MAX_LEFT_ALONE_MS = 25 * 60_000;

/** Every order ends fulfilled or cancelled, never both, and cancelled for the reason there was. */
export const ordersEnd: Invariant = {
  guarantee: 4,
  name: 'orders-end',
  watch({ ledger }, report) {
    const ends = new Map<string, string>();
    const unresolved = new Map<string, number>();
    ledger.watch({
      event: (event, first) => {
        if (!first || !(OrderFulfilled.is(event) || OrderCancelled.is(event))) return;
        const { orderId } = event.data;
        const end = ends.get(orderId);
        if (end) report(orderId, `has ended with ${end}, and now with ${event.eventType} as well`);
        ends.set(orderId, event.eventType);
      },
      commit: (commit) => {
        if (commit.table === 'payments') checkSweep(commit, unresolved, report);
      },
    });
  },
  settle(scene, report) {
    const { ledger } = scene;
    const cancellers = cancellersIn(scene);
    for (const { orderId, order } of ordersOf(ledger).values()) {
      if (order.status === 'cancelled') checkReason(orderId, order, cancellers, report);
      if (order.status === 'fulfilled' || order.status === 'cancelled') continue;
      const { status, stock, payment } = order;
      report(orderId, `has not ended: ${status}, stock ${stock}, payment ${payment}`);
    }
    checkPayments(ledger, report);
  },
};

/** Somebody asks again what became of an outcome that is unknown, or puts it off. */
function checkSweep(
  { key, image, atMs }: CommitSeen,
  unresolved: Map<string, number>,
  report: Report,
): void {
  const leftMs = atMs - (unresolved.get(key) ?? atMs);
  if (leftMs > MAX_LEFT_ALONE_MS) {
    report(key, `its outcome was unknown, and nobody asked for ${Math.round(leftMs / 60_000)} min`);
  }
  if (image['unresolved']) unresolved.set(key, atMs);
  else unresolved.delete(key);
}

function checkPayments(ledger: Ledger, report: Report): void {
  for (const [orderId, image] of ledger.items.get('payments') ?? []) {
    const state = image['state']?.S ?? '';
    if (state.endsWith('ing')) report(orderId, `its payment is still ${state}`);
    else if (image['unresolved']) report(orderId, `is ${state} and still waits for the sweep`);
  }
}

/** The orders whose customers cancel them, as far as these know their ids. */
function cancellersIn({ ledger }: Scene): Set<string> {
  const orders = new Set<string>();
  for (const { act, request, body } of ledger.answers) {
    if (request === 'place' && act.kind === 'place' && act.cancel) {
      orders.add(String(body['orderId']));
    }
  }
  return orders;
}

function checkReason(
  orderId: string,
  { cancellation, stock, payment }: Order,
  cancellers: ReadonlySet<string>,
  report: Report,
): void {
  const reason = cancellation?.reason;
  const holds: Partial<Record<string, boolean>> = {
    'out-of-stock': stock === 'rejected',
    'payment-declined': payment === 'declined',
    'capture-refused': payment === 'declined' && stock === 'reserved',
    'customer-request': cancellers.has(orderId) && stock !== 'rejected',
  };
  if (reason !== undefined && holds[reason]) return;
  report(orderId, `is cancelled, by ${reason}: its stock is ${stock}, its payment ${payment}`);
}
