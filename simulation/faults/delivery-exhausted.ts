import { fault, isTick, sdkError } from '../fault.ts';

/**
 * All attempts at a delivery fail, and it goes to the DLQ of the rule. Not a day later, as its back-off would have it:
 * the schedules of that day alone cost more than the orders of a seed.
 */
export const deliveryExhausted = fault({
  kind: 'delivery-exhausted',
  sentence: 'EventBridge makes all its attempts at a delivery, and it goes to the DLQ of the rule.',
  at: 'delivery',
  chance: 0.005,
  applies: (point) => !isTick(point),
  bite: (_point, fraction) => ({
    refusals: {
      count: Number.POSITIVE_INFINITY,
      error:
        fraction < 0.5
          ? sdkError('ThrottlingException', 'Rate exceeded', 400)
          : sdkError('InternalError', 'Internal error', 500),
      withoutBackOff: true,
    },
  }),
});
