import { hashText } from '../dice.ts';
import { fault, isGatewayCall } from '../fault.ts';
import { subjectOfCall } from '../subject.ts';

/** Beyond the time-out of the functions that ask it. */
const SLOWEST_MS = 40_000;

/** One payment in so many is slow, and then in most that is asked about it: so two that ask at once both wait. */
const SLOW_PAYMENTS = 4;

/** The payment gateway takes many seconds. */
export const gatewaySlow = fault({
  kind: 'gateway-slow',
  sentence: 'The payment gateway takes many seconds.',
  at: 'call',
  chance: 0.12,
  applies: (point) => isGatewayCall(point) && isSlow(subjectOfCall(point)),
  bite: (_point, fraction) => ({
    kind: 'late',
    beforeMs: 0,
    afterMs: Math.floor(fraction * SLOWEST_MS),
  }),
});

/** Of a call's subject, an operation and a reference, the reference decides. */
function isSlow(subject: string): boolean {
  return hashText(subject.slice(subject.indexOf(' ') + 1)) % SLOW_PAYMENTS === 0;
}
