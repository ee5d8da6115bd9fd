import { fault, isService, sdkError } from '../fault.ts';

/** SQS does what a consumer asks, and its answer is lost. */
export const sqsAnswerLost = fault({
  kind: 'sqs-answer-lost',
  sentence: 'SQS does what a consumer asks, and its answer is lost.',
  at: 'call',
  chance: 0.3,
  applies: (point) => point.service === 'sqs' && isService(point),
  bite: (_point, fraction) => ({
    kind: 'answer-lost',
    error: sdkError('ServiceUnavailable', 'Service unavailable', 503),
    final: fraction < 0.5,
  }),
});
