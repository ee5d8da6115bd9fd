import { fault, hasRecords } from '../fault.ts';

/** A batch response names a message that was not in the batch. */
export const malformedBatchResponse = fault({
  kind: 'malformed-batch-response',
  sentence: 'A batch response names a message that was not in the batch.',
  at: 'invocation',
  chance: 0.02,
  applies: hasRecords,
  bite: () => ({ answer: () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] }) }),
});
