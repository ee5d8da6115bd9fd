import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { batchGet } from '../runtime/batch-get.ts';
import { conflict } from '../runtime/conflicts.ts';
import type { Deps } from '../runtime/definition.ts';
import type { StockSettings } from './shards.ts';
import type { HomeLevel } from './stock.ts';
import { shardKey, stockKey } from './stock-store.ts';

/** The settings of the stage. */
export function stockSettings(deps: Pick<Deps, 'setting'>): StockSettings {
  const threshold = Number(deps.setting('lowStockThreshold'));
  return { threshold, shardSize: Number(deps.setting('stockShardSize')) };
}

/** Pieces in the open shards of a SKU, each as it was when it was read. */
export async function piecesInShards(
  deps: Pick<Deps, 'dynamodb' | 'table'>,
  { sku, shards }: HomeLevel,
): Promise<number> {
  const keys = [...(shards ?? [])].map((shard) => shardKey(sku, shard));
  const found = await batchGet<{ available: number }>(deps, deps.table('stock'), keys, {
    consistent: true,
  });
  return found.reduce((sum, { available }) => sum + available, 0);
}

/** Opens a shard with so many pieces. */
export function openShardWrite(
  table: string,
  { sku, shard, pieces }: { sku: string; shard: string; pieces: number },
): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: { pk: { S: shardKey(sku, shard) }, sku: { S: sku }, available: { N: String(pieces) } },
      ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(closed)',
    },
  };
}

/**
 * Closes a shard: what it holds goes back to the SKU's own item. Throws `conflict` if somebody took from it, or swept
 * it, at the same time.
 */
export async function sweepShard(
  deps: Pick<Deps, 'dynamodb' | 'table'>,
  sku: string,
  shard: string,
): Promise<void> {
  const TableName = deps.table('stock');
  const key = shardKey(sku, shard);
  const [found] = await batchGet<{ available: number }>(deps, TableName, [key], {
    consistent: true,
  });
  const pieces = { N: String(found?.available ?? 0) };
  const home: TransactWriteItem = {
    Update: {
      TableName,
      Key: { pk: { S: stockKey(sku) } },
      UpdateExpression: 'SET available = available + :pieces DELETE shards :shard',
      ConditionExpression: 'contains(shards, :name)',
      ExpressionAttributeValues: {
        ...{ ':pieces': pieces, ':shard': { SS: [shard] }, ':name': { S: shard } },
      },
    },
  };
  const swept: TransactWriteItem = {
    Update: {
      TableName,
      Key: { pk: { S: key } },
      UpdateExpression: 'SET available = :none, closed = :closed',
      ConditionExpression: 'available = :pieces AND attribute_not_exists(closed)',
      ExpressionAttributeValues: {
        ...{ ':pieces': pieces, ':none': { N: '0' }, ':closed': { BOOL: true } },
      },
    },
  };
  try {
    await deps.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [home, swept] }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    throw conflict(`Shard ${shard} of ${sku} changed while it was swept`, error);
  }
}
