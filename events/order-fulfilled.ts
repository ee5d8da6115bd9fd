import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { OrderId } from './order-lines.ts';

/** The parcel has left. */
export const OrderFulfilled = defineEvent({
  name: 'OrderFulfilled',
  version: 1,
  producer: 'fulfilment',
  description: 'The parcel has left; the order can no longer be cancelled.',
  schema: z.object({ orderId: OrderId }),
  pii: [],
  examples: [{ orderId: '5d41402abc4b2a76b9719d911017c592' }],
  subject: (data) => data.orderId,
});
