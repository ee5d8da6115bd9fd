import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import {
  BROKEN_THREAD,
  type CampaignResult,
  type FoundViolation,
  runCampaign,
  sumUp,
} from '../simulation/campaign/campaign.ts';
import { summaryOf } from '../simulation/campaign/seed-summary.ts';
import { runSeed, type SeedResult } from '../simulation/seed-run.ts';
import { type Plan, planText, readPlan, seedOptionsOf } from '../simulation/shrink/plan.ts';
import { ordersIn, shrink } from '../simulation/shrink/shrink.ts';
import { type Stand, setUpStand } from '../simulation/stand.ts';
import { type CallSeen, callSeen } from '../simulation/story/timeline.ts';
import { titleOf, verdictOf } from '../simulation/story/verdict.ts';
import { currentCommit } from './current-commit.ts';
import { counted } from './format.ts';
import { catchInterrupt, INTERRUPTED } from './interrupt.ts';
import { progressBar } from './progress-bar.ts';
import { exitCodeOf, idleFaults, report } from './simulate-report.ts';
import { UsageError } from './usage-error.ts';

/** What was asked for on the command line. */
export interface SimulateOptions {
  seeds: number;
  from: number;
  orders: number;
  seed?: number;
  threads?: number;
  twice?: boolean;
  plan?: string;
  shrink?: boolean;
  json?: boolean;
}

/** How long reducing a failure may take. */
const SHRINK_MS = 60_000;

/** Violations that are listed where there is no story. */
const MAX_LISTED = 10;

/**
 * `orderly simulate`: seeds with faults of every kind against the guarantees. Exit code 1 if one does not hold, 130 after
 * Ctrl-C.
 */
export async function simulateCommand(options: SimulateOptions): Promise<number> {
  const interrupt = catchInterrupt();
  try {
    const code = await simulate(options, interrupt.signal);
    return interrupt.signal.aborted ? INTERRUPTED : code;
  } finally {
    interrupt.release();
  }
}

async function simulate(options: SimulateOptions, signal: AbortSignal): Promise<number> {
  const single = options.plan !== undefined || options.seed !== undefined;
  if (options.twice && single) {
    throw new UsageError(
      '--twice is for a campaign: --from SEED --seeds 1 --twice runs one seed twice',
    );
  }
  if (options.plan !== undefined) return replay(await planIn(options.plan), options, signal);
  if (options.seed !== undefined) {
    return replay({ seed: options.seed, orders: options.orders }, options, signal);
  }
  const startMs = performance.now();
  const result = await campaign(options, startMs, signal);
  const seconds = (performance.now() - startMs) / 1_000;
  const idle = signal.aborted ? [] : idleFaults(result);
  if (signal.aborted) listInterrupted(result, options);
  else await tellFirst(result, options, signal);
  if (idle.length > 0) console.error(`never happened: ${idle.join(', ')}`);
  report(result, seconds, options);
  return exitCodeOf(result, idle);
}

/** What an interrupted run has found so far; there is no time for stories. */
function listInterrupted({ seeds, violations }: CampaignResult, options: SimulateOptions): void {
  sayFor(options)(`interrupted after ${seeds} of ${options.seeds} seeds`);
  listViolations(violations, options);
}

/** The story of the first seed that failed; what cannot be had again here is listed as it was found. */
async function tellFirst(
  { violations }: CampaignResult,
  options: SimulateOptions,
  signal: AbortSignal,
): Promise<void> {
  const broken = violations.filter(({ subject }) => subject === BROKEN_THREAD);
  listViolations(broken, options);
  const first = violations.find(({ subject }) => subject !== BROKEN_THREAD);
  if (!first) return;
  const plan = { seed: first.seed, orders: options.orders };
  const again = await tell(await setUpStand(), plan, options, signal);
  if (again.violations.length > 0) return;
  sayFor(options)(`seed ${first.seed} does not fail when it is run again; it failed with`);
  const found = violations.filter(({ seed }) => seed === first.seed);
  listViolations(found, options);
}

/** One line for each of the first violations, and the command of its seed. */
function listViolations(violations: readonly FoundViolation[], options: SimulateOptions): void {
  const say = sayFor(options);
  for (const violation of violations.slice(0, MAX_LISTED)) {
    say(`seed ${violation.seed}: ${titleOf(violation)}`);
    say(`  ${commandOf(violation.seed, options)}`);
  }
  const rest = violations.length - MAX_LISTED;
  if (rest > 0) say(`and ${counted(rest, 'more violation')}`);
}

/** Where the words go: with `--json` standard output is for the result alone. */
function sayFor({ json }: Pick<SimulateOptions, 'json'>): (line: string) => void {
  return json ? console.error : console.log;
}

async function campaign(
  options: SimulateOptions,
  startMs: number,
  signal: AbortSignal,
): Promise<CampaignResult> {
  const { from, seeds, orders, threads = availableParallelism(), twice = false } = options;
  const to = from + seeds - 1;
  console.error(
    `seeds ${from} to ${to} of ${orders} orders, threads: ${threads}; Ctrl-C ends it early`,
  );
  const bar = progressBar(process.stderr, seeds, () => performance.now());
  const [done, failed] = [{ seeds: 0, orders: 0 }, { seeds: 0 }];
  try {
    return await runCampaign({
      ...{ from, seeds, orders, threads, twice, signal },
      onSeed(summary) {
        done.seeds += 1;
        done.orders += summary.orders;
        if (summary.violations.length > 0) failed.seeds += 1;
        const rate = Math.round((done.orders / (performance.now() - startMs)) * 1_000);
        bar.show(done.seeds, `${done.seeds} seeds, ${rate} orders/s, ${failed.seeds} failed`);
      },
    });
  } finally {
    bar.end();
  }
}

/** One seed or plan, here and now. */
async function replay(plan: Plan, options: SimulateOptions, signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  const result = await tell(await setUpStand(), plan, options, signal);
  const seconds = (performance.now() - startMs) / 1_000;
  const { violations } = result;
  const { violates } = plan;
  if (violates !== undefined && !violations.some(({ invariant }) => invariant === violates)) {
    console.error(`the plan was written for a violation of ${violates}; it is not violated now`);
  }
  report(sumUp([summaryOf(result)]), seconds, options);
  return violations.length > 0 ? 1 : 0;
}

/** Runs a plan, and where it fails tells its story, reduced if that is asked for. */
async function tell(
  stand: Stand,
  plan: Plan,
  options: SimulateOptions,
  signal: AbortSignal,
): Promise<SeedResult> {
  const say = sayFor(options);
  const { result, calls } = await runKeepingCalls(stand, plan);
  if (result.violations.length === 0) return result;
  const commit = await currentCommit();
  if (!options.shrink) {
    const command = commandFor(plan, options.plan);
    say(verdictOf(result, { commit, command, calls }));
    return result;
  }
  const shrunk = await shrinkWithin(SHRINK_MS, stand, plan, signal);
  const file = `simulation-${plan.seed}.json`;
  await writeFile(file, planText(shrunk.plan));
  const small = await runKeepingCalls(stand, shrunk.plan);
  say(verdictOf(small.result, { commit, command: commandFor(plan, file), calls: small.calls }));
  say(`the whole of it:\n  ${commandFor(plan, options.plan)}`);
  const { faultSeed, bites } = shrunk.plan;
  const which = faultSeed === plan.faultSeed ? '' : ` with the faults of seed ${faultSeed}`;
  const size = `${counted(ordersIn(shrunk.plan), 'order')} and ${counted(bites.length, 'fault')}`;
  say(`reduced to ${size}${which} in ${shrunk.runs} runs`);
  return result;
}

async function runKeepingCalls(
  stand: Stand,
  plan: Plan,
): Promise<{ result: SeedResult; calls: CallSeen[] }> {
  const calls: CallSeen[] = [];
  const result = await runSeed(stand, {
    ...seedOptionsOf(plan),
    onCall: (point, atMs) => calls.push(callSeen(point, atMs)),
  });
  return { result, calls };
}

/** Where throttles and conflicts are thrown by the thousand, stacks would take most of the time. */
async function shrinkWithin(limitMs: number, stand: Stand, plan: Plan, signal: AbortSignal) {
  const startMs = performance.now();
  const bar = progressBar(process.stderr, limitMs, () => performance.now());
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const used = (): number => {
    const passedMs = performance.now() - startMs;
    bar.show(passedMs, `at most ${limitMs / 1_000} s to reduce seed ${plan.seed}`);
    return signal.aborted ? 1 : passedMs / limitMs;
  };
  try {
    return await shrink(stand, plan, { used });
  } finally {
    bar.end();
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function commandFor({ seed, orders }: Pick<Plan, 'seed' | 'orders'>, file?: string): string {
  if (file !== undefined) return `npx orderly simulate --plan ${file}`;
  return `npx orderly simulate --seed ${seed} --orders ${orders}`;
}

/** Runs a seed of a campaign again as it was run, in a thread. */
function commandOf(seed: number, { orders, twice }: SimulateOptions): string {
  const again = twice ? ' --twice' : '';
  return `npx orderly simulate --from ${seed} --seeds 1 --orders ${orders}${again}`;
}

async function planIn(file: string): Promise<Plan> {
  try {
    return readPlan(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`The plan ${file} cannot be read: ${(cause as Error).message}`);
  }
}
