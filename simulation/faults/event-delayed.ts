import { fault, isTick } from '../fault.ts';

/** Half an hour. */
const LONGEST_MS = 1_800_000;

/** EventBridge delivers an event minutes later. */
export const eventDelayed = fault({
  kind: 'event-delayed',
  sentence: 'EventBridge delivers an event minutes later.',
  at: 'delivery',
  chance: 0.02,
  applies: (point) => !isTick(point),
  bite: (_point, fraction) => ({ delayMs: Math.floor(fraction * LONGEST_MS) }),
});
