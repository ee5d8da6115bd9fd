import { conflict, retryConflicts } from '../runtime/conflicts.ts';
import type { Deps } from '../runtime/definition.ts';
import { appendCommit, type Commit, loadStream } from '../runtime/event-store.ts';
import { decide, evolve, fold, type Order, type OrderCommand, type OrderEvent } from './order.ts';
import { publishedEvents } from './order-publishing.ts';

/** An order with what its stream tells beyond its state. */
export interface StoredOrder {
  order: Order;
  /** The number of commits: the order's version. */
  version: number;
  commits: readonly Commit<OrderEvent>[];
}

/** The key of an order's stream. */
export const streamOf = (orderId: string): string => `order#${orderId}`;

/** Loads an order; its status is `absent` if it was never placed. */
export async function loadOrder(
  deps: Pick<Deps, 'dynamodb' | 'table'>,
  orderId: string,
): Promise<StoredOrder> {
  const table = deps.table('orders');
  const commits = await loadStream<OrderEvent>(deps, table, streamOf(orderId));
  return orderOf(commits);
}

function orderOf(commits: readonly Commit<OrderEvent>[]): StoredOrder {
  const order = fold(commits.flatMap(({ events }) => events));
  return { order, version: commits.length, commits };
}

/**
 * Loads an order, decides, and commits what follows, again if somebody was faster. Handles a cause
 * once: what it did before is found in the stream. Returns the order as the cause left it.
 */
export async function changeOrder(
  deps: Deps,
  orderId: string,
  command: OrderCommand,
  check: (stored: StoredOrder) => void = () => {},
): Promise<StoredOrder> {
  return retryConflicts(deps, async () => {
    const stored = await loadOrder(deps, orderId);
    check(stored);
    const handled = stored.commits.findIndex(({ cause }) => cause === deps.cause.id);
    if (handled >= 0) return orderOf(stored.commits.slice(0, handled + 1));
    const events = decide(command, stored.order);
    if (events.length === 0) return stored;
    const version = stored.version + 1;
    // An order is one business flow: what happens to it later belongs to the flow that placed it.
    const correlationId = stored.commits[0]?.correlation ?? deps.cause.correlationId;
    const cause = { ...deps.cause, correlationId };
    const outbox = publishedEvents(orderId, stored.order, events, { ...cause, version });
    const found = await appendCommit<OrderEvent>({ ...deps, cause }, deps.table('orders'), {
      stream: streamOf(orderId),
      version,
      events,
      outbox,
    });
    if (found && found.cause !== deps.cause.id) {
      throw conflict(`Order ${orderId} got version ${version} from ${found.cause}`);
    }
    return { order: events.reduce(evolve, stored.order), version, commits: stored.commits };
  });
}
