import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { StockUpdated } from '../../events/stock-updated.ts';
import { commitCommand, findCommand } from '../runtime/command-store.ts';
import { retryConflicts } from '../runtime/conflicts.ts';
import { route } from '../runtime/definition.ts';
import { outboxEntry } from '../runtime/outbox.ts';
import { conflicting } from '../runtime/problem.ts';
import { skuParameter } from '../runtime/sku-parameter.ts';
import { openShardWrite, piecesInShards, stockSettings, sweepShard } from './shard-store.ts';
import { leastAtHome, type StockSettings, shardsToOpen } from './shards.ts';
import type { HomeLevel, StockLevel } from './stock.ts';
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
  uses: {
    tables: { stock: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] },
    settings: ['lowStockThreshold', 'stockShardSize'],
  },
  publishes: [StockUpdated],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  /** Sets what was received in all; what is reserved or shipped of it stays so. */
  async handle({ params, body: { received }, bodyHash }, deps) {
    const sku = skuParameter(params);
    const result = await retryConflicts(deps, async () => {
      const table = deps.table('stock');
      const settings = stockSettings(deps);
      const least = leastAtHome(settings.threshold);
      const added = (level: HomeLevel): number => level.available + received - level.received;
      let before = levelIn(await readStock(deps, [sku]), sku);
      while (before.shards !== undefined && added(before) < least) {
        await sweepShard(deps, sku, [...before.shards][0]!);
        before = levelIn(await readStock(deps, [sku]), sku);
      }
      const after = { ...before, received, available: added(before) };
      if (after.available < 0) {
        const twin = await findCommand<StockLevel>(deps, table, bodyHash);
        if (twin) return twin.result;
        throw conflicting(
          'stock-committed',
          `${before.received - before.available} pieces of ${sku} are reserved or shipped; ` +
            `received cannot be ${received}`,
        );
      }
      const inShards = await piecesInShards(deps, before);
      return commitCommand<StockLevel>(deps, {
        table,
        request: bodyHash,
        result: { sku, received, available: after.available + inShards },
        outbox: [outboxEntry(StockUpdated, { sku, change: 'set' }, deps.cause)],
        writes: stockWrites(table, { before, after, settings }),
      });
    });
    return { status: 200, body: result };
  },
});

/** Of much stock, the most goes to shards that are not open. */
function stockWrites(
  table: string,
  { before, after, settings }: { before: HomeLevel; after: HomeLevel; settings: StockSettings },
): TransactWriteItem[] {
  const { sku } = after;
  const pieces = settings.shardSize;
  const opened = shardsToOpen(after, settings);
  return [
    homeWrite(table, before, {
      ...after,
      opened,
      atHome: after.available - opened.length * pieces,
    }),
    ...opened.map((shard) => openShardWrite(table, { sku, shard, pieces })),
  ];
}

function homeWrite(
  table: string,
  before: StockLevel,
  after: { sku: string; received: number; atHome: number; opened: readonly string[] },
): TransactWriteItem {
  const opens = after.opened.length > 0;
  return {
    Update: {
      TableName: table,
      Key: { pk: { S: stockKey(after.sku) } },
      UpdateExpression: `SET sku = :sku, received = :after, available = :atHome${opens ? ' ADD shards :opened' : ''}`,
      ConditionExpression:
        before.received === 0 && before.available === 0
          ? 'attribute_not_exists(pk) OR (received = :received AND available = :available)'
          : 'received = :received AND available = :available',
      ExpressionAttributeValues: {
        ':sku': { S: after.sku },
        ':after': { N: String(after.received) },
        ':atHome': { N: String(after.atHome) },
        ':received': { N: String(before.received) },
        ':available': { N: String(before.available) },
        ...(opens && { ':opened': { SS: [...after.opened] } }),
      },
    },
  };
}
