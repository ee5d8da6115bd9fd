import { describe, expect, it } from 'vitest';
import type { GatewayStatus } from '../../../../functions/payments/gateway.ts';
import {
  cancel,
  type IntentState,
  isIntent,
  type Outcome,
  type PaymentState,
  type Resolution,
  resolve,
} from '../../../../functions/payments/payment.ts';
import { outcomeFrom } from '../../../../functions/payments/settle-payment.ts';

const intents: IntentState[] = ['authorising', 'capturing', 'voiding', 'refunding'];
const settled: PaymentState[] = [
  'authorised',
  'declined',
  'captured',
  'capture-refused',
  'voided',
  'refunded',
  'cancelled',
];

const outcomes: Outcome[] = [
  { type: 'approved' },
  { type: 'declined', reason: 'insufficient_funds' },
  { type: 'captured' },
  { type: 'refused', reason: 'authorisation_expired' },
  { type: 'voided' },
  { type: 'refunded' },
];

const resolutions: Record<string, Resolution> = {
  'authorising approved': { state: 'authorised', fact: { type: 'authorised' } },
  'authorising declined': {
    state: 'declined',
    fact: { type: 'declined', stage: 'authorise', reason: 'insufficient_funds' },
  },
  'capturing captured': { state: 'captured', fact: { type: 'captured' } },
  'capturing refused': {
    state: 'capture-refused',
    fact: { type: 'declined', stage: 'capture', reason: 'authorisation_expired' },
  },
  'capturing voided': {
    state: 'voided',
    fact: { type: 'declined', stage: 'capture', reason: 'voided' },
  },
  'voiding voided': { state: 'voided' },
  'voiding captured': { state: 'refunding' },
  'refunding refunded': { state: 'refunded', fact: { type: 'refunded' } },
};

const pairs = intents.flatMap((intent) => outcomes.map((outcome) => ({ intent, outcome })));
const isPossible = ({ intent, outcome }: (typeof pairs)[number]) =>
  `${intent} ${outcome.type}` in resolutions;

describe('an intent and its outcome', () => {
  it.each(pairs.filter(isPossible))('$intent resolves with $outcome.type', (pair) => {
    const { intent, outcome } = pair;
    expect(resolve(intent, outcome)).toEqual(resolutions[`${intent} ${outcome.type}`]);
  });

  it.each(pairs.filter((pair) => !isPossible(pair)))(
    '$intent cannot come to $outcome.type, for good',
    ({ intent, outcome }) => {
      expect(() => resolve(intent, outcome)).toThrow(
        expect.objectContaining({ code: 'impossible-outcome', retriable: false }),
      );
    },
  );
});

describe('the payment of a cancelled order', () => {
  it('leaves a tombstone if nothing was heard of it', () => {
    expect(cancel(undefined)).toEqual({ state: 'cancelled' });
  });

  it.each(['authorising', 'capturing'] as const)('is marked while it is %s', (state) => {
    expect(cancel(state)).toEqual({ state, cancelRequested: true });
  });

  it.each(['authorised', 'capture-refused'] as const)('is voided if it is %s', (state) => {
    expect(cancel(state)).toEqual({ state: 'voiding' });
  });

  it('is refunded if it is captured', () => {
    expect(cancel('captured')).toEqual({ state: 'refunding' });
  });

  it.each(['declined', 'voiding', 'voided', 'refunding', 'refunded', 'cancelled'] as const)(
    'is left alone if it is %s',
    (state) => {
      expect(cancel(state)).toBeUndefined();
    },
  );
});

describe('a payment', () => {
  it('waits for the gateway in its intents, and in no other state', () => {
    expect([...intents, ...settled].filter(isIntent)).toEqual(intents);
  });
});

describe("the gateway's record of a payment", () => {
  const approved: Outcome = { type: 'approved' };
  const captured: Outcome = { type: 'captured' };
  const voided: Outcome = { type: 'voided' };
  const refunded: Outcome = { type: 'refunded' };

  it.each([
    ['authorising', 'authorised', approved],
    ['authorising', 'captured', approved],
    ['authorising', 'voided', approved],
    ['authorising', 'refunded', approved],
    ['capturing', 'captured', captured],
    ['capturing', 'refunded', captured],
    ['capturing', 'voided', voided],
    ['voiding', 'voided', voided],
    ['voiding', 'captured', captured],
    ['voiding', 'refunded', captured],
    ['refunding', 'refunded', refunded],
  ] as [IntentState, 'authorised', Outcome][])('answers %s when it is %s', (...answer) => {
    const [intent, state, outcome] = answer;
    expect(outcomeFrom(intent, { state })).toEqual(outcome);
  });

  it.each([
    ['capturing', 'authorised'],
    ['voiding', 'authorised'],
    ['refunding', 'authorised'],
    ['refunding', 'captured'],
    ['refunding', 'voided'],
    ...intents.map((intent) => [intent, 'unknown']),
  ] as [IntentState, 'unknown'][])('says that %s has not arrived when it is %s', (...answer) => {
    const [intent, state] = answer;
    expect(outcomeFrom(intent, { state })).toBeUndefined();
  });

  it('tells the reason of a decline', () => {
    const record: GatewayStatus = { state: 'declined', reason: 'insufficient_funds' };
    expect(outcomeFrom('authorising', record)).toEqual({
      type: 'declined',
      reason: 'insufficient_funds',
    });
  });
});
