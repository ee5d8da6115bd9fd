import type { Money } from '../../events/money.ts';
import { PermanentError } from '../runtime/errors.ts';

/**
 * Where the payment of one order stands. The four `...ing` states are intents: written before the
 * gateway is called, so that whoever finds one asks the gateway what became of it. `cancelled` is the
 * tombstone of an order that was cancelled before its placement was heard of.
 */
export type PaymentState = IntentState | SettledState;
/** A call of the gateway was decided on, and its outcome is not yet known. */
export type IntentState = 'authorising' | 'capturing' | 'voiding' | 'refunding';
/** Nothing is asked of the gateway. */
export type SettledState =
  | 'authorised'
  | 'declined'
  | 'captured'
  | 'capture-refused'
  | 'voided'
  | 'refunded'
  | 'cancelled';

/** The payment of one order, as it is stored. */
export interface Payment {
  orderId: string;
  state: PaymentState;
  amount: Money;
  cardToken: string;
  /** The order was cancelled while an intent was open: whoever learns the outcome gives it back. */
  cancelRequested?: boolean;
  /** Set while an outcome is unknown: the key of the sparse index, and since when. */
  unresolved?: string;
  unresolvedSinceMs?: number;
}

/** What the gateway said of an intent. */
export type Outcome =
  | { type: 'approved' }
  | { type: 'declined'; reason: string }
  | { type: 'captured' }
  | { type: 'refused'; reason: string }
  | { type: 'voided' }
  | { type: 'refunded' };

/** The state an intent comes to, and the fact that is published of it. */
export interface Resolution {
  state: PaymentState;
  fact?: { type: 'authorised' | 'captured' | 'refunded' } | DeclineFact;
}

/** The gateway refused for good, at which stage and why. */
export interface DeclineFact {
  type: 'declined';
  stage: 'authorise' | 'capture';
  reason: string;
}

/** Whether the payment waits for the gateway. */
export function isIntent(state: PaymentState): state is IntentState {
  return ['authorising', 'capturing', 'voiding', 'refunding'].includes(state);
}

/** What `outcome` makes of the intent `state`. Void against capture is arbitrated by the gateway. */
export function resolve(state: IntentState, outcome: Outcome): Resolution {
  switch (`${state} ${outcome.type}`) {
    case 'authorising approved':
      return { state: 'authorised', fact: { type: 'authorised' } };
    case 'authorising declined':
      return { state: 'declined', fact: decline('authorise', outcome) };
    case 'capturing captured':
      return { state: 'captured', fact: { type: 'captured' } };
    case 'capturing refused':
      return { state: 'capture-refused', fact: decline('capture', outcome) };
    case 'capturing voided':
      // Nobody here voided it while it was to be captured: the gateway let it go.
      return { state: 'voided', fact: decline('capture', outcome) };
    case 'voiding voided':
      return { state: 'voided' };
    case 'voiding captured':
      return { state: 'refunding' };
    case 'refunding refunded':
      return { state: 'refunded', fact: { type: 'refunded' } };
    default:
      throw new PermanentError(
        'impossible-outcome',
        `The gateway says ${outcome.type} to a payment that is ${state}`,
      );
  }
}

function decline(stage: 'authorise' | 'capture', outcome: Outcome): DeclineFact {
  return { type: 'declined', stage, reason: 'reason' in outcome ? outcome.reason : outcome.type };
}

/** What a cancelled order makes of its payment's state: an intent to give back, or a mark on one. */
export function cancel(
  state: PaymentState | undefined,
): { state: PaymentState; cancelRequested?: true } | undefined {
  switch (state) {
    case undefined:
      return { state: 'cancelled' };
    case 'authorising':
    case 'capturing':
      return { state, cancelRequested: true };
    case 'authorised':
    case 'capture-refused':
      return { state: 'voiding' };
    case 'captured':
      return { state: 'refunding' };
    default:
      return undefined;
  }
}
