import { fault, sdkError } from '../fault.ts';

/** A delivery fails for good and goes to the DLQ of the rule. */
export const deliveryExhausted = fault({
  kind: 'delivery-exhausted',
  sentence: 'A delivery fails for good and goes to the DLQ of the rule.',
  at: 'delivery',
  chance: 0.01,
  applies: ({ event }) => event.source !== 'aws.events',
  bite: () => ({
    refusals: {
      count: Number.POSITIVE_INFINITY,
      error: sdkError('KmsDisabled', 'The key of the queue is disabled', 400),
    },
  }),
});
