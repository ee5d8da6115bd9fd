import { describe, expect, it } from 'vitest';
import { conflict, retryConflicts } from '../../../../functions/runtime/conflicts.ts';
import { PermanentError, RetriableError } from '../../../../functions/runtime/errors.ts';
import { fakePorts } from '../../../support/ports.ts';

/** Runs an attempt that loses its first `losses` races, each after `attemptMs`. */
async function race(losses: number, { budgetMs = 30_000, attemptMs = 0, fraction = 1 } = {}) {
  const { ports, noted } = fakePorts({ chance: { fraction: () => fraction } });
  const deadlineMs = ports.clock.nowMs() + budgetMs;
  let attempts = 0;
  const deps = { ...ports, remainingMs: () => deadlineMs - ports.clock.nowMs() };
  const outcome = await retryConflicts(deps, async () => {
    attempts += 1;
    if (attemptMs > 0) await ports.clock.sleep(attemptMs);
    if (attempts <= losses) throw conflict('somebody was faster');
    return 'won';
  }).catch((error: unknown) => error);
  return { outcome, attempts, pausesMs: noted.pausesMs };
}

describe('a lost race', () => {
  it('is run again until it is won', async () => {
    expect(await race(4)).toMatchObject({ outcome: 'won', attempts: 5 });
  });

  it('is given up after eight attempts, and may be tried again later', async () => {
    const { outcome, attempts } = await race(8);
    expect(attempts).toBe(8);
    expect(outcome).toMatchObject({ code: 'conflict', retriable: true });
  });

  it('is followed by a pause whose span doubles', async () => {
    expect((await race(4)).pausesMs).toEqual([20, 40, 80, 160]);
  });

  it('takes a part of that span, as chance will have it', async () => {
    expect((await race(4, { fraction: 0.25 })).pausesMs).toEqual([5, 10, 20, 40]);
  });

  it('is given up when too little time is left for the pause and the outcome', async () => {
    const enough = await race(1, { budgetMs: 1_520, attemptMs: 1_000 });
    expect(enough.outcome).toBe('won');
    const short = await race(1, { budgetMs: 1_519, attemptMs: 1_000 });
    expect(short).toMatchObject({ attempts: 1, outcome: { code: 'conflict' } });
  });

  it('keeps what was lost against', () => {
    const cause = new Error('ConditionalCheckFailed');
    expect(conflict('somebody was faster', cause).cause).toBe(cause);
  });
});

describe('any other error', () => {
  it.each([
    new Error('throttled'),
    new RetriableError('busy', 'not now'),
    new PermanentError('hopeless', 'not ever'),
  ])('is thrown at once: %s', async (error) => {
    const { ports } = fakePorts();
    let attempts = 0;
    const run = retryConflicts({ ...ports, remainingMs: () => 30_000 }, async () => {
      attempts += 1;
      throw error;
    });
    await expect(run).rejects.toBe(error);
    expect(attempts).toBe(1);
  });
});
