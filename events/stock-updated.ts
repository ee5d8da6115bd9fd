import * as z from 'zod/mini';
import { defineEvent } from './contract.ts';
import { Sku } from './order-lines.ts';

/** The stock of a SKU changed in a way others may care about. Thin: ask inventory for the figures. */
export const StockUpdated = defineEvent({
  name: 'StockUpdated',
  version: 1,
  producer: 'inventory',
  description:
    'Stock was set, fell below its threshold, ran out or came back. Thin: GET /stock/{sku} tells how much.',
  schema: z.object({ sku: Sku, change: z.enum(['set', 'low', 'out', 'back']) }),
  pii: [],
  examples: [{ sku: 'CD-1467', change: 'low' }],
  subject: (data) => data.sku,
});
