import { type HomeLevel, planMove, type StockMove } from './stock.ts';

/** Shards a SKU has at most: with so many, a few hundred orders a second seldom meet in one. */
const MAX_SHARDS = 32;

/** Shards that an order tries before it turns to the SKU's own item. */
const MAX_TRIES = 2;

const NAMES: readonly string[] = Array.from({ length: MAX_SHARDS }, (_, index) => String(index));

/** What the stage says of stock. */
export interface StockSettings {
  /** The first number of pieces that is plenty. */
  threshold: number;
  /** Pieces a shard is opened or filled with; at least 1. */
  shardSize: number;
}

/** What an order does about one line: moves to commit, or a shard to sweep first; then it is decided again. */
export type LinePlan = { moves: readonly StockMove[] } | { sweep: string };

/** What is known of a SKU when a line is planned. */
export interface LineScene {
  home: HomeLevel;
  /** The shards that had too few pieces for this order. */
  short: ReadonlySet<string>;
  /** In [0, 1): which of the shards. */
  fraction: number;
  /** Whether the transaction has room for a shard to be filled as well. */
  mayFill: boolean;
}

/**
 * Decides where an order takes `quantity` pieces. From any open shard; else a shard that was short is filled from the
 * SKU's own item, or the pieces come from there; and where it has not enough to stay at plenty, the shards are swept
 * into it, one by one, until it holds all there is: so the last piece is sold, and each change of band is exact.
 */
export function planTake(scene: LineScene, quantity: number, settings: StockSettings): LinePlan {
  const { home, short, fraction, mayFill } = scene;
  const { threshold, shardSize } = settings;
  const open = [...(home.shards ?? [])].sort();
  const any = (names: readonly string[]): string | undefined =>
    names[Math.floor(fraction * names.length)];
  if (open.length === 0) return { moves: [planMove(home, -quantity, threshold)] };
  const fresh = any(open.filter((name) => !short.has(name)));
  if (fresh !== undefined && short.size < MAX_TRIES)
    return { moves: [shardMove(home.sku, fresh, -quantity)] };
  const shard = any(open.filter((name) => short.has(name))) ?? any(open)!;
  const spare = home.available - leastAtHome(threshold);
  if (spare < quantity) return { sweep: shard };
  if (!mayFill || spare < shardSize || shardSize <= quantity) {
    return { moves: [planMove(home, -quantity, threshold)] };
  }
  return {
    moves: [
      planMove(home, -shardSize, threshold),
      shardMove(home.sku, shard, shardSize - quantity),
    ],
  };
}

/** The shards to open for a SKU of which so many pieces lie in its own item, each for `shardSize` pieces. */
export function shardsToOpen(
  { available, shards }: HomeLevel,
  { threshold, shardSize }: StockSettings,
): string[] {
  const closed = NAMES.filter((name) => !shards?.has(name));
  return closed.slice(0, Math.max(0, Math.floor((available - leastAtHome(threshold)) / shardSize)));
}

/** What lies in a SKU's own item at least while shards are open: so it is plenty, whatever the shards hold. */
export function leastAtHome(threshold: number): number {
  return Math.max(threshold, 1);
}

/** A move of a shard changes no band: there is plenty at home. */
function shardMove(sku: string, shard: string, delta: number): StockMove {
  const min = Math.max(0, -delta);
  return {
    ...{ sku, shard, delta, min, max: Number.MAX_SAFE_INTEGER },
    ...{ change: undefined, unsharded: false },
  };
}
