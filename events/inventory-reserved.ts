import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { OrderId, OrderLines } from './order-lines.ts';

/** Every line of the order is set aside. */
export const InventoryReserved = defineEvent({
  name: 'InventoryReserved',
  version: 1,
  producer: 'inventory',
  description: 'Every line of the order is set aside; all of them or none.',
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
