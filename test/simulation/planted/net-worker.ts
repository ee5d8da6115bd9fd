import { parentPort } from 'node:worker_threads';
import type * as SeedRun from '../../../simulation/seed-run.ts';
import type * as StandModule from '../../../simulation/stand.ts';
import { bugNamed } from './index.ts';
import { graphOf, plantGraphs } from './module-hooks.ts';

/** What a worker is asked: to run one seed of the platform with a bug, or without. */
export interface PlantedSeed {
  bug?: string | undefined;
  seed: number;
  orders: number;
}

/** What a seed came to: the first invariant that did not hold, if any, or what broke it altogether. */
export interface PlantedOutcome {
  seed: number;
  found?: string;
  message?: string;
}

const SEED_RUN = new URL('../../../simulation/seed-run.ts', import.meta.url);
const STAND = new URL('../../../simulation/stand.ts', import.meta.url);

// Throttles and conflicts are thrown by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

plantGraphs(bugNamed);

/** Every bug has modules of its own, and so a stand. */
const stands = new Map<string | undefined, Promise<Stand>>();

interface Stand {
  run(options: SeedRun.SeedOptions): Promise<SeedRun.SeedResult>;
}

async function setUp(bug: string | undefined): Promise<Stand> {
  const own = (module: URL): string => (bug ? graphOf(module, bug) : module.href);
  const { setUpStand }: typeof StandModule = await import(own(STAND));
  const { runSeed }: typeof SeedRun = await import(own(SEED_RUN));
  const stand = await setUpStand();
  return { run: (options) => runSeed(stand, options) };
}

function standOf(bug: string | undefined): Promise<Stand> {
  let stand = stands.get(bug);
  if (!stand) {
    stand = setUp(bug);
    stands.set(bug, stand);
  }
  return stand;
}

/** Runs a seed until the first violation. */
async function outcomeOf({ bug, seed, orders }: PlantedSeed): Promise<PlantedOutcome> {
  const stand = await standOf(bug);
  const { violations } = await stand.run({ seed, orders, until: () => true });
  const [first] = violations;
  if (!first) return { seed };
  return { seed, found: first.invariant, message: `${first.subject} ${first.message}` };
}

parentPort?.on('message', async (asked: PlantedSeed) => {
  try {
    parentPort?.postMessage(await outcomeOf(asked));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ seed: asked.seed, found: 'the-run-breaks', message });
  }
});
