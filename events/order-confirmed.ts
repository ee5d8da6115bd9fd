import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { CustomerId } from './customer-id.ts';
import { Money } from './money.ts';
import { OrderId, OrderLines } from './order-lines.ts';

/** Stock is reserved and the payment authorised: the order will be captured and shipped. */
export const OrderConfirmed = defineEvent({
  name: 'OrderConfirmed',
  version: 1,
  producer: 'ordering',
  description:
    'Stock is reserved and the payment authorised; from here only fulfilment can stop it.',
  schema: z.object({
    orderId: OrderId,
    customerId: CustomerId,
    lines: OrderLines,
    total: Money,
  }),
  pii: ['customerId'],
  examples: [
    {
      orderId: '5d41402abc4b2a76b9719d911017c592',
      customerId: '00004',
      lines: [{ sku: 'CD-1467', quantity: 2 }],
      total: { amount: 2934, currency: 'USD' },
    },
  ],
  subject: (data) => data.orderId,
});
