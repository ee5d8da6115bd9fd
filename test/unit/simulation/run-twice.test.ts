import { describe, expect, it } from 'vitest';
import { runTwice } from '../../../simulation/campaign/run-twice.ts';
import { type SeedResult, START_MS } from '../../../simulation/seed-run.ts';

const late = {
  guarantee: 4,
  invariant: 'orders-end',
  subject: 'one',
  message: 'ends late',
  atMs: 0,
};

/** Runs of a seed that leave these traces, one after the other. */
function runs(...traceHashes: number[]): () => Promise<SeedResult> {
  const left = [...traceHashes];
  return async () =>
    ({
      violations: [late],
      virtualMs: 5,
      traceHash: left.shift(),
    }) as Partial<SeedResult> as SeedResult;
}

describe('a seed that is run twice', () => {
  it('comes to what its first run came to where both leave the same trace', async () => {
    expect(await runTwice(runs(7, 7))).toEqual({ violations: [late], virtualMs: 5, traceHash: 7 });
  });

  it('has failed where they leave different ones', async () => {
    const { violations, traceHash } = await runTwice(runs(7, 8));
    expect(traceHash).toBe(7);
    expect(violations).toMatchObject([
      late,
      { guarantee: 0, invariant: 'same-trace', subject: 'the run', atMs: START_MS + 5 },
    ]);
  });
});
