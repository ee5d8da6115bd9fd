import { fault } from '../fault.ts';

/** EventBridge delivers an event more than once. */
export const eventDuplicated = fault({
  kind: 'event-duplicated',
  sentence: 'EventBridge delivers an event more than once.',
  at: 'delivery',
  chance: 0.05,
  applies: () => true,
  bite: (_point, fraction) => ({ copies: 1 + Math.floor(fraction * 3), delayMs: 0 }),
});
