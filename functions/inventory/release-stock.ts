import { InventoryReleased } from '../../events/inventory-released.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import { conflict, retryConflicts } from '../runtime/conflicts.ts';
import { consumer, type Deps } from '../runtime/definition.ts';
import { PermanentError } from '../runtime/errors.ts';
import { outboxEntry } from '../runtime/outbox.ts';
import { loadState } from '../runtime/state-store.ts';
import type { Reservation } from './reservation.ts';
import { commitReservation, reservationKey } from './reservation-store.ts';
import { planMove } from './stock.ts';
import { levelIn, readStock, stockNotifications } from './stock-store.ts';

export default consumer({
  service: 'inventory',
  name: 'release-stock',
  on: [{ contract: OrderCancelled }],
  uses: {
    tables: { stock: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] },
    settings: ['lowStockThreshold'],
  },
  publishes: [InventoryReleased, StockUpdated],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 20 },

  async handle({ data: { orderId } }, deps) {
    await retryConflicts(deps, async () => {
      const reservation = await loadState<Reservation>(deps, reservationKey(deps, orderId));
      if (!reservation) await leaveTombstone(deps, orderId);
      else if (reservation.state === 'reserved') await release(deps, orderId, reservation);
      else if (reservation.state === 'shipped') {
        throw new PermanentError(
          'cancelled-after-shipment',
          `Order ${orderId} is cancelled, but its stock has been shipped`,
        );
      }
    });
  },
});

/** The cancellation overtook the placement: when that comes, it finds this and reserves nothing. */
async function leaveTombstone(deps: Deps, orderId: string): Promise<void> {
  const outcome = await commitReservation(deps, {
    orderId,
    reservation: { state: 'void', lines: [] },
    moves: [],
    outbox: [],
    expected: undefined,
  });
  if (outcome !== 'written') throw conflict(`Order ${orderId} was reserved at the same time`);
}

async function release(deps: Deps, orderId: string, reservation: Reservation): Promise<void> {
  const { lines } = reservation;
  const threshold = Number(deps.setting('lowStockThreshold'));
  const stock = await readStock(
    deps,
    lines.map(({ sku }) => sku),
  );
  const moves = lines.map(({ sku, quantity }) =>
    planMove(levelIn(stock, sku), quantity, threshold),
  );
  const outcome = await commitReservation(deps, {
    orderId,
    reservation: { state: 'released', lines },
    moves,
    outbox: [
      outboxEntry(InventoryReleased, { orderId, lines: [...lines] }, deps.cause),
      ...stockNotifications(moves, deps.cause),
    ],
    expected: 'reserved',
  });
  if (outcome !== 'written')
    throw conflict(`The reservation of order ${orderId} changed at the same time`);
}
