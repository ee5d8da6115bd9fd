import { fault } from '../fault.ts';

/** An invocation is refused for want of concurrency. */
export const functionThrottled = fault({
  kind: 'function-throttled',
  sentence: 'An invocation is refused for want of concurrency.',
  at: 'invocation',
  chance: 0.02,
  applies: ({ functionName }) => !functionName.endsWith('-authorise'),
  bite: () => ({ throttled: true }),
});
