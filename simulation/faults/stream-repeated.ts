import { fault } from '../fault.ts';

/** A batch of a stream that was handled comes again. */
export const streamRepeated = fault({
  kind: 'stream-repeated',
  sentence: 'A batch of a stream that was handled comes again.',
  at: 'streamRepeats',
  chance: 0.04,
  applies: () => true,
  bite: () => true,
});
