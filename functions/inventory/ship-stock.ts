import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { consumer } from '../runtime/definition.ts';
import { PermanentError } from '../runtime/errors.ts';
import { commitState } from '../runtime/state-store.ts';
import type { Reservation } from './reservation.ts';
import { reservationKey } from './reservation-store.ts';

export default consumer({
  service: 'inventory',
  name: 'ship-stock',
  on: [{ contract: OrderFulfilled }],
  uses: { tables: { stock: ['GetItem', 'UpdateItem'] } },
  publishes: [],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 20 },

  /** What was reserved has left; the stock itself went down at the reservation. */
  async handle({ data: { orderId } }, deps) {
    const key = reservationKey(deps, orderId);
    await commitState<Reservation>(deps, key, { state: 'reserved' }, (reservation) => {
      if (reservation?.state === 'reserved') return { set: { state: 'shipped' }, outbox: [] };
      if (reservation?.state === 'shipped') return undefined;
      throw new PermanentError(
        'shipped-without-stock',
        `Order ${orderId} is fulfilled, but its reservation is ${reservation?.state ?? 'absent'}`,
      );
    });
  },
});
