import { LATEST_MS } from '../faults/dynamodb-stale-read.ts';
import type { World } from '../world.ts';
import type { Answered, Ledger } from './ledger.ts';
import { itemsNow } from './tables.ts';

/** A change of a price as its client saw it. */
interface PriceChange {
  amount: number;
  askedMs: number;
  /** When it was acknowledged; for one that never was, it may come into effect at any time. */
  doneMs: number;
}

/** What prices there may have been, by what staff asked for and were answered. */
export class PriceHistory {
  readonly #changes = new Map<string, PriceChange[]>();

  constructor({ answers }: Ledger) {
    for (const answer of answers) this.#see(answer);
  }

  /** The prices that a read of `sku` may have found in [fromMs, toMs], in minor units. */
  possible(sku: string, fromMs: number, toMs: number): number[] {
    const changes = this.#changes.get(sku) ?? [];
    const known = changes.filter(({ doneMs }) => doneMs + LATEST_MS < fromMs);
    const isOver = ({ doneMs }: PriceChange): boolean =>
      known.some(({ askedMs }) => askedMs > doneMs);
    return changes
      .filter((change) => change.askedMs <= toMs && !isOver(change))
      .map(({ amount }) => amount);
  }

  /** Whether every read of `sku` from `fromMs` on finds a price. */
  isPriced(sku: string, fromMs: number): boolean {
    return (this.#changes.get(sku) ?? []).some(({ doneMs }) => doneMs + LATEST_MS < fromMs);
  }

  #see({ act, request, status, askedMs, atMs }: Answered): void {
    if (request !== 'price' || act.kind !== 'price') return;
    const doneMs = status === 200 ? atMs : Number.POSITIVE_INFINITY;
    const changes = this.#changes.get(act.sku) ?? [];
    changes.push({ amount: act.amount, askedMs, doneMs });
    this.#changes.set(act.sku, changes);
  }
}

/** The price list as the table has it now: minor units by SKU. */
export function priceList(world: World): Map<string, number> {
  const prices = new Map<string, number>();
  for (const { pk, sku, amount } of itemsNow(world, 'ordering', 'prices')) {
    if (pk?.S?.startsWith('price#')) prices.set(sku?.S ?? '', Number(amount?.N));
  }
  return prices;
}
