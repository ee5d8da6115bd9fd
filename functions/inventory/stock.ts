/** The stock of one SKU, in pieces. What is not available is reserved or shipped: see reservations. */
export interface StockLevel {
  sku: string;
  /** All that ever came in, as last set. */
  received: number;
  available: number;
}

/**
 * What the item of a SKU says. Of a SKU with much stock most pieces lie in shards, items of their own, so that many
 * orders take some at once; `available` is what lies here then, and never below `plenty`.
 */
export interface HomeLevel extends StockLevel {
  /** The shards that are open; undefined if all pieces lie here. */
  shards?: ReadonlySet<string> | undefined;
}

/** How much there is, as far as anybody is told without asking. */
export type StockBand = 'out' | 'low' | 'plenty';

/** The band of `available` pieces, with `threshold` the first number that is plenty. */
export function bandOf(available: number, threshold: number): StockBand {
  if (available === 0) return 'out';
  return available < threshold ? 'low' : 'plenty';
}

/** What a move between bands is called in `StockUpdated`; undefined if nobody needs to know. */
export function changeBetween(
  before: StockBand,
  after: StockBand,
): 'low' | 'out' | 'back' | undefined {
  if (before === after) return undefined;
  if (after === 'out') return 'out';
  if (before === 'out') return 'back';
  return after === 'low' ? 'low' : undefined;
}

/** A change of one SKU's available stock, and the range of `available` in which it means the same. */
export interface StockMove {
  sku: string;
  /** Negative to take. */
  delta: number;
  change: 'low' | 'out' | 'back' | undefined;
  /** The shard it takes from or adds to; undefined: the SKU's own item. */
  shard?: string | undefined;
  /** Whether it means the same only while no shard is open. */
  unsharded: boolean;
  /** `available` must lie in [min, max] when the move is written, or the decision is made again. */
  min: number;
  max: number;
}

/**
 * Decides a move from what was read. Its condition is not "nothing changed since" but "the same
 * follows": so a SKU far from its threshold takes moves that were decided on old reads. Two transactions at the same
 * moment still conflict: see shards.
 */
export function planMove(
  level: Pick<HomeLevel, 'sku' | 'available' | 'shards'>,
  delta: number,
  threshold: number,
): StockMove {
  const before = bandOf(level.available, threshold);
  const after = bandOf(level.available + delta, threshold);
  const from = rangeOf(before, threshold);
  const to = rangeOf(after, threshold);
  return {
    sku: level.sku,
    delta,
    unsharded: level.shards === undefined,
    change: changeBetween(before, after),
    min: Math.max(from.min, to.min - delta),
    max: Math.min(from.max, to.max - delta),
  };
}

function rangeOf(band: StockBand, threshold: number): { min: number; max: number } {
  switch (band) {
    case 'out':
      return { min: 0, max: 0 };
    case 'low':
      return { min: 1, max: threshold - 1 };
    case 'plenty':
      return { min: Math.max(threshold, 1), max: Number.MAX_SAFE_INTEGER };
  }
}
