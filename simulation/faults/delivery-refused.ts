import { fault, isTick, sdkError } from '../fault.ts';

/** The target of a rule refuses a delivery for good, and it goes to the DLQ of the rule. */
export const deliveryRefused = fault({
  kind: 'delivery-refused',
  sentence: 'The target of a rule refuses a delivery for good, and it goes to the DLQ of the rule.',
  at: 'delivery',
  chance: 0.01,
  applies: (point) => !isTick(point),
  bite: () => ({
    refusals: {
      count: Number.POSITIVE_INFINITY,
      error: sdkError('KmsDisabled', 'The key of the queue is disabled', 400),
    },
  }),
});
