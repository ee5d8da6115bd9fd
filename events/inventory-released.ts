import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { OrderId, OrderLines } from './order-lines.ts';

/** What was set aside for a cancelled order is available again. */
export const InventoryReleased = defineEvent({
  name: 'InventoryReleased',
  version: 1,
  producer: 'inventory',
  description: 'What was set aside for a cancelled order is available again.',
  schema: z.object({ orderId: OrderId, lines: OrderLines }),
  pii: [],
  examples: [
    {
      orderId: '5d41402abc4b2a76b9719d911017c592',
      lines: [{ sku: 'CD-1467', quantity: 2 }],
    },
  ],
  subject: (data) => data.orderId,
});
