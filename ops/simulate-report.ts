import type { CampaignResult, FoundViolation } from '../simulation/campaign/campaign.ts';

/** From this many seeds on, a fault that never bit fails the run. */
const MIN_SEEDS_FOR_ALL_FAULTS = 200;

/** A campaign's result; without a hash where no two runs are the same. */
type Reported = Omit<CampaignResult, 'traceHash'> & { traceHash: string | null };

/** Prints the result of a campaign; with `json` as one line. */
export function report(result: Reported, seconds: number, { json }: { json?: boolean }): void {
  const { seeds, orders, violations, faults, calls, traceHash } = result;
  const rate = orders / seconds;
  const ordersPerSecond = rate < 10 ? Math.round(rate * 100) / 100 : Math.round(rate);
  const virtualHours = Math.round(result.virtualHours * 10) / 10;
  if (json) {
    const speed = { ordersPerSecond, virtualHours };
    console.log(JSON.stringify({ seeds, orders, violations, faults, calls, ...speed, traceHash }));
    return;
  }
  const failed = new Set(violations.map(({ seed }: FoundViolation) => seed));
  const bitten = Object.values(faults).reduce((sum, times) => sum + times, 0);
  const kinds = Object.values(faults).filter((times) => times > 0).length;
  const rows = [
    ['seeds', `${seeds}, ${failed.size} failed`],
    ['orders', `${orders}, ${ordersPerSecond} a second`],
    ['calls an order', (calls / Math.max(1, orders)).toFixed(1)],
    ['faults', `${bitten} of ${kinds} kinds`],
    ['virtual hours', `${virtualHours}`],
    ['trace', traceHash ?? 'no hash: not deterministic'],
  ] as const;
  for (const [name, value] of rows) console.log(`${name.padEnd(18)} ${value}`);
  if (failed.size > 0) console.log(`failed seeds       ${[...failed].slice(0, 20).join(', ')}`);
}

/** Exit code of a campaign: 1 if a guarantee did not hold, or a fault that should have bitten never did. */
export function exitCodeOf(
  { violations }: Pick<CampaignResult, 'violations'>,
  idle: readonly string[],
): number {
  return violations.length > 0 || idle.length > 0 ? 1 : 0;
}

/** The faults that never bit in a run that is long enough for all of them. */
export function idleFaults(result: Pick<CampaignResult, 'seeds' | 'faults'>): string[] {
  return result.seeds < MIN_SEEDS_FOR_ALL_FAULTS ? [] : neverBit(result);
}

/** The faults that never bit, however short the run. */
export function neverBit({ faults }: Pick<CampaignResult, 'faults'>): string[] {
  return Object.keys(faults).filter((kind) => faults[kind] === 0);
}
