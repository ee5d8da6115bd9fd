import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { OrderId } from './order-lines.ts';

/** The parcel will not leave, or could not be delivered. */
export const ShipmentStopped = defineEvent({
  name: 'ShipmentStopped',
  version: 1,
  producer: 'fulfilment',
  description: 'The parcel will not leave, or could not be delivered; ordering cancels the order.',
  schema: z.object({ orderId: OrderId, reason: z.enum(['cancellation', 'undeliverable']) }),
  pii: [],
  examples: [{ orderId: '5d41402abc4b2a76b9719d911017c592', reason: 'cancellation' }],
  subject: (data) => data.orderId,
});
