import type { Violation } from '../invariant.ts';
import type { SeedResult } from '../seed-run.ts';

/** What is kept of a seed, and crosses threads. */
export interface SeedSummary {
  seed: number;
  orders: number;
  violations: readonly Violation[];
  /** How often each kind of fault bit. */
  faults: Readonly<Record<string, number>>;
  virtualMs: number;
  calls: number;
  traceHash: string;
}

/** Sums a seed up. */
export function summaryOf(result: SeedResult): SeedSummary {
  const faults: Record<string, number> = {};
  for (const { kind } of result.bites) faults[kind] = (faults[kind] ?? 0) + 1;
  const { seed, orders, violations, virtualMs, calls } = result;
  const traceHash = result.traceHash.toString(16).padStart(8, '0');
  return { seed, orders, violations, faults, virtualMs, calls, traceHash };
}
