import { parentPort } from 'node:worker_threads';
import { runSeed, type SeedOptions, type SeedResult, setUpStand } from './seed-run.ts';
import { summaryOf } from './seed-summary.ts';

/** What a worker is asked: to run one seed, or to run it twice and compare the traces. */
export type SeedRequest = Pick<SeedOptions, 'seed' | 'orders' | 'rates'> & { twice?: boolean };

// Throttles and conflicts are thrown by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

const stand = await setUpStand();

parentPort?.on('message', async ({ seed, orders, rates, twice }: SeedRequest) => {
  try {
    const result = await runSeed(stand, { seed, orders, rates });
    if (twice) await runAgain(result, { seed, orders, rates });
    parentPort?.postMessage({ summary: summaryOf(result) });
  } catch (error) {
    parentPort?.postMessage({ seed, thrown: String(error) });
  }
});
parentPort?.postMessage({ ready: true });

/** Throws if the seed leaves another trace this time. */
async function runAgain({ traceHash }: SeedResult, options: SeedOptions): Promise<void> {
  const again = await runSeed(stand, options);
  if (again.traceHash === traceHash) return;
  throw new Error(
    'it left another trace when it was run again; something in it is not of the seed',
  );
}
