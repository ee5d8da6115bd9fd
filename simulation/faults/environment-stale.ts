import { fault } from '../fault.ts';

/** An invocation gets the environment that has been idle longest. */
export const environmentStale = fault({
  kind: 'environment-stale',
  sentence: 'An invocation gets the environment that has been idle longest.',
  at: 'invocation',
  chance: 0.2,
  applies: ({ idle }) => idle > 1,
  bite: () => ({ oldest: true }),
});
