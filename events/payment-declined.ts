import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { OrderId } from './order-lines.ts';

/** The gateway refused for good, to authorise or to capture. */
export const PaymentDeclined = defineEvent({
  name: 'PaymentDeclined',
  version: 1,
  producer: 'payments',
  description: 'The gateway refused for good: at the authorisation or, later, at the capture.',
  schema: z.object({
    orderId: OrderId,
    stage: z.enum(['authorise', 'capture']),
    reason: z.string().check(z.minLength(1), z.maxLength(128)),
  }),
  pii: [],
  examples: [
    {
      orderId: '5d41402abc4b2a76b9719d911017c592',
      stage: 'authorise',
      reason: 'insufficient_funds',
    },
  ],
  subject: (data) => data.orderId,
});
