import type { Envelope } from '../../events/envelope.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import {
  type GatewayPayment,
  gatewayPayment,
  gatewayPayments,
} from '../evidence/gateway-record.ts';
import { type KnownOrder, ordersOf } from '../evidence/orders.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';

/** Where the gateway's record may stand at the end of a cancelled order. */
const GIVEN_BACK = new Set(['declined', 'voided', 'refunded']);

/** A customer is charged once for what is fulfilled, and nothing stays open on a cancelled order. */
export const chargedOnce: Invariant = {
  guarantee: 2,
  name: 'charged-once',
  watch(scene, report) {
    scene.gateway.tell(({ reference, operation, count, finds }) => {
      const asked = `${count} times, and the gateway was asked ${finds} times what had become of it`;
      report(reference, `${operation} was called ${asked}`);
    });
    const captured = new Set<string>();
    const confirmed = new Set<string>();
    scene.ledger.watch({
      commit: ({ table, key, image }) => {
        if (table === 'payments') scene.gateway.see(key, image['state']?.S ?? '');
        const isConfirmed = table === 'orders' && image['events']?.S?.includes(CONFIRMED);
        if (isConfirmed) confirmed.add(orderIn(key));
      },
      event: (event, first) => {
        if (first) checkEvent(event, captured, scene, report);
        if (first && PaymentCaptured.is(event) && !confirmed.has(event.data.orderId)) {
          report(event.data.orderId, 'was charged before it was confirmed');
        }
      },
    });
  },
  settle({ ledger, world }, report) {
    const payments = gatewayPayments(world);
    const orders = ordersOf(ledger);
    for (const known of orders.values()) checkOrder(known, payments.get(known.orderId), report);
    for (const reference of payments.keys()) {
      if (!orders.has(reference)) report(reference, 'is paid for at the gateway and is no order');
    }
  },
};

/** The domain event, as it stands in a commit. */
const CONFIRMED = '"type":"confirmed"';

/** The order of a commit's key, `order#id/version`. */
function orderIn(key: string): string {
  return key.slice('order#'.length, key.lastIndexOf('/'));
}

function checkEvent(
  event: Envelope,
  captured: Set<string>,
  { world }: Scene,
  report: Report,
): void {
  if (PaymentCaptured.is(event)) {
    const { orderId } = event.data;
    if (captured.has(orderId)) report(orderId, 'has two PaymentCaptured with different ids');
    captured.add(orderId);
  } else if (OrderFulfilled.is(event)) {
    const { orderId } = event.data;
    const payment = gatewayPayment(world, orderId);
    if (payment && payment.state !== 'captured') {
      report(orderId, `was shipped while the gateway has it as ${payment.state}`);
    }
  }
}

function checkOrder(
  { orderId, order }: KnownOrder,
  payment: GatewayPayment | undefined,
  report: Report,
): void {
  const total = order.placement?.total.amount ?? 0;
  const sum = order.placement?.lines.reduce(
    (all, { quantity, unitPrice }) => all + quantity * unitPrice.amount,
    0,
  );
  if (sum !== total) report(orderId, `comes to ${total}; its lines come to ${sum}`);
  if (order.status === 'fulfilled' && total > 0 && payment?.state !== 'captured') {
    report(orderId, `is fulfilled; the gateway has it as ${payment?.state ?? 'unknown'}`);
  }
  if (order.status === 'cancelled' && payment && !GIVEN_BACK.has(payment.state)) {
    report(orderId, `is cancelled; the gateway still has it as ${payment.state}`);
  }
  if (payment && payment.amount !== total) {
    report(orderId, `comes to ${total}; the gateway has ${payment.amount}`);
  }
}
