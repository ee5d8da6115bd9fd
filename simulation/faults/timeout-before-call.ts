import { fault, isGatewayCall, isService } from '../fault.ts';

/** A call hangs until the function runs out of time; it was never made. */
export const timeoutBeforeCall = fault({
  kind: 'timeout-before-call',
  sentence: 'A call hangs until the function runs out of time; it was never made.',
  at: 'call',
  chance: 0.003,
  // The client of the gateway does not wait that long.
  applies: (point) => isService(point) && !isGatewayCall(point),
  bite: () => ({ kind: 'unanswered', run: false }),
});
