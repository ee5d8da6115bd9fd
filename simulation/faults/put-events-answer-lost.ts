import { fault, sdkError } from '../fault.ts';

/** PutEvents takes the entries and its answer is lost. */
export const putEventsAnswerLost = fault({
  kind: 'put-events-answer-lost',
  sentence: 'PutEvents takes the entries and its answer is lost.',
  at: 'call',
  chance: 0.05,
  applies: ({ operation, caller }) => operation === 'PutEvents' && caller !== 'operator',
  bite: (_point, fraction) => ({
    kind: 'answer-lost',
    error: sdkError('InternalException', 'Internal error', 500),
    final: fraction < 0.4,
  }),
});
