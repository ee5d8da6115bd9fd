import type { Deps, Uses } from '../runtime/definition.ts';
import { OrderlyError, RetriableError } from '../runtime/errors.ts';
import { type Committed, commitState, type StateKey } from '../runtime/state-store.ts';
import { functionGateway } from './function-gateway.ts';
import type { GatewayStatus, PaymentGateway } from './gateway.ts';
import {
  cancel,
  type IntentState,
  isIntent,
  type Outcome,
  type Payment,
  resolve,
} from './payment.ts';
import { publishedFact } from './payment-publishing.ts';

/** What every function that settles payments uses. */
export const settlingUses = {
  tables: { payments: ['GetItem', 'UpdateItem'] },
  gateway: true,
} satisfies Uses;

/** The key of an order's payment. */
export function paymentKey(deps: Pick<Deps, 'table'>, orderId: string): StateKey {
  return { table: deps.table('payments'), attribute: 'orderId', value: orderId };
}

/** The one value of the sparse index's hash key: only payments with an unknown outcome have it. */
export const UNRESOLVED = 'unresolved';

/**
 * Takes a payment from its intent to where nothing is left to ask: calls the gateway, commits the
 * outcome, and gives back what a cancellation has marked meanwhile. `resumed` says that somebody may
 * have called before: then the gateway is asked first. An outcome that stays unknown is marked for the
 * sweep and thrown, so that the message is tried again.
 */
export async function settlePayment(deps: Deps, start: Payment, resumed: boolean): Promise<void> {
  let payment = start;
  let ask = resumed;
  while (isOpen(payment)) {
    const { state } = payment;
    const { outcome, item } = isIntent(state)
      ? await settleIntent(deps, payment, state, ask)
      : await giveBack(deps, payment);
    if (!item) return;
    // Somebody else went on, perhaps with this very message: were he to end here and we to leave it at that,
    // nobody would come back to what he began.
    payment = item;
    ask = outcome !== 'written';
  }
  await leaveIndex(deps, payment);
}

/** Learns an intent's outcome and commits it, unless somebody else did meanwhile. */
async function settleIntent(
  deps: Deps,
  payment: Payment,
  intent: IntentState,
  ask: boolean,
): Promise<Committed<Payment>> {
  const { state, fact } = resolve(intent, await outcomeOf(deps, payment, intent, ask));
  return commitState<Payment>(deps, paymentKey(deps, payment.orderId), payment, (current) =>
    current?.state === intent
      ? { set: { state }, outbox: publishedFact(payment, fact, deps.cause) }
      : undefined,
  );
}

/** Whether something is left to ask or to give back. */
function isOpen({ state, cancelRequested }: Payment): boolean {
  return isIntent(state) || (cancelRequested === true && cancel(state) !== undefined);
}

/**
 * Takes a payment with nothing left to do out of the sweep's index. A write of its own, because the
 * write of the outcome does not know what was marked since the payment was read.
 */
async function leaveIndex(deps: Deps, payment: Payment): Promise<void> {
  if (!payment.unresolved) return;
  await commitState<Payment>(deps, paymentKey(deps, payment.orderId), payment, (current) =>
    current?.state === payment.state && !isOpen({ ...payment, ...current })
      ? {
          set: { state: payment.state, unresolved: undefined, unresolvedSinceMs: undefined },
          outbox: [],
        }
      : undefined,
  );
}

/** Turns a settled payment of a cancelled order into the intent to void or refund it. */
async function giveBack(deps: Deps, payment: Payment): Promise<Committed<Payment>> {
  return commitState<Payment>(deps, paymentKey(deps, payment.orderId), payment, (current) => {
    const next = current?.state === payment.state ? cancel(payment.state) : undefined;
    return next ? { set: { ...next, cancelRequested: undefined }, outbox: [] } : undefined;
  });
}

/** A payment of nothing needs no gateway. */
async function outcomeOf(
  deps: Deps,
  payment: Payment,
  intent: IntentState,
  ask: boolean,
): Promise<Outcome> {
  if (payment.amount.amount === 0) return outcomeOfNothing[intent];
  const gateway = functionGateway(deps);
  try {
    const known = ask ? await askGateway(gateway, payment, intent) : undefined;
    return known ?? (await callGateway(gateway, payment, intent));
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const learned = await askAfterSilence(deps, gateway, payment, intent);
    if (learned) return learned;
    await markUnresolved(deps, payment);
    throw error;
  }
}

const outcomeOfNothing: Record<IntentState, Outcome> = {
  authorising: { type: 'approved' },
  capturing: { type: 'captured' },
  voiding: { type: 'voided' },
  refunding: { type: 'refunded' },
};

function isUnknown(error: unknown): boolean {
  return error instanceof OrderlyError && error.code === 'outcome-unknown';
}

function callGateway(
  gateway: PaymentGateway,
  { orderId: reference, amount, cardToken }: Payment,
  intent: IntentState,
): Promise<Outcome> {
  switch (intent) {
    case 'authorising':
      return gateway.authorise({ reference, amount, cardToken });
    case 'capturing':
      return gateway.capture(reference);
    case 'voiding':
      return gateway.void(reference);
    case 'refunding':
      return gateway.refund(reference);
  }
}

/** A call was made and not answered: the merchant reference tells whether it succeeded. */
async function askAfterSilence(
  deps: Deps,
  gateway: PaymentGateway,
  payment: Payment,
  intent: IntentState,
): Promise<Outcome | undefined> {
  try {
    return await askGateway(gateway, payment, intent);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    deps.logger.warn('The gateway answers nothing at all', { orderId: payment.orderId });
    return undefined;
  }
}

/** What the gateway's record says of the intent; undefined if its call has not arrived there. */
async function askGateway(
  gateway: PaymentGateway,
  payment: Payment,
  intent: IntentState,
): Promise<Outcome | undefined> {
  return outcomeFrom(intent, await gateway.find(payment.orderId));
}

/** Reads an intent's outcome off the gateway's record of the payment. */
export function outcomeFrom(intent: IntentState, status: GatewayStatus): Outcome | undefined {
  if (status.state === 'unknown') return undefined;
  if (status.state === 'declined') return { type: 'declined', reason: status.reason };
  switch (intent) {
    case 'authorising':
      return { type: 'approved' };
    case 'capturing':
    case 'voiding':
      if (status.state === 'authorised') return undefined;
      // Refunded by somebody faster, so it was captured.
      return { type: status.state === 'voided' ? 'voided' : 'captured' };
    case 'refunding':
      return status.state === 'refunded' ? { type: 'refunded' } : undefined;
  }
}

/** Puts the payment into the sparse index, so that the sweep settles it when all attempts have failed. */
async function markUnresolved(deps: Deps, payment: Payment): Promise<void> {
  if (payment.unresolved) return;
  await commitState<Payment>(deps, paymentKey(deps, payment.orderId), payment, (current) =>
    current?.state === payment.state
      ? {
          set: {
            state: payment.state,
            unresolved: UNRESOLVED,
            unresolvedSinceMs: deps.clock.nowMs(),
          },
          outbox: [],
        }
      : undefined,
  );
}

/** For a handler that finds a payment missing which its cause implies. */
export function paymentMissing(orderId: string): RetriableError {
  return new RetriableError('payment-missing', `There is no payment of order ${orderId} yet`);
}
