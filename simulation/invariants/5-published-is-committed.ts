import type { Envelope } from '../../events/envelope.ts';
import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReleased } from '../../events/inventory-released.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { PaymentDeclined } from '../../events/payment-declined.ts';
import { PaymentRefunded } from '../../events/payment-refunded.ts';
import { ShipmentStopped } from '../../events/shipment-stopped.ts';
import type { CommittedEvent, Ledger } from '../evidence/ledger.ts';
import { ordersOf } from '../evidence/orders.ts';
import type { Invariant, Report } from '../invariant.ts';

/** By table and state, the event that tells others of it. */
const TOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orders: {
    confirmed: OrderConfirmed.name,
    cancelled: OrderCancelled.name,
    fulfilled: OrderFulfilled.name,
  },
  stock: {
    reserved: InventoryReserved.name,
    rejected: InventoryRejected.name,
    released: InventoryReleased.name,
  },
  payments: {
    authorised: PaymentAuthorized.name,
    declined: PaymentDeclined.name,
    captured: PaymentCaptured.name,
    'capture-refused': PaymentDeclined.name,
    refunded: PaymentRefunded.name,
  },
  shipments: { dispatched: OrderFulfilled.name, stopped: ShipmentStopped.name },
};

/** Nothing is published that was not committed; everything committed is published, and every state is told. */
export const publishedIsCommitted: Invariant = {
  guarantee: 5,
  name: 'published-is-committed',
  watch({ ledger }, report) {
    ledger.watch({
      event: (event, first) => {
        const committed = ledger.outboxes.get(event.eventId);
        if (committed) checkPublication(event, committed, report);
        else if (first) {
          const { eventId, eventType, metadata } = event;
          report(metadata?.subject ?? eventId, `${eventType} ${eventId} is in no outbox`);
        }
      },
    });
  },
  settle({ ledger }, report) {
    for (const [eventId, { type, subject }] of ledger.outboxes) {
      if (!ledger.published.has(eventId)) {
        report(subject, `${type} ${eventId} was committed and never published`);
      }
    }
    for (const { orderId, order } of ordersOf(ledger).values()) {
      checkTold({ table: 'orders', orderId, state: order.status }, ledger, report);
    }
    for (const { table, key, image } of ledger.commits) {
      const orderId = key.slice(key.indexOf('#') + 1);
      const state = image['state']?.S;
      if (state !== undefined) checkTold({ table, orderId, state }, ledger, report);
    }
  },
};

/** Each publication says what was committed, however often and by whomever it is made. */
function checkPublication(event: Envelope, committed: CommittedEvent, report: Report): void {
  const { eventId, eventType, metadata } = event;
  const [published, wanted] = [contentOf(event), contentIn(committed)];
  if (published === wanted) return;
  const said = `${eventType} ${eventId} was published as ${published}`;
  report(metadata?.subject ?? eventId, `${said}; committed is ${wanted}`);
}

/** All but the source, which the causal tree looks at, and the trace. */
function contentOf(event: Envelope): string {
  const { eventType, eventVersion, timestamp, correlationId, causationId, metadata } = event;
  const about = [eventType, eventVersion, timestamp, correlationId, causationId, metadata?.subject];
  return JSON.stringify([...about, metadata?.aggregateVersion, withoutNews(event.data)]);
}

function contentIn({ type, version, at, correlation, cause, ...entry }: CommittedEvent): string {
  const about = [type, version, at, correlation, cause, entry.subject];
  return JSON.stringify([...about, entry.aggregateVersion, entry.data]);
}

/** What the next release adds to an event (`newer-code`) is in no commit of today. */
function withoutNews(data: unknown): unknown {
  const { nextRelease, ...today } = data as { nextRelease?: unknown };
  return nextRelease === undefined ? data : today;
}

function checkTold(
  { table, orderId, state }: { table: string; orderId: string; state: string },
  { bySubject }: Ledger,
  report: Report,
): void {
  const type = TOLD[table]?.[state];
  if (type === undefined) return;
  if (bySubject.get(orderId)?.some(({ event }) => event.eventType === type)) return;
  report(orderId, `is ${state} in ${table}, and no ${type} tells of it`);
}
