import { fault } from '../fault.ts';

/** Six minutes to either side. */
const SPAN_MS = 720_000;

/** A new environment has a clock that is minutes off. */
export const clockSkew = fault({
  kind: 'clock-skew',
  sentence: 'A new environment has a clock that is minutes off.',
  at: 'invocation',
  chance: 0.02,
  applies: ({ functionName }) => !functionName.endsWith('-authorise'),
  bite: (_point, fraction) => ({ cold: true, skewMs: Math.floor((fraction - 0.5) * SPAN_MS) }),
});
