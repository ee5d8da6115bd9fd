import { fault, sdkError } from '../fault.ts';

/** The target of a rule throttles some attempts at a delivery. */
export const targetThrottled = fault({
  kind: 'target-throttled',
  sentence: 'The target of a rule throttles some attempts at a delivery.',
  at: 'delivery',
  chance: 0.03,
  applies: () => true,
  bite: (_point, fraction) => ({
    refusals: {
      count: 1 + Math.floor(fraction * 6),
      error: sdkError('ThrottlingException', 'Rate exceeded', 400),
    },
  }),
});
