import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { MAX_LINES, OrderId, Quantity, Sku } from './order-lines.ts';

const Shortage = z.object({
  sku: Sku,
  requested: Quantity,
  available: z.int().check(z.minimum(0)),
});

/** At least one line is not in stock; nothing was set aside. */
export const InventoryRejected = defineEvent({
  name: 'InventoryRejected',
  version: 1,
  producer: 'inventory',
  description: 'At least one line is not in stock in the quantity ordered; nothing was set aside.',
  schema: z.object({
    orderId: OrderId,
    shortages: z.array(Shortage).check(z.minLength(1), z.maxLength(MAX_LINES)),
  }),
  pii: [],
  examples: [
    {
      orderId: '5d41402abc4b2a76b9719d911017c592',
      shortages: [{ sku: 'CD-1467', requested: 2, available: 1 }],
    },
  ],
  subject: (data) => data.orderId,
});
