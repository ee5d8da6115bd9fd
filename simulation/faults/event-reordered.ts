import { fault } from '../fault.ts';

const SPAN_MS = 3_000;

/** Events overtake each other on their way to a target. */
export const eventReordered = fault({
  kind: 'event-reordered',
  sentence: 'Events overtake each other on their way to a target.',
  at: 'delivery',
  chance: 0.2,
  applies: () => true,
  bite: (_point, fraction) => ({ delayMs: Math.floor(fraction * SPAN_MS) }),
});
