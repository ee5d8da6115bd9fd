import { OrderId } from '../../events/order-lines.ts';
import { route } from '../runtime/definition.ts';
import { ProblemError } from '../runtime/errors.ts';
import { invalidFields, notFound } from '../runtime/problem.ts';
import { loadOrder, type StoredOrder } from './order-store.ts';

export default route({
  service: 'ordering',
  name: 'get-order',
  method: 'GET',
  path: '/orders/{orderId}',
  scope: 'orders:read',
  uses: { tables: { orders: ['Query'] } },
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  /** Folds the order's stream. `?minVersion=n` lets a client insist on having its own write in it. */
  async handle({ params, query, caller }, deps) {
    const stored = await loadOrder(deps, readableOrderId(params.orderId));
    requireOwner(stored, caller);
    requireVersion(stored, query.minVersion);
    return {
      status: 200,
      headers: { etag: `"${stored.version}"`, 'cache-control': 'no-store' },
      body: viewOf(params.orderId!, stored),
    };
  },
});

/** An id no order can have is an order that does not exist. */
export function readableOrderId(orderId: string | undefined): string {
  const checked = OrderId.safeParse(orderId);
  if (!checked.success) throw noSuchOrder();
  return checked.data;
}

/** Somebody else's order looks like none at all, so that ids cannot be probed. */
export function requireOwner(stored: StoredOrder, caller: string): void {
  if (stored.order.placement?.customerId !== caller) throw noSuchOrder();
}

function noSuchOrder(): ProblemError {
  return notFound('You have no order with this id');
}

function requireVersion(stored: StoredOrder, minVersion: string | undefined): void {
  if (minVersion === undefined) return;
  const minimum = Number(minVersion);
  if (!/^\d+$/.test(minVersion) || !Number.isSafeInteger(minimum) || minimum < 1) {
    throw invalidFields([{ pointer: '', detail: 'minVersion must be an integer of at least 1' }]);
  }
  if (stored.version >= minimum) return;
  throw new ProblemError(
    {
      status: 412,
      code: 'version-not-reached',
      title: 'Version not reached',
      detail: `The order is at version ${stored.version}, not yet at ${minimum}`,
    },
    { headers: { 'retry-after': '1' } },
  );
}

function viewOf(orderId: string, { order, version, commits }: StoredOrder): object {
  const { lines, total } = order.placement!;
  return {
    orderId,
    status: order.status,
    version,
    lines,
    total,
    stock: order.stock,
    payment: order.payment,
    cancellation: order.cancellation,
    placedAt: commits[0]?.at,
    updatedAt: commits.at(-1)?.at,
  };
}
