import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { CustomerId } from './customer-id.ts';
import { Money } from './money.ts';
import { OrderId, PricedLines } from './order-lines.ts';

/** A customer's order was accepted. Fat: it carries all that inventory and payments need to act. */
export const OrderPlaced = defineEvent({
  name: 'OrderPlaced',
  version: 1,
  producer: 'ordering',
  description: 'A customer placed an order; prices are those of the price list at that moment.',
  schema: z.object({
    orderId: OrderId,
    customerId: CustomerId,
    lines: PricedLines,
    total: Money,
    cardToken: z.string().check(z.minLength(1), z.maxLength(64)),
    saga: z.enum(['choreography', 'orchestration']),
  }),
  pii: ['customerId', 'cardToken'],
  examples: [
    {
      orderId: '5d41402abc4b2a76b9719d911017c592',
      customerId: '00004',
      lines: [{ sku: 'CD-1467', quantity: 2, unitPrice: { amount: 1467, currency: 'USD' } }],
      total: { amount: 2934, currency: 'USD' },
      cardToken: 'tok_visa',
      saga: 'choreography',
    },
  ],
  subject: (data) => data.orderId,
});
