import { fault, hasRecords } from '../fault.ts';

/** The process ends when the handler is done and before its answer is out. */
export const crashAfterHandler = fault({
  kind: 'crash-after-handler',
  sentence: 'The process ends when the handler is done and before its answer is out.',
  at: 'invocation',
  chance: 0.02,
  applies: hasRecords,
  bite: () => ({ diesAfter: true }),
});
