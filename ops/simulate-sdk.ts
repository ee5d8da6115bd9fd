import { runSdkCampaign } from '../simulation/sdk/sdk-campaign.ts';
import type { SeedResult } from '../simulation/seed-run.ts';
import { type CallSeen, callSeen } from '../simulation/story/timeline.ts';
import { verdictOf } from '../simulation/story/verdict.ts';
import { currentCommit } from './current-commit.ts';
import { catchInterrupt, INTERRUPTED } from './interrupt.ts';
import { progressBar } from './progress-bar.ts';
import type { SimulateOptions } from './simulate.ts';
import { neverBit, report } from './simulate-report.ts';
import { UsageError } from './usage-error.ts';

/** A sample: a seed takes many seconds, most of them for threads that start. */
const DEFAULT_SEEDS = 5;

const DEFAULT_ORDERS = 8;

/** What belongs to runs that can be repeated. */
export const NOT_OVER_THE_WIRE = ['plan', 'shrink', 'threads', 'twice'] as const;

/** Which seeds, what was asked for beside, and what runs them. */
interface Sample extends Pick<SimulateOptions, 'from' | 'seeds' | 'orders' | 'json'> {
  campaign: typeof runSdkCampaign;
}

/**
 * `orderly simulate --sdk`: a few seeds with the bundles that are deployed, their SDK over the wire. Exit code 1 if a
 * guarantee does not hold, 130 after Ctrl-C. Throws UsageError for options of runs that can be repeated.
 */
export async function simulateOverTheWire(
  options: Partial<SimulateOptions>,
  campaign = runSdkCampaign,
): Promise<number> {
  for (const name of NOT_OVER_THE_WIRE) {
    if (options[name] === undefined) continue;
    throw new UsageError(`--${name} cannot be used with --sdk: no two runs of a seed are the same`);
  }
  const { seed, from = 1, seeds = DEFAULT_SEEDS, orders = DEFAULT_ORDERS, json } = options;
  const which = seed === undefined ? { from, seeds } : { from: seed, seeds: 1 };
  const interrupt = catchInterrupt();
  try {
    const failed = await runSample({ ...which, orders, json, campaign }, interrupt.signal);
    if (interrupt.signal.aborted) return INTERRUPTED;
    return failed ? 1 : 0;
  } finally {
    interrupt.release();
  }
}

/** Runs the seeds and tells the story of the first that fails; returns whether one did. */
async function runSample(
  { json, campaign, ...which }: Sample,
  signal: AbortSignal,
): Promise<boolean> {
  const { from, seeds, orders } = which;
  const startMs = performance.now();
  console.error(
    `seeds ${from} to ${from + seeds - 1} of ${orders} orders over the wire; Ctrl-C ends it after the seed that runs`,
  );
  const bar = progressBar(process.stderr, seeds, () => performance.now());
  let [done, failed] = [0, 0];
  let calls: CallSeen[] = [];
  // The others are only counted: a result keeps its whole world.
  let first: { result: SeedResult; calls: CallSeen[] } | undefined;
  const result = await campaign({
    ...which,
    signal,
    readMs: () => Math.floor(performance.now()),
    onCall: (point, atMs) => calls.push(callSeen(point, atMs)),
    onSeed(ended) {
      done += 1;
      if (ended.violations.length > 0) {
        failed += 1;
        first ??= { result: ended, calls };
      }
      calls = [];
      bar.show(done, `${done} seeds, ${failed} failed`);
    },
  }).finally(() => bar.end());
  const say = json ? console.error : console.log;
  if (first) say(await storyOf(first.result, first.calls, orders));
  const seconds = (performance.now() - startMs) / 1_000;
  const idle = neverBit(result);
  if (idle.length > 0) console.error(`never happened in this sample: ${idle.join(', ')}`);
  report({ ...result, traceHash: null }, seconds, { json });
  return failed > 0;
}

/** The story of a run that cannot be had again; the same seed has the same acts, and mostly the same faults. */
async function storyOf(result: SeedResult, calls: CallSeen[], orders: number): Promise<string> {
  const commit = await currentCommit();
  const command = `npx orderly simulate --sdk --seed ${result.seed} --orders ${orders}`;
  const verdict = verdictOf(result, { commit, command, calls });
  return `${verdict}\nthreads and the wire are not deterministic: it may take a few runs`;
}
