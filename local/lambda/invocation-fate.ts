import type { Foundation } from '../foundation.ts';
import type { InvocationFate } from '../interference.ts';
import { Environment, type EnvironmentPlan } from './environment.ts';
import type { Invocation } from './invocation.ts';
import { exitError, type FunctionError, type Outcome, ReportedError } from './outcome.ts';

/** The error of an invocation whose environment could not be made. */
const INIT_ERROR: FunctionError = {
  errorType: 'Runtime.Unknown',
  errorMessage: 'The init of the environment failed',
  trace: [],
};

/** Takes an environment that waits, usually the one used last; undefined where a new one is to be made. */
export function takeIdle(
  warm: Environment[],
  fate: InvocationFate | undefined,
): Environment | undefined {
  if (fate?.cold) return undefined;
  for (;;) {
    const environment = fate?.oldest ? warm.shift() : warm.pop();
    if (!environment || environment.isWarm) return environment;
  }
}

/** A new environment; what goes wrong with an invocation may give it other code, or a clock that is off. */
export function freshEnvironment(
  plan: EnvironmentPlan,
  foundation: Foundation,
  fate: InvocationFate | undefined,
): Environment {
  if (!fate) return new Environment(plan, foundation);
  const code = fate.code?.(plan.code) ?? plan.code;
  return new Environment({ ...plan, code, skewMs: fate.skewMs }, foundation);
}

/** Runs an environment's init, which may be told to fail. */
export function startUnder(
  environment: Environment,
  fate: InvocationFate | undefined,
): Promise<unknown> {
  if (fate?.initFails) throw new ReportedError(INIT_ERROR);
  return environment.start();
}

/** How many environments of those that wait can serve. */
export function idleOf(warm: readonly Environment[]): number {
  return warm.filter(({ isWarm }) => isWarm).length;
}

/** What a handler's outcome comes to, if it does not come as it was given; its environment may end of it. */
export function altered(
  outcome: Outcome,
  { fate, environment, requestId }: Pick<Invocation, 'fate' | 'environment' | 'requestId'>,
): Outcome {
  if (fate?.diesAfter && !environment.dead) {
    environment.kill();
    return { error: exitError(requestId) };
  }
  if (!fate || outcome.error) return outcome;
  if (fate.failsAfter) return { error: fate.failsAfter };
  return { result: fate.answer ? fate.answer(outcome.result) : outcome.result };
}
