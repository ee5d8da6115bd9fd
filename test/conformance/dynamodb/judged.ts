import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Side } from '../agreement.ts';
import { differences } from './differences.ts';
import { uncounted } from './faults.ts';
import type { MetDifference } from './met-difference.ts';
import type { Step } from './step.ts';

/** How often each judged difference was met. */
export type Met = Map<string, number>;

/**
 * Two sides whose judged differences are settled: where one of them explains what the reference did, its outcome is
 * taken as the embedded cloud's. Each sequence is to be run on the first side and then on the second.
 */
export function judged(
  [ours, theirs]: readonly [Side<Step>, Side<Step>],
  met: Met = new Map(),
): readonly [Side<Step>, Side<Step>] {
  let last: readonly Outcome[] = [];
  const first: Side<Step> = {
    name: ours.name,
    run: async (steps) => {
      last = await ours.run(steps);
      return last;
    },
  };
  const second: Side<Step> = {
    name: theirs.name,
    run: async (steps) => {
      return settled(steps, last, await theirs.run(steps), met);
    },
  };
  return [first, second];
}

/** After a difference in what is stored, nothing more can be compared. */
function settled(
  steps: readonly Step[],
  ours: readonly Outcome[],
  theirs: readonly Outcome[],
  met: Met,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const [at, outcome] of theirs.entries()) {
    const mine = ours[at]!;
    const found = isDeepStrictEqual(mine, outcome)
      ? undefined
      : explanation(steps[at]!, mine, outcome);
    if (found !== undefined) met.set(found.name, (met.get(found.name) ?? 0) + 1);
    if (found?.diverges) return [...outcomes, ...ours.slice(at)];
    outcomes.push(found === undefined ? outcome : mine);
  }
  return outcomes;
}

/** What is counted here and not there may differ in something else besides, which is then the difference. */
function explanation(step: Step, ours: Outcome, theirs: Outcome): MetDifference | undefined {
  const plain = uncounted(ours, theirs);
  return (
    differences.find((difference) => difference.explains(step, plain, theirs)) ??
    differences.find((difference) => difference.explains(step, ours, theirs))
  );
}
