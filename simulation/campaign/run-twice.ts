import { type SeedResult, START_MS } from '../seed-run.ts';

/** Runs a seed twice; that the second run leaves another trace is a violation of the first. */
export async function runTwice(run: () => Promise<SeedResult>): Promise<SeedResult> {
  const first = await run();
  const again = await run();
  if (again.traceHash === first.traceHash) return first;
  const message = 'left another trace when it was run again; something in it is not of the seed';
  const atMs = START_MS + first.virtualMs;
  const differs = { guarantee: 0, invariant: 'same-trace', subject: 'the run', message, atMs };
  return { ...first, violations: [...first.violations, differs] };
}
