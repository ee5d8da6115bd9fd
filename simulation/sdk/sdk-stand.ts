import { flowingTime } from '../../local/scheduler.ts';
import { faults } from '../faults/index.ts';
import { newerCode } from '../faults/newer-code.ts';
import type { Ground } from '../ground.ts';
import { rememberingVerifier, TokenDrawer } from '../known-tokens.ts';
import { SIMULATED_STAGE, type Stand } from '../stand.ts';
import { startThreads } from '../threads.ts';
import { synthesize } from '../world.ts';
import { hurriedTime } from './hurried-time.ts';
import { NewerRelease } from './newer-release.ts';

/** Threads of one world that are kept; waiting ones beyond are ended. One takes 10 to 20 MB. */
const MAXIMUM_WORKERS = 40;

/** A stand whose worlds run the bundles in threads, over the wire; it keeps their folder until it is discarded. */
export interface SdkStand extends Stand {
  discard(): Promise<void>;
}

/**
 * Prepares what all seeds share that run the bundles as they are deployed. `readMs` reads a clock that counts
 * real milliseconds, from wherever it began.
 */
export async function setUpSdkStand(readMs: () => number): Promise<SdkStand> {
  const synthesis = await synthesize({ code: 'bundles', stage: SIMULATED_STAGE });
  return {
    synthesis,
    tokens: new TokenDrawer(synthesis.tokens),
    createVerifier: rememberingVerifier(),
    ground: (startMs) => groundOf(startMs, readMs),
    discard: synthesis.discard,
  };
}

async function groundOf(startMs: number, readMs: () => number): Promise<Ground> {
  const release = new NewerRelease();
  const time = hurriedTime(flowingTime(startMs, readMs), (outside, stirs) =>
    threads.workers.waits(outside, stirs),
  );
  const threads = await startThreads(undefined, {
    maximumWorkers: MAXIMUM_WORKERS,
    jumpedMs: time.jumpedMs,
    onRequest: release.sent,
  });
  const kinds = faults.map((fault) =>
    fault.kind === newerCode.kind
      ? { ...fault, bite: () => ({ cold: true, code: release.of }) }
      : fault,
  );
  return { time, threads, faults: kinds };
}
