import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { faultKinds } from '../fault-kinds.ts';
import type { Violation } from '../invariant.ts';
import type { SeedSummary } from './seed-summary.ts';
import type { SeedRequest } from './worker.ts';

/** Which seeds to run, and on how many threads. */
export interface CampaignOptions {
  from: number;
  seeds: number;
  orders: number;
  threads: number;
  /** Multiples of the faults' chances by kind, instead of those each seed draws. */
  rates?: Readonly<Record<string, number>>;
  /** Runs each seed twice; traces that differ are a violation. */
  twice?: boolean;
  onSeed?(summary: SeedSummary): void;
  /** Ends it early: what has been run by then is summed up. */
  signal?: AbortSignal;
}

/** A violation, and the seed it was found in. */
export type FoundViolation = Violation & { seed: number };

/** What a campaign came to. */
export interface CampaignResult {
  seeds: number;
  orders: number;
  violations: FoundViolation[];
  /** By kind, how often it bit; 0 for those that never did. */
  faults: Record<string, number>;
  calls: number;
  virtualHours: number;
  /** Over the traces of all seeds, in their order: the same for the same seeds. */
  traceHash: string;
}

type Reply = { ready: true } | { summary: SeedSummary };

/** A world lives for a second or two: with room for the young, the collector rarely has to look at one twice. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/** Runs seeds side by side, a world each; the result does not depend on the number of threads. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const summaries: SeedSummary[] = [];
  let next = options.from;
  const end = options.from + options.seeds;
  const take = (): number | undefined => (next < end ? next++ : undefined);
  const keep = (summary: SeedSummary): void => {
    summaries.push(summary);
    options.onSeed?.(summary);
  };
  const runAll = async (): Promise<void> => {
    while (!options.signal?.aborted && (await runThread(options, take, keep)) === 'broken') {}
  };
  const threads = Math.min(options.threads, options.seeds);
  await Promise.all(Array.from({ length: threads }, runAll));
  return sumUp(summaries.sort((left, right) => left.seed - right.seed));
}

/**
 * One thread, until no seed is left or it breaks: a seed that breaks its thread has failed, and the others can do without
 * it. Rejects if a thread breaks before its first seed.
 */
function runThread(
  { orders, rates, twice, signal }: CampaignOptions,
  take: () => number | undefined,
  keep: (summary: SeedSummary) => void,
): Promise<'done' | 'broken'> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits });
  let running: number | undefined;
  const { promise, resolve, reject } = Promise.withResolvers<'done' | 'broken'>();
  let over = false;
  const end = (how: 'done' | 'broken'): void => {
    over = true;
    resolve(how);
  };
  const fail = (error: Error): void => {
    // A thread that breaks exits as well, and so does one that is ended.
    if (over) return;
    if (running === undefined) {
      reject(error);
      return;
    }
    keep(brokenSeed(running, error));
    end('broken');
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`it exited with code ${code}`)));
  signal?.addEventListener('abort', () => end('done'), { once: true });
  worker.on('message', (reply: Reply) => {
    if ('summary' in reply) keep(reply.summary);
    running = take();
    if (running === undefined) end('done');
    else worker.postMessage({ seed: running, orders, rates, twice } satisfies SeedRequest);
  });
  return promise.finally(() => worker.terminate());
}

/** What a violation is about that is a broken thread: to run its seed here would break this one, too. */
export const BROKEN_THREAD = 'the thread';

function brokenSeed(seed: number, error: Error): SeedSummary {
  const message = `broke: ${error}`;
  const broke = { guarantee: 0, invariant: 'runs-to-its-end', subject: BROKEN_THREAD, message };
  const nothing = { orders: 0, faults: {}, virtualMs: 0, calls: 0, traceHash: '' };
  return { seed, ...nothing, violations: [{ ...broke, atMs: 0 }] };
}

/** The sums over seeds, in their order. */
export function sumUp(summaries: readonly SeedSummary[]): CampaignResult {
  const hash = createHash('sha256');
  const result: CampaignResult = {
    seeds: summaries.length,
    orders: 0,
    violations: [],
    faults: Object.fromEntries(faultKinds().map(({ kind }) => [kind, 0])),
    calls: 0,
    virtualHours: 0,
    traceHash: '',
  };
  for (const { seed, orders, violations, faults, virtualMs, calls, traceHash } of summaries) {
    result.orders += orders;
    result.calls += calls;
    result.virtualHours += virtualMs / 3_600_000;
    result.violations.push(...violations.map((violation) => ({ seed, ...violation })));
    for (const [kind, count] of Object.entries(faults)) {
      result.faults[kind] = (result.faults[kind] ?? 0) + count;
    }
    hash.update(`${seed} ${traceHash}\n`);
  }
  return { ...result, traceHash: hash.digest('hex') };
}
