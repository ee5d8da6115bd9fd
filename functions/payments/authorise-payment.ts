import { OrderPlaced } from '../../events/order-placed.ts';
import { consumer } from '../runtime/definition.ts';
import { commitState } from '../runtime/state-store.ts';
import type { Payment } from './payment.ts';
import { paymentContracts } from './payment-publishing.ts';
import { paymentKey, settlePayment, settlingUses } from './settle-payment.ts';

export default consumer({
  service: 'payments',
  name: 'authorise-payment',
  on: [{ contract: OrderPlaced, where: { saga: ['choreography'] } }],
  uses: settlingUses,
  publishes: paymentContracts,
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 50 },

  /** Whatever is there already is a duplicate's, or the tombstone of a cancelled order. */
  async handle({ data: { orderId, total: amount, cardToken } }, deps) {
    const { outcome, item } = await commitState<Payment>(
      deps,
      paymentKey(deps, orderId),
      undefined,
      (payment) =>
        payment ? undefined : { set: { state: 'authorising', amount, cardToken }, outbox: [] },
    );
    if (item) await settlePayment(deps, item, outcome !== 'written');
  },
});
