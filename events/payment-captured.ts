import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { Money } from './money.ts';
import { OrderId } from './order-lines.ts';

/** The customer was charged. */
export const PaymentCaptured = defineEvent({
  name: 'PaymentCaptured',
  version: 1,
  producer: 'payments',
  description: 'The customer was charged the order total.',
  schema: z.object({ orderId: OrderId, amount: Money }),
  pii: [],
  examples: [
    { orderId: '5d41402abc4b2a76b9719d911017c592', amount: { amount: 2934, currency: 'USD' } },
  ],
  subject: (data) => data.orderId,
});
