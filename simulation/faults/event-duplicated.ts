import { mix } from '../dice.ts';
import { fault, isTick } from '../fault.ts';

const MOST_COPIES = 3;

/** An hour; ten seconds for a schedule's. */
const LONGEST_MS = { event: 3_600_000, tick: 10_000 };

/** EventBridge delivers an event again, within milliseconds or up to an hour later. */
export const eventDuplicated = fault({
  kind: 'event-duplicated',
  sentence: 'EventBridge delivers an event again, within milliseconds or up to an hour later.',
  at: 'delivery',
  chance: 0.05,
  applies: () => true,
  bite: (point, fraction) => {
    const longestMs = isTick(point) ? LONGEST_MS.tick : LONGEST_MS.event;
    const count = 1 + Math.floor(fraction * MOST_COPIES);
    const word = Math.floor(fraction * 0x1_0000_0000);
    return {
      copies: Array.from({ length: count }, (_none, copy) => powerOf(longestMs, mix(word + copy))),
    };
  },
});

/** As likely within seconds as within minutes: a power of the longest delay, by a word of chance. */
function powerOf(longestMs: number, word: number): number {
  return Math.floor(longestMs ** (word / 0x1_0000_0000));
}
