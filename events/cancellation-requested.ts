import * as z from 'zod/mini';
import { CancellationReason } from './cancellation-reason.ts';
import { defineEvent } from './contract.ts';
import { OrderId } from './order-lines.ts';

/** A confirmed order should be stopped; fulfilment decides whether the parcel has left. */
export const CancellationRequested = defineEvent({
  name: 'CancellationRequested',
  version: 1,
  producer: 'ordering',
  description: 'A confirmed order should be stopped, if its parcel has not left.',
  schema: z.object({ orderId: OrderId, reason: CancellationReason }),
  pii: [],
  examples: [{ orderId: '5d41402abc4b2a76b9719d911017c592', reason: 'customer-request' }],
  subject: (data) => data.orderId,
});
