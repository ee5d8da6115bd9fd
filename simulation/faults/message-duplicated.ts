import { fault } from '../fault.ts';

/** SQS hands a message out twice at once. */
export const messageDuplicated = fault({
  kind: 'message-duplicated',
  sentence: 'SQS hands a message out twice at once.',
  at: 'visibility',
  chance: 0.06,
  applies: () => true,
  bite: () => 1,
});
