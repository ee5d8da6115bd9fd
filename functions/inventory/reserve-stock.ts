import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import { retryConflicts } from '../runtime/conflicts.ts';
import { consumer } from '../runtime/definition.ts';
import { outboxEntry } from '../runtime/outbox.ts';
import { shortagesOf } from './reservation.ts';
import { commitReservation } from './reservation-store.ts';
import { planMove } from './stock.ts';
import { levelIn, readStock, stockNotifications } from './stock-store.ts';

export default consumer({
  service: 'inventory',
  name: 'reserve-stock',
  on: [{ contract: OrderPlaced, where: { saga: ['choreography'] } }],
  uses: {
    tables: { stock: ['BatchGetItem', 'PutItem', 'UpdateItem'] },
    settings: ['lowStockThreshold'],
  },
  publishes: [InventoryReserved, InventoryRejected, StockUpdated],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 50 },

  /** All lines or none. A reservation that is there already is a duplicate's, or a tombstone's. */
  async handle({ data: { orderId, lines: priced } }, deps) {
    const threshold = Number(deps.setting('lowStockThreshold'));
    const lines = priced.map(({ sku, quantity }) => ({ sku, quantity }));
    await retryConflicts(deps, async () => {
      const stock = await readStock(
        deps,
        lines.map(({ sku }) => sku),
      );
      const shortages = shortagesOf(lines, (sku) => levelIn(stock, sku).available);
      if (shortages.length > 0) {
        await commitReservation(deps, {
          orderId,
          reservation: { state: 'rejected', lines },
          moves: [],
          outbox: [outboxEntry(InventoryRejected, { orderId, shortages }, deps.cause)],
          expected: undefined,
        });
        return;
      }
      const moves = lines.map(({ sku, quantity }) =>
        planMove(levelIn(stock, sku), -quantity, threshold),
      );
      await commitReservation(deps, {
        orderId,
        reservation: { state: 'reserved', lines },
        moves,
        outbox: [
          outboxEntry(InventoryReserved, { orderId, lines }, deps.cause),
          ...stockNotifications(moves, deps.cause),
        ],
        expected: undefined,
      });
    });
  },
});
