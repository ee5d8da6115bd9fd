import { fault } from '../fault.ts';

/** A message becomes visible again while its handler still runs. */
export const visibilityExpired = fault({
  kind: 'visibility-expired',
  sentence: 'A message becomes visible again while its handler still runs.',
  at: 'visibility',
  chance: 0.06,
  applies: () => true,
  bite: (_point, fraction) => 5 + Math.floor(fraction * 200),
});
