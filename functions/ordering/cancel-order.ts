import { CancellationRequested } from '../../events/cancellation-requested.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { route } from '../runtime/definition.ts';
import { conflicting } from '../runtime/problem.ts';
import { readableOrderId, requireOwner } from './get-order.ts';
import { changeOrder } from './order-store.ts';

export default route({
  service: 'ordering',
  name: 'cancel-order',
  method: 'POST',
  path: '/orders/{orderId}/cancel',
  scope: 'orders:write',
  uses: { tables: { orders: ['Query', 'PutItem'] } },
  publishes: [OrderCancelled, CancellationRequested],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  /** 202 in any case but one: a parcel that has left. The order itself tells how it went. */
  async handle({ params, caller }, deps) {
    const orderId = readableOrderId(params.orderId);
    const { order, version } = await changeOrder(
      deps,
      orderId,
      { type: 'cancel', reason: 'customer-request' },
      (stored) => requireOwner(stored, caller),
    );
    if (order.status === 'fulfilled') {
      throw conflicting('already-fulfilled', 'The parcel has left; the order is fulfilled');
    }
    return {
      status: 202,
      headers: { location: `/orders/${orderId}`, etag: `"${version}"` },
      body: { orderId, status: order.status, version, cancellation: order.cancellation },
    };
  },
});
