import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { consumer } from '../runtime/definition.ts';
import { commitState } from '../runtime/state-store.ts';
import type { Payment } from './payment.ts';
import { paymentContracts } from './payment-publishing.ts';
import { paymentKey, paymentMissing, settlePayment, settlingUses } from './settle-payment.ts';

export default consumer({
  service: 'payments',
  name: 'capture-payment',
  on: [{ contract: OrderConfirmed }],
  uses: settlingUses,
  publishes: paymentContracts,
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 50 },

  async handle({ data: { orderId } }, deps) {
    const { outcome, item } = await commitState<Payment>(
      deps,
      paymentKey(deps, orderId),
      { state: 'authorised' },
      (payment) => {
        if (!payment) throw paymentMissing(orderId);
        return payment.state === 'authorised'
          ? { set: { state: 'capturing' }, outbox: [] }
          : undefined;
      },
    );
    if (item) await settlePayment(deps, item, outcome !== 'written');
  },
});
