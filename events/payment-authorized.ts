import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { Money } from './money.ts';
import { OrderId } from './order-lines.ts';

/** The gateway holds the order's total on the customer's card. */
export const PaymentAuthorized = defineEvent({
  name: 'PaymentAuthorized',
  version: 1,
  producer: 'payments',
  description: 'The order total is held on the card; a total of zero needs no gateway.',
  schema: z.object({ orderId: OrderId, amount: Money }),
  pii: [],
  examples: [
    { orderId: '5d41402abc4b2a76b9719d911017c592', amount: { amount: 2934, currency: 'USD' } },
  ],
  subject: (data) => data.orderId,
});
