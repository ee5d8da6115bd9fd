import { isDeepStrictEqual } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';

/** What one step came to on one side: its answer, or its error; as plain data that can be compared. */
export type Outcome = Readonly<Record<string, unknown>>;

/** One of the two engines that are compared. */
export interface Side<Step> {
  name: string;
  /** Runs a sequence on an engine that is empty when it begins; one outcome a step. */
  run(steps: readonly Step[]): Promise<readonly Outcome[]>;
}

/** The first step of a sequence on which two engines do not agree, after shrinking. */
export interface Difference<Step> {
  steps: readonly Step[];
  /** Which step. */
  index: number;
  left: Outcome | undefined;
  right: Outcome | undefined;
}

/** Which sequences are tried. */
export interface Search<Step> {
  steps: Arbitrary<readonly Step[]>;
  /** Sequences. */
  runs: number;
  /** The same seed, the same sequences. */
  seed: number;
}

/**
 * Runs random sequences on both sides and compares the outcomes, step by step. Gives the smallest difference it
 * can shrink to; undefined if there is none. Throws what a side throws: that is no outcome.
 */
export async function findDifference<Step>(
  [left, right]: readonly [Side<Step>, Side<Step>],
  { steps, runs, seed }: Search<Step>,
): Promise<Difference<Step> | undefined> {
  const property = fc.asyncProperty(
    steps,
    async (sequence) => (await compare([left, right], sequence)) === undefined,
  );
  const { failed, counterexample } = await fc.check(property, { numRuns: runs, seed });
  if (!failed) return undefined;
  // Once more, as the last sequence that was tried need not be the smallest; what a side throws is thrown.
  const [smallest] = counterexample!;
  const difference = await compare([left, right], smallest);
  if (difference) return difference;
  throw new Error(`differs only sometimes: ${JSON.stringify(smallest)}`);
}

/** Runs one sequence on both sides; undefined if every outcome is the same. */
export async function compare<Step>(
  [left, right]: readonly [Side<Step>, Side<Step>],
  steps: readonly Step[],
): Promise<Difference<Step> | undefined> {
  const lefts = await left.run(steps);
  const rights = await right.run(steps);
  const index = steps.findIndex((_step, at) => !isDeepStrictEqual(lefts[at], rights[at]));
  if (index < 0) return undefined;
  return { steps, index, left: lefts[index], right: rights[index] };
}

/** A difference as text for the person who has to judge it. */
export function describeDifference<Step>(
  difference: Difference<Step>,
  [left, right]: readonly [Side<Step>, Side<Step>],
): string {
  const { steps, index } = difference;
  return [
    `${left.name} and ${right.name} differ on step ${index + 1} of ${steps.length}:`,
    ...steps.slice(0, index + 1).map((step, at) => `  ${at + 1}. ${JSON.stringify(step)}`),
    `  ${left.name}: ${JSON.stringify(difference.left)}`,
    `  ${right.name}: ${JSON.stringify(difference.right)}`,
  ].join('\n');
}
