import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { type Deps, schedule } from '../runtime/definition.ts';
import { errorCode, errorMessage } from '../runtime/errors.ts';
import type { CommitAttributes } from '../runtime/outbox.ts';
import { loadState } from '../runtime/state-store.ts';
import type { Payment } from './payment.ts';
import { paymentContracts } from './payment-publishing.ts';
import { paymentKey, settlePayment, settlingUses, UNRESOLVED } from './settle-payment.ts';

/** An outcome unknown for less is still being asked for by the message that met it. */
const MIN_AGE_MS = 120_000;

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

  /** One payment the gateway still says nothing of does not keep the others waiting. */
  async handle(_tick, deps) {
    for (const orderId of await oldIntents(deps)) {
      const payment = await loadState<Payment>(deps, paymentKey(deps, orderId));
      if (!payment) continue;
      try {
        await settlePayment({ ...deps, cause: causeOf(payment) }, payment, true);
        deps.logger.info('Old intent settled', { orderId, state: payment.state });
      } catch (error) {
        const fields = { orderId, code: errorCode(error), reason: errorMessage(error) };
        deps.logger.error('Old intent not settled; the next tick tries again', fields);
        deps.metrics.add('IntentsUnsettled', 'Count', 1);
      }
    }
    deps.metrics.flush();
  },
});

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

/** The cause that opened the intent, never the tick: so the events have the ids they would have had. */
function causeOf(payment: CommitAttributes): Deps['cause'] {
  const { cause, correlation, trace } = payment;
  return { id: cause, correlationId: correlation, traceparent: trace };
}
