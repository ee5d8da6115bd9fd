import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { PaymentDeclined } from '../../events/payment-declined.ts';
import { PaymentRefunded } from '../../events/payment-refunded.ts';
import type { Cause } from '../runtime/definition.ts';
import { type OutboxEntry, outboxEntry } from '../runtime/outbox.ts';
import type { Payment, Resolution } from './payment.ts';

/** The contracts this service publishes. */
export const paymentContracts = [
  PaymentAuthorized,
  PaymentDeclined,
  PaymentCaptured,
  PaymentRefunded,
];

/** The published event of what became of an intent, if others need to know. */
export function publishedFact(
  payment: Payment,
  fact: Resolution['fact'],
  cause: Cause,
): OutboxEntry[] {
  const { orderId, amount } = payment;
  switch (fact?.type) {
    case undefined:
      return [];
    case 'authorised':
      return [outboxEntry(PaymentAuthorized, { orderId, amount }, cause)];
    case 'captured':
      return [outboxEntry(PaymentCaptured, { orderId, amount }, cause)];
    case 'refunded':
      return [outboxEntry(PaymentRefunded, { orderId, amount }, cause)];
    case 'declined': {
      const { stage, reason } = fact;
      return [outboxEntry(PaymentDeclined, { orderId, stage, reason }, cause)];
    }
  }
}
