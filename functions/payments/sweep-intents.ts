import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { type Deps, schedule } from '../runtime/definition.ts';
import { errorCode, errorMessage } from '../runtime/errors.ts';
import type { CommitAttributes } from '../runtime/outbox.ts';
import { commitState, loadState } from '../runtime/state-store.ts';
import type { Payment } from './payment.ts';
import { paymentContracts } from './payment-publishing.ts';
import { paymentKey, settlePayment, settlingUses, UNRESOLVED } from './settle-payment.ts';

/** An outcome unknown for less is still being asked for by the message that met it. */
const MIN_AGE_MS = 120_000;

/** What one payment may take, calls that hang included; less is not begun with. */
const RESERVE_MS = 20_000;

/** Payments settled by one tick at most; the next tick takes the rest. */
const MAX_PER_TICK = 50;

export default schedule({
  service: 'payments',
  name: 'sweep-intents',
  everyMinutes: 1,
  uses: {
    ...settlingUses,
    tables: { payments: ['GetItem', 'UpdateItem', 'Query'] },
    indexes: ['payments/unresolved'],
  },
  publishes: paymentContracts,
  limits: { timeoutSeconds: 60, memoryMb: 256 },
  alarms: [
    {
      metric: 'IntentsUnsettled',
      description:
        'The gateway says nothing of payments that are minutes old; each tick asks again. See the log.',
    },
  ],

  /** One payment the gateway still says nothing of goes to the end of the queue; the others go on. */
  async handle(_tick, deps) {
    try {
      for (const orderId of await oldIntents(deps)) {
        if (deps.remainingMs() < RESERVE_MS) return;
        await settleOld(deps, orderId);
      }
    } finally {
      deps.metrics.flush();
    }
  },
});

async function settleOld(deps: Deps, orderId: string): Promise<void> {
  const payment = await loadState<Payment>(deps, paymentKey(deps, orderId));
  if (!payment) return;
  const owned = { ...deps, cause: causeOf(payment) };
  try {
    await settlePayment(owned, payment, true);
    deps.logger.info('Old intent settled', { orderId, state: payment.state });
  } catch (error) {
    const fields = { orderId, code: errorCode(error), reason: errorMessage(error) };
    deps.logger.error('Old intent not settled; a later tick tries again', fields);
    deps.metrics.add('IntentsUnsettled', 'Count', 1);
    await postpone(owned, payment);
  }
}

/** Puts a payment behind those that have waited longer, so that the silent ones do not starve them. */
async function postpone(deps: Deps, { orderId, state }: Payment): Promise<void> {
  await commitState<Payment>(deps, paymentKey(deps, orderId), { state }, (current) =>
    current?.state === state
      ? { set: { state, unresolvedSinceMs: deps.clock.nowMs() }, outbox: [] }
      : undefined,
  );
}

async function oldIntents(deps: Deps): Promise<string[]> {
  const { Items = [] } = await deps.dynamodb.send(
    new QueryCommand({
      TableName: deps.table('payments'),
      IndexName: 'unresolved',
      KeyConditionExpression: '#unresolved = :unresolved AND unresolvedSinceMs < :before',
      ExpressionAttributeNames: { '#unresolved': 'unresolved' },
      ExpressionAttributeValues: {
        ':unresolved': { S: UNRESOLVED },
        ':before': { N: String(deps.clock.nowMs() - MIN_AGE_MS) },
      },
      Limit: MAX_PER_TICK,
    }),
  );
  return Items.map((item) => item.orderId!.S!);
}

/** The cause of the payment's last commit, never the tick: so what it does again has the same ids. */
function causeOf(payment: CommitAttributes): Deps['cause'] {
  const { cause, correlation, trace } = payment;
  return { id: cause, correlationId: correlation, traceparent: trace };
}
