import { fault, isService, sdkError } from '../fault.ts';

/** A consumer can neither put off a message nor set it aside. */
export const sqsCallRefused = fault({
  kind: 'sqs-call-refused',
  sentence: 'A consumer can neither put off a message nor set it aside.',
  at: 'call',
  chance: 0.3,
  applies: (point) => point.service === 'sqs' && isService(point),
  bite: () => ({
    kind: 'refused',
    error: sdkError('ServiceUnavailable', 'Service unavailable', 503),
    final: true,
  }),
});
