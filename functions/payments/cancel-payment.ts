import { OrderCancelled } from '../../events/order-cancelled.ts';
import { PaymentRefunded } from '../../events/payment-refunded.ts';
import { consumer } from '../runtime/definition.ts';
import { commitState, loadState } from '../runtime/state-store.ts';
import { cancel, type Payment } from './payment.ts';
import { paymentKey, settlePayment, settlingUses } from './settle-payment.ts';

export default consumer({
  service: 'payments',
  name: 'cancel-payment',
  on: [{ contract: OrderCancelled }],
  uses: settlingUses,
  publishes: [PaymentRefunded],
  limits: { timeoutSeconds: 30, memoryMb: 256, batchSize: 10, maxConcurrency: 20 },

  /** An open intent is only marked: whoever learns its outcome gives the money back. */
  async handle({ data: { orderId } }, deps) {
    const key = paymentKey(deps, orderId);
    const { outcome, item } = await commitState<Payment>(
      deps,
      key,
      await loadState<Payment>(deps, key),
      (payment) => {
        const next = cancel(payment?.state);
        return next ? { set: next, outbox: [] } : undefined;
      },
    );
    const givesBack = item?.state === 'voiding' || item?.state === 'refunding';
    if (item && givesBack) await settlePayment(deps, item, outcome !== 'written');
  },
});
