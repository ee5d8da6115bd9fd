import type { CancellationReason } from '../../events/cancellation-reason.ts';
import type { Money } from '../../events/money.ts';
import type { PricedLine } from '../../events/order-lines.ts';

/** How an order is run: by the services reacting to each other, or by a state machine. */
export type Saga = 'choreography' | 'orchestration';

/** What an order was placed with. */
export interface Placement {
  customerId: string;
  lines: readonly PricedLine[];
  total: Money;
  cardToken: string;
  saga: Saga;
}

/** The domain events of an order, in its own stream; published events are made of them. */
export type OrderEvent =
  | ({ type: 'placed' } & Placement)
  | { type: 'stock-reserved' }
  | { type: 'stock-rejected' }
  | { type: 'payment-authorised' }
  | { type: 'payment-declined'; stage: 'authorise' | 'capture' }
  | { type: 'confirmed' }
  | { type: 'cancellation-requested'; reason: CancellationReason }
  | { type: 'cancellation-refused' }
  | { type: 'cancelled'; reason: CancellationReason }
  | { type: 'fulfilled' };

/** What may be asked of an order, or told to it. */
export type OrderCommand =
  | ({ type: 'place' } & Placement)
  | { type: 'record-stock'; reserved: boolean }
  | { type: 'record-authorisation' }
  | { type: 'record-decline'; stage: 'authorise' | 'capture' }
  | { type: 'cancel'; reason: CancellationReason }
  | { type: 'record-fulfilment' }
  | { type: 'record-stop'; undeliverable: boolean };

/** How far an order has come; `fulfilled` and `cancelled` are final. */
export type OrderStatus = 'absent' | 'placed' | 'confirmed' | 'fulfilled' | 'cancelled';

/** An order as the fold of its events. */
export interface Order {
  status: OrderStatus;
  placement?: Placement;
  stock: 'pending' | 'reserved' | 'rejected';
  payment: 'pending' | 'authorised' | 'declined';
  /** A cancellation asked of fulfilment, and how it went; or the one that ended the order. */
  cancellation?: { reason: CancellationReason; state: 'requested' | 'refused' | 'effective' };
}

/** An order nobody placed: what every stream is folded from. */
export const absentOrder: Order = { status: 'absent', stock: 'pending', payment: 'pending' };

/** The order after `event`. */
export function evolve(order: Order, event: OrderEvent): Order {
  switch (event.type) {
    case 'placed': {
      const { type, ...placement } = event;
      return { ...order, status: 'placed', placement };
    }
    case 'stock-reserved':
      return { ...order, stock: 'reserved' };
    case 'stock-rejected':
      return { ...order, stock: 'rejected' };
    case 'payment-authorised':
      return { ...order, payment: 'authorised' };
    case 'payment-declined':
      return { ...order, payment: 'declined' };
    case 'confirmed':
      return { ...order, status: 'confirmed' };
    case 'cancellation-requested':
      return { ...order, cancellation: { reason: event.reason, state: 'requested' } };
    case 'cancellation-refused':
      return { ...order, cancellation: { ...order.cancellation!, state: 'refused' } };
    case 'cancelled':
      return {
        ...order,
        status: 'cancelled',
        cancellation: { reason: event.reason, state: 'effective' },
      };
    case 'fulfilled':
      return { ...order, status: 'fulfilled' };
  }
}

/** The order as its whole stream tells it. */
export function fold(events: readonly OrderEvent[]): Order {
  return events.reduce(evolve, absentOrder);
}

/** What follows from `command`: no events if it changes nothing, as with whatever comes too late. */
export function decide(command: OrderCommand, order: Order): OrderEvent[] {
  switch (command.type) {
    case 'place': {
      const { type, ...placement } = command;
      return order.status === 'absent' ? [{ type: 'placed', ...placement }] : [];
    }
    case 'record-stock':
      return recordStock(command.reserved, order);
    case 'record-authorisation':
      if (order.status !== 'placed' || order.payment !== 'pending') return [];
      return confirmIfComplete(order, { type: 'payment-authorised' });
    case 'record-decline':
      return recordDecline(command.stage, order);
    case 'cancel':
      return cancel(command.reason, order);
    case 'record-fulfilment':
      return recordFulfilment(order);
    case 'record-stop':
      return recordStop(command.undeliverable, order);
  }
}

function recordStock(reserved: boolean, order: Order): OrderEvent[] {
  if (order.status !== 'placed' || order.stock !== 'pending') return [];
  return reserved
    ? confirmIfComplete(order, { type: 'stock-reserved' })
    : [{ type: 'stock-rejected' }, { type: 'cancelled', reason: 'out-of-stock' }];
}

function recordDecline(stage: 'authorise' | 'capture', order: Order): OrderEvent[] {
  const declined: OrderEvent = { type: 'payment-declined', stage };
  if (stage === 'authorise') {
    if (order.status !== 'placed' || order.payment !== 'pending') return [];
    return [declined, { type: 'cancelled', reason: 'payment-declined' }];
  }
  if (order.status !== 'confirmed' || order.payment === 'declined') return [];
  return order.cancellation
    ? [declined]
    : [declined, { type: 'cancellation-requested', reason: 'capture-refused' }];
}

/** Until it is confirmed an order is cancelled here and now; after that only fulfilment can tell. */
function cancel(reason: CancellationReason, order: Order): OrderEvent[] {
  if (order.status === 'placed') return [{ type: 'cancelled', reason }];
  if (order.status !== 'confirmed' || order.cancellation) return [];
  return [{ type: 'cancellation-requested', reason }];
}

function recordFulfilment(order: Order): OrderEvent[] {
  if (order.status !== 'confirmed') return [];
  return order.cancellation?.state === 'requested'
    ? [{ type: 'fulfilled' }, { type: 'cancellation-refused' }]
    : [{ type: 'fulfilled' }];
}

function recordStop(undeliverable: boolean, order: Order): OrderEvent[] {
  if (order.status !== 'confirmed') return [];
  const reason = undeliverable
    ? 'undeliverable'
    : (order.cancellation?.reason ?? 'customer-request');
  return [{ type: 'cancelled', reason }];
}

function confirmIfComplete(order: Order, event: OrderEvent): OrderEvent[] {
  const next = evolve(order, event);
  const complete = next.stock === 'reserved' && next.payment === 'authorised';
  return complete ? [event, { type: 'confirmed' }] : [event];
}
