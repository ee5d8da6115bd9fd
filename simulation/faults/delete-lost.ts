import { fault } from '../fault.ts';

/** SQS answers a delete and keeps the message. */
export const deleteLost = fault({
  kind: 'delete-lost',
  sentence: 'SQS answers a delete and keeps the message.',
  at: 'deleteLost',
  chance: 0.03,
  applies: () => true,
  bite: () => true,
});
