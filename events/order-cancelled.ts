import * as z from 'zod/mini';
import { CancellationReason } from './cancellation-reason.ts';
import { defineEvent } from './contract.ts';
import { OrderId } from './order-lines.ts';

/** The order ended without a parcel; whoever did something for it compensates. */
export const OrderCancelled = defineEvent({
  name: 'OrderCancelled',
  version: 1,
  producer: 'ordering',
  description:
    'The order ended without a parcel; stock is released, the payment voided or refunded.',
  schema: z.object({ orderId: OrderId, reason: CancellationReason }),
  pii: [],
  examples: [{ orderId: '5d41402abc4b2a76b9719d911017c592', reason: 'out-of-stock' }],
  subject: (data) => data.orderId,
});
