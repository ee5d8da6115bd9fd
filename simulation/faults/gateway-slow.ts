import { GATEWAY_CALLS } from '../../functions/runtime/ports.ts';
import type { CallPoint } from '../../local/interference.ts';
import { hashText, mix } from '../dice.ts';
import { fault, isGatewayCall } from '../fault.ts';
import { subjectOfCall } from '../subject.ts';

/** A little less than the client of the gateway waits. */
const SLOWEST_MS = GATEWAY_CALLS.requestTimeoutMs - 100;

/** One payment in so many is slow in a seed. */
const SLOW_PAYMENTS = 4;

/** The share of those calls of which the process does not live to hear the answer. */
const ENDING = 0.2;

/**
 * The payment gateway takes seconds for all that is asked about a payment, and for each call as many: so two
 * invocations that ask about it wait at once, and one goes on from where the other ended.
 */
export const gatewaySlow = fault({
  kind: 'gateway-slow',
  sentence:
    'The payment gateway takes seconds for all that is asked about a payment; who asks may end meanwhile.',
  at: 'call',
  chance: 0.5,
  applies: (point, salt) => isGatewayCall(point) && hashOf(point, salt) % SLOW_PAYMENTS === 0,
  bite: (point, fraction, salt) => {
    if (fraction < ENDING) return { kind: 'caller-dies', run: true };
    const word = mix(hashOf(point, salt));
    const lateMs = word % SLOWEST_MS;
    const isBefore = mix(word) % 2 === 0;
    return { kind: 'late', beforeMs: isBefore ? lateMs : 0, afterMs: isBefore ? 0 : lateMs };
  },
});

/** Of a call's subject, an operation and a reference, the reference decides, and the seed. */
function hashOf(point: CallPoint, salt: number): number {
  const subject = subjectOfCall(point);
  return mix(hashText(subject.slice(subject.indexOf(' ') + 1)) ^ salt);
}
