import { describe, expect, it } from 'vitest';
import { runSeed, setUpStand } from '../../simulation/seed-run.ts';

const TIMEOUT_MS = 60_000;

/**
 * A seed is one of a commit: as the embedded cloud changes, it comes to another run. So each has a unit test of its story,
 * too, which is the one that holds it: `twin-messages.test.ts` for seed 271.
 */
describe('a seed that once failed', { timeout: TIMEOUT_MS }, () => {
  it.each([
    [271, 40, 'a void that one of two invocations with the same message began, and neither ended'],
  ])('holds: seed %i of %i orders, %s', async (seed, orders) => {
    const { violations } = await runSeed(await setUpStand(), { seed, orders });
    expect(violations).toEqual([]);
  });
});
