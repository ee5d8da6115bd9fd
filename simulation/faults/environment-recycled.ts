import { fault } from '../fault.ts';

/** An invocation gets a new environment. */
export const environmentRecycled = fault({
  kind: 'environment-recycled',
  sentence: 'An invocation gets a new environment.',
  at: 'invocation',
  chance: 0.05,
  applies: () => true,
  bite: () => ({ cold: true }),
});
