import { GATEWAY_CALLS } from '../../functions/runtime/ports.ts';
import { fault, isGatewayCall } from '../fault.ts';

/** Who gives up may have asked several times by then, and been told that the gateway knows of nothing. */
const SPAN_MS = 60_000;

/** A call arrives at the payment gateway when its caller has given it up. */
export const gatewayLate = fault({
  kind: 'gateway-late',
  sentence: 'A call arrives at the payment gateway when its caller has given it up.',
  at: 'call',
  chance: 0.04,
  applies: isGatewayCall,
  bite: (_point, fraction) => ({
    kind: 'late',
    beforeMs: GATEWAY_CALLS.requestTimeoutMs + Math.floor(fraction * SPAN_MS),
    afterMs: 0,
  }),
});
