import { fault } from '../fault.ts';

/** The init of a new environment fails. */
export const initFailure = fault({
  kind: 'init-failure',
  sentence: 'The init of a new environment fails.',
  at: 'invocation',
  chance: 0.02,
  applies: ({ functionName }) => !functionName.endsWith('-authorise'),
  bite: () => ({ cold: true, initFails: true }),
});
