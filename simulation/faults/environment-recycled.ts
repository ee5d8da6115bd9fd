import { fault } from '../fault.ts';

/** An invocation gets a new environment, though another one waits. */
export const environmentRecycled = fault({
  kind: 'environment-recycled',
  sentence: 'An invocation gets a new environment, though another one waits.',
  at: 'invocation',
  chance: 0.05,
  applies: ({ idle }) => idle > 0,
  bite: () => ({ cold: true }),
});
