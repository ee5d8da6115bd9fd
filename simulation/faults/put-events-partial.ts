import { hashText, mix } from '../dice.ts';
import { fault } from '../fault.ts';

/** PutEvents refuses some entries of a call and takes the others. */
export const putEventsPartial = fault({
  kind: 'put-events-partial',
  sentence: 'PutEvents refuses some entries of a call and takes the others.',
  at: 'call',
  chance: 0.06,
  applies: ({ operation, caller }) => operation === 'PutEvents' && caller !== 'operator',
  bite: ({ input }, fraction) => {
    const { Entries } = input as { Entries: readonly { Detail: string }[] };
    const positions = new Set<number>();
    // The same entries each time they are tried, so that some are refused for good.
    for (const [position, { Detail }] of Entries.entries()) {
      if (mix(hashText(Detail)) % 2 === 0) positions.add(position);
    }
    if (positions.size === 0) positions.add(Math.floor(fraction * Entries.length));
    return { kind: 'entries-refused', positions, code: 'InternalFailure', message: 'Try again.' };
  },
});
