import { fault } from '../fault.ts';

const LONGEST_MS = 600_000;

/** The records of a stream come minutes later. */
export const streamLag = fault({
  kind: 'stream-lag',
  sentence: 'The records of a stream come minutes later.',
  at: 'streamLag',
  chance: 0.02,
  applies: () => true,
  bite: (_point, fraction) => Math.floor(fraction * LONGEST_MS),
});
