import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { Money } from './money.ts';
import { OrderId } from './order-lines.ts';

/** A captured payment went back to the customer. A void moves no money and is no event. */
export const PaymentRefunded = defineEvent({
  name: 'PaymentRefunded',
  version: 1,
  producer: 'payments',
  description: 'A captured payment of a cancelled order went back to the customer.',
  schema: z.object({ orderId: OrderId, amount: Money }),
  pii: [],
  examples: [
    { orderId: '5d41402abc4b2a76b9719d911017c592', amount: { amount: 2934, currency: 'USD' } },
  ],
  subject: (data) => data.orderId,
});
