import { CancellationRequested } from '../../events/cancellation-requested.ts';
import type { Envelope } from '../../events/envelope.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import { deriveEventId } from '../../functions/runtime/ids.ts';
import type { Ledger } from '../evidence/ledger.ts';
import type { Invariant, Report } from '../invariant.ts';

/** Events of one cause about one subject and of one type: their indices, in their order. */
const MAX_INDEX = 10;

/** What may follow from a command of a client, whose id the ledger does not know; all else follows from an event. */
const OF_COMMANDS: ReadonlySet<string> = new Set(
  [OrderPlaced, CancellationRequested, OrderCancelled, StockUpdated].map(({ name }) => name),
);

/** An event's id is derived from its cause, its cause is known, and all of an order belongs to one flow. */
export const causalTree: Invariant = {
  guarantee: 0,
  name: 'causal-tree',
  watch({ ledger }, report) {
    ledger.watch({
      event: (event, first) => {
        if (first) checkEvent(event, ledger, report);
      },
    });
  },
};

function checkEvent(event: Envelope, { published }: Ledger, report: Report): void {
  const { eventId, eventType, causationId, correlationId, data } = event;
  const what = `${eventType} ${eventId}`;
  const { orderId } = data as { orderId?: string };
  if (!isDerived(event)) report(orderId ?? eventId, `the id of ${what} is not derived`);
  if (!OF_COMMANDS.has(eventType) && !published.has(causationId)) {
    report(orderId ?? eventId, `${what} was caused by ${causationId}, which is no event`);
  }
  if (orderId !== undefined && correlationId !== orderId) {
    report(orderId, `${what} belongs to the flow ${correlationId}`);
  }
}

function isDerived({ eventId, eventType, causationId, source, metadata }: Envelope): boolean {
  const producer = source.slice('orderly.'.length);
  const subject = metadata?.subject ?? '';
  for (let index = 0; index < MAX_INDEX; index += 1) {
    if (eventId === deriveEventId({ producer, subject, eventType, causationId, index }))
      return true;
  }
  return false;
}
