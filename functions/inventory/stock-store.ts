import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { StockUpdated } from '../../events/stock-updated.ts';
import { batchGet } from '../runtime/batch-get.ts';
import type { Deps } from '../runtime/definition.ts';
import { type OutboxEntry, outboxEntry } from '../runtime/outbox.ts';
import type { HomeLevel, StockMove } from './stock.ts';

/** The key of a SKU's stock. */
export const stockKey = (sku: string): string => `stock#${sku}`;

/** The key of one of its shards. */
export const shardKey = (sku: string, shard: string): string => `shard#${sku}#${shard}`;

/** Reads the stock of SKUs consistently; a SKU of which there never was any is not in the answer. */
export async function readStock(
  deps: Pick<Deps, 'dynamodb' | 'table'>,
  skus: readonly string[],
): Promise<Map<string, HomeLevel>> {
  const keys = skus.map(stockKey);
  const levels = await batchGet<HomeLevel>(deps, deps.table('stock'), keys, { consistent: true });
  return new Map(levels.map((level) => [level.sku, level]));
}

/** The level of a SKU in what `readStock` found. */
export function levelIn(stock: ReadonlyMap<string, HomeLevel>, sku: string): HomeLevel {
  return stock.get(sku) ?? { sku, received: 0, available: 0 };
}

/** The conditional write of a move. */
export function moveWrite(table: string, move: StockMove): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: {
        pk: { S: move.shard === undefined ? stockKey(move.sku) : shardKey(move.sku, move.shard) },
      },
      UpdateExpression: 'SET available = available + :delta',
      ConditionExpression: conditionOf(move),
      ExpressionAttributeValues: {
        ':delta': { N: String(move.delta) },
        ':min': { N: String(move.min) },
        ':max': { N: String(move.max) },
      },
    },
  };
}

/** A shard that is closed holds nothing, and takes nothing. */
function conditionOf({ shard, unsharded }: StockMove): string {
  const inRange = 'available BETWEEN :min AND :max';
  if (shard !== undefined) return `${inRange} AND attribute_not_exists(closed)`;
  return unsharded ? `${inRange} AND attribute_not_exists(shards)` : inRange;
}

/** The notifications that follow from moves. */
export function stockNotifications(
  moves: readonly StockMove[],
  cause: Deps['cause'],
): OutboxEntry[] {
  return moves.flatMap(({ sku, change }) =>
    change ? outboxEntry(StockUpdated, { sku, change }, cause) : [],
  );
}
