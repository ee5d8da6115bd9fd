import { fault, hasRecords } from '../fault.ts';

/** A relay fails on any batch of more than one record. */
export const streamBisected = fault({
  kind: 'stream-bisected',
  sentence: 'A relay fails on any batch of more than one record.',
  at: 'invocation',
  chance: 0.05,
  applies: (point) => point.functionName.endsWith('-relay') && hasRecords(point),
  bite: ({ event }) => {
    const { Records } = event as { Records: readonly unknown[] };
    if (Records.length < 2) return {};
    return { fails: { errorType: 'Error', errorMessage: 'the batch is too much', trace: [] } };
  },
});
