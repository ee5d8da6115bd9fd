import * as z from 'zod/mini';

/** Why an order ends cancelled. */
export const CancellationReason = z.enum([
  'customer-request',
  'out-of-stock',
  'payment-declined',
  'capture-refused',
  'undeliverable',
  'customer-blocked',
  'review-refused',
  'deadline-passed',
]);
export type CancellationReason = z.infer<typeof CancellationReason>;
