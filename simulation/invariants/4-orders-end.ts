import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { type GatewayPayment, gatewayPayments } from '../evidence/gateway-record.ts';
import type { CommitSeen, Ledger } from '../evidence/ledger.ts';
import { type KnownOrder, ordersOf } from '../evidence/orders.ts';
import type { Invariant, Report } from '../invariant.ts';

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
    const { ledger, world } = scene;
    const reasons = {
      byCustomers: cancelledByCustomers(ledger),
      payments: gatewayPayments(world),
    };
    for (const known of ordersOf(ledger).values()) {
      const { orderId, order } = known;
      if (order.status === 'cancelled') checkReason(known, reasons, report);
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

/** The orders that their customers asked to cancel, unless they were told that it is too late. */
function cancelledByCustomers({ answers, orderIds }: Ledger): Set<string> {
  const orders = new Set<string>();
  for (const { act, request, status } of answers) {
    const isCancel = request === 'cancel' || request === 'cancel-again';
    const orderId = orderIds.get(act.id);
    if (isCancel && status !== 409 && orderId !== undefined) orders.add(orderId);
  }
  return orders;
}

interface Reasons {
  /** Orders that were cancelled by who placed them. */
  byCustomers: ReadonlySet<string>;
  /** The gateway's own record. */
  payments: ReadonlyMap<string, GatewayPayment>;
}

/** What others did is asked of them, and not of the order. */
function checkReason(
  { orderId, order: { cancellation, stock, payment, placement } }: KnownOrder,
  { byCustomers, payments }: Reasons,
  report: Report,
): void {
  const reason = cancellation?.reason;
  const recorded = payments.get(orderId)?.state;
  const card = placement?.cardToken;
  const holds: Partial<Record<string, boolean>> = {
    'out-of-stock': stock === 'rejected',
    'payment-declined': payment === 'declined' && recorded === 'declined',
    'capture-refused':
      payment === 'declined' && stock === 'reserved' && card === 'tok_capture_refused',
    'customer-request': byCustomers.has(orderId) && stock !== 'rejected',
  };
  if (reason !== undefined && holds[reason]) return;
  const facts = `stock is ${stock}, its payment ${payment}, ${recorded} at the gateway, by ${card}`;
  report(orderId, `is cancelled, by ${reason}: its ${facts}`);
}
