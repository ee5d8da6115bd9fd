import type { Arbitrary } from 'fast-check';
import { expect } from 'vitest';
import { describeDifference, findDifference, type Side } from '../agreement.ts';
import type { Step } from './step.ts';

/** The same seed, the same sequences. */
const SEED = 1;

/** Fails with the smallest sequence on which the two sides do not agree. */
export async function expectAgreement(
  sides: readonly [Side<Step>, Side<Step>],
  steps: Arbitrary<readonly Step[]>,
  runs: number,
): Promise<void> {
  const difference = await findDifference(sides, { steps, runs, seed: SEED });
  expect(difference && describeDifference(difference, sides)).toBeUndefined();
}

/** The smallest difference that is found, which there has to be. */
export async function expectDifference(
  sides: readonly [Side<Step>, Side<Step>],
  steps: Arbitrary<readonly Step[]>,
  runs: number,
): Promise<readonly Step[]> {
  const difference = await findDifference(sides, { steps, runs, seed: SEED });
  expect(difference).toBeDefined();
  return difference?.steps.slice(0, difference.index + 1) ?? [];
}
