import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { faultKinds } from './fault-kinds.ts';
import type { Violation } from './invariant.ts';
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
  /** Runs each seed twice, and rejects if the traces differ. */
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

type Reply = { ready: true } | { summary: SeedSummary } | { seed: number; thrown: string };

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
  const threads = Math.min(options.threads, options.seeds);
  await Promise.all(Array.from({ length: threads }, () => runThread(options, take, keep)));
  return sumUp(summaries.sort((left, right) => left.seed - right.seed));
}

/** One thread, until no seed is left; rejects with what a seed threw. */
function runThread(
  { orders, rates, twice = false, signal }: CampaignOptions,
  take: () => number | undefined,
  keep: (summary: SeedSummary) => void,
): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits });
  return new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    signal?.addEventListener('abort', () => resolve());
    worker.on('message', (reply: Reply) => {
      if ('thrown' in reply) return reject(new Error(`Seed ${reply.seed} broke: ${reply.thrown}`));
      if ('summary' in reply) keep(reply.summary);
      const seed = take();
      if (seed === undefined) return resolve();
      worker.postMessage({
        seed,
        orders,
        twice,
        ...(rates ? { rates } : {}),
      } satisfies SeedRequest);
    });
  }).finally(() => worker.terminate());
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
