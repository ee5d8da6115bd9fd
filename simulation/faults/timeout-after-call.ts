import { fault, isGatewayCall, isService } from '../fault.ts';

/** A call is done and hangs until the function runs out of time. */
export const timeoutAfterCall = fault({
  kind: 'timeout-after-call',
  sentence: 'A call is done and hangs until the function runs out of time.',
  at: 'call',
  chance: 0.004,
  // The client of the gateway does not wait that long.
  applies: (point) => isService(point) && !isGatewayCall(point),
  bite: () => ({ kind: 'unanswered', run: true }),
});
