// Before any schema is made: zod compiles them all, which pays for those who validate by the million.
import 'zod/compile';
import { parentPort } from 'node:worker_threads';
import { runSeed, type SeedOptions } from '../seed-run.ts';
import { setUpStand } from '../stand.ts';
import { runTwice } from './run-twice.ts';
import { summaryOf } from './seed-summary.ts';

/** What a worker is asked: to run one seed, or to run it twice and compare the traces. */
export type SeedRequest = Pick<SeedOptions, 'seed' | 'orders' | 'rates'> & { twice?: boolean };

// Throttles and conflicts are thrown by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

const stand = await setUpStand();

// What a seed throws beside its verdict ends the thread, and the campaign hears of it.
parentPort?.on('message', async ({ twice, ...options }: SeedRequest) => {
  const run = () => runSeed(stand, options);
  parentPort?.postMessage({ summary: summaryOf(await (twice ? runTwice(run) : run())) });
});
parentPort?.postMessage({ ready: true });
