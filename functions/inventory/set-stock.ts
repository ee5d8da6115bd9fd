import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { StockUpdated } from '../../events/stock-updated.ts';
import { commitCommand, findCommand } from '../runtime/command-store.ts';
import { retryConflicts } from '../runtime/conflicts.ts';
import { route } from '../runtime/definition.ts';
import { outboxEntry } from '../runtime/outbox.ts';
import { conflicting } from '../runtime/problem.ts';
import { skuParameter } from '../runtime/sku-parameter.ts';
import type { StockLevel } from './stock.ts';
import { levelIn, readStock, stockKey } from './stock-store.ts';

/** Pieces of one SKU at most: far beyond a warehouse, far below an unsafe integer. */
const MAX_RECEIVED = 1_000_000_000;

const SetStock = z.strictObject({
  received: z.int().check(z.minimum(0), z.maximum(MAX_RECEIVED)),
});

export default route({
  service: 'inventory',
  name: 'set-stock',
  method: 'PUT',
  path: '/stock/{sku}',
  scope: 'stock:write',
  body: SetStock,
  uses: { tables: { stock: ['GetItem', 'BatchGetItem', 'PutItem'] } },
  publishes: [StockUpdated],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  /** Sets what was received in all; what is reserved or shipped of it stays so. */
  async handle({ params, body: { received }, bodyHash }, deps) {
    const sku = skuParameter(params);
    const result = await retryConflicts(deps, async () => {
      const table = deps.table('stock');
      const before = levelIn(await readStock(deps, [sku]), sku);
      const after = { sku, received, available: before.available + received - before.received };
      if (after.available < 0) {
        const twin = await findCommand<StockLevel>(deps, table, bodyHash);
        if (twin) return twin.result;
        throw conflicting(
          'stock-committed',
          `${before.received - before.available} pieces of ${sku} are reserved or shipped; ` +
            `received cannot be ${received}`,
        );
      }
      return commitCommand(deps, {
        table,
        request: bodyHash,
        result: after,
        outbox: [outboxEntry(StockUpdated, { sku, change: 'set' }, deps.cause)],
        writes: [stockWrite(table, before, after)],
      });
    });
    return { status: 200, body: result };
  },
});

function stockWrite(table: string, before: StockLevel, after: StockLevel): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: {
        pk: { S: stockKey(after.sku) },
        sku: { S: after.sku },
        received: { N: String(after.received) },
        available: { N: String(after.available) },
      },
      ConditionExpression:
        before.received === 0 && before.available === 0
          ? 'attribute_not_exists(pk) OR (received = :received AND available = :available)'
          : 'received = :received AND available = :available',
      ExpressionAttributeValues: {
        ':received': { N: String(before.received) },
        ':available': { N: String(before.available) },
      },
    },
  };
}
