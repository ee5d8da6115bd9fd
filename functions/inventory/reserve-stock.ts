import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import type { OrderLine } from '../../events/order-lines.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import { retryConflicts } from '../runtime/conflicts.ts';
import { consumer, type Deps } from '../runtime/definition.ts';
import { outboxEntry } from '../runtime/outbox.ts';
import { shortagesOf } from './reservation.ts';
import { type CommitOutcome, commitReservation } from './reservation-store.ts';
import { stockSettings, sweepShard } from './shard-store.ts';
import { planTake } from './shards.ts';
import type { StockMove } from './stock.ts';
import { levelIn, readStock, stockNotifications } from './stock-store.ts';

export default consumer({
  service: 'inventory',
  name: 'reserve-stock',
  on: [{ contract: OrderPlaced, where: { saga: ['choreography'] } }],
  uses: {
    tables: { stock: ['BatchGetItem', 'PutItem', 'UpdateItem'] },
    settings: ['lowStockThreshold', 'stockShardSize'],
  },
  publishes: [InventoryReserved, InventoryRejected, StockUpdated],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 50 },

  /** All lines or none. A reservation that is there already is a duplicate's, or a tombstone's. */
  async handle({ data: { orderId, lines: priced } }, deps) {
    const lines = priced.map(({ sku, quantity }) => ({ sku, quantity }));
    await retryConflicts(deps, async () => {
      const short = new ShortShards();
      for (;;) {
        const outcome = await reserve(deps, { orderId, lines, short });
        if (outcome === 'written' || outcome === 'superseded') return;
        if (outcome !== 'swept') short.add(outcome.short);
      }
    });
  },
});

/** Lines of an order whose shards may be filled on the way: two moves each, and DynamoDB takes 100 writes. */
const MAX_FILLING = 49;

interface Asked {
  orderId: string;
  lines: readonly OrderLine[];
  short: ShortShards;
}

/** Decides and commits once; where shards have to be swept first, it does no more than that. */
async function reserve(
  deps: Deps,
  { orderId, lines, short }: Asked,
): Promise<CommitOutcome | 'swept'> {
  const settings = stockSettings(deps);
  const stock = await readStock(
    deps,
    lines.map(({ sku }) => sku),
  );
  const shortages = shortagesOf(lines, (sku) => levelIn(stock, sku));
  if (shortages.length > 0) {
    return commitReservation(deps, {
      orderId,
      reservation: { state: 'rejected', lines },
      moves: [],
      outbox: [outboxEntry(InventoryRejected, { orderId, shortages }, deps.cause)],
      expected: undefined,
    });
  }
  const moves: StockMove[] = [];
  let swept = false;
  for (const { sku, quantity } of lines) {
    const fraction = deps.chance.fraction();
    const home = levelIn(stock, sku);
    const scene = { home, short: short.of(sku), fraction, mayFill: lines.length <= MAX_FILLING };
    const plan = planTake(scene, quantity, settings);
    if ('moves' in plan) moves.push(...plan.moves);
    else {
      await sweepShard(deps, sku, plan.sweep);
      swept = true;
    }
  }
  if (swept) return 'swept';
  return commitReservation(deps, {
    orderId,
    reservation: { state: 'reserved', lines },
    moves,
    outbox: [
      outboxEntry(InventoryReserved, { orderId, lines: [...lines] }, deps.cause),
      ...stockNotifications(moves, deps.cause),
    ],
    expected: undefined,
  });
}

/** The shards that had too few pieces for one order. */
class ShortShards {
  readonly #bySku = new Map<string, Set<string>>();

  of(sku: string): ReadonlySet<string> {
    return this.#bySku.get(sku) ?? new Set();
  }

  add(moves: readonly StockMove[]): void {
    for (const { sku, shard } of moves) {
      if (shard !== undefined) this.#bySku.set(sku, new Set([...this.of(sku), shard]));
    }
  }
}
