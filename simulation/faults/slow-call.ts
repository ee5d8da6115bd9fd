import { fault, isService } from '../fault.ts';

/** Below the time-outs of the functions, for one call. */
const SLOWEST_MS = 4_000;

/** A call takes seconds on its way there or back. */
export const slowCall = fault({
  kind: 'slow-call',
  sentence: 'A call takes seconds on its way there or back.',
  at: 'call',
  chance: 0.02,
  applies: isService,
  bite: (_point, fraction) => {
    const lateMs = Math.floor(fraction * SLOWEST_MS);
    return {
      kind: 'late',
      beforeMs: lateMs % 2 === 0 ? lateMs : 0,
      afterMs: lateMs % 2 === 0 ? 0 : lateMs,
    };
  },
});
