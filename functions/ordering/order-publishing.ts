import { CancellationRequested } from '../../events/cancellation-requested.ts';
import type { Money } from '../../events/money.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import type { Cause } from '../runtime/definition.ts';
import { type OutboxEntry, outboxEntry } from '../runtime/outbox.ts';
import type { Order, OrderEvent } from './order.ts';

/** The contracts this service publishes. */
export const orderContracts = [OrderPlaced, OrderConfirmed, CancellationRequested, OrderCancelled];

/** The published events that follow from domain events; most domain events concern nobody else. */
export function publishedEvents(
  orderId: string,
  order: Order,
  events: readonly OrderEvent[],
  cause: Cause & { version: number },
): OutboxEntry[] {
  const options = { aggregateVersion: cause.version };
  return events.flatMap((event) => {
    switch (event.type) {
      case 'placed': {
        const { type, lines, ...placement } = event;
        const data = { orderId, lines: [...lines], ...placement };
        return outboxEntry(OrderPlaced, data, cause, options);
      }
      case 'confirmed': {
        const { customerId, lines, total } = order.placement!;
        const ordered = lines.map(({ sku, quantity }) => ({ sku, quantity }));
        const data = { orderId, customerId, lines: ordered, total };
        return outboxEntry(OrderConfirmed, data, cause, options);
      }
      case 'cancellation-requested':
        return outboxEntry(
          CancellationRequested,
          { orderId, reason: event.reason },
          cause,
          options,
        );
      case 'cancelled':
        return outboxEntry(OrderCancelled, { orderId, reason: event.reason }, cause, options);
      default:
        return [];
    }
  });
}

/** The sum of the lines, in the minor units of their one currency. */
export function totalOf(
  lines: readonly { quantity: number; unitPrice: Money }[],
  currency: string,
): Money {
  const amount = lines.reduce(
    (sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount,
    0,
  );
  return { amount, currency };
}
