import { BatchGetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { StockUpdated } from '../../events/stock-updated.ts';
import type { Deps } from '../runtime/definition.ts';
import { RetriableError } from '../runtime/errors.ts';
import { type OutboxEntry, outboxEntry } from '../runtime/outbox.ts';
import type { StockLevel, StockMove } from './stock.ts';

/** Passes over a batch read that DynamoDB answers in part. */
const MAX_READS = 5;

/** The key of a SKU's stock. */
export const stockKey = (sku: string): string => `stock#${sku}`;

/** Reads the stock of SKUs consistently; a SKU of which there never was any is not in the answer. */
export async function readStock(
  deps: Pick<Deps, 'dynamodb' | 'table'>,
  skus: readonly string[],
): Promise<Map<string, StockLevel>> {
  const table = deps.table('stock');
  const levels = new Map<string, StockLevel>();
  let keys = skus.map((sku) => ({ pk: { S: stockKey(sku) } }));
  for (let read = 0; keys.length > 0; read += 1) {
    if (read === MAX_READS) {
      throw new RetriableError(
        'stock-unread',
        `The stock of ${keys.length} SKUs could not be read`,
      );
    }
    const { Responses, UnprocessedKeys } = await deps.dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) {
      const level = unmarshall(item) as StockLevel;
      levels.set(level.sku, level);
    }
    keys = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof keys;
  }
  return levels;
}

/** The level of a SKU in what `readStock` found. */
export function levelIn(stock: ReadonlyMap<string, StockLevel>, sku: string): StockLevel {
  return stock.get(sku) ?? { sku, received: 0, available: 0 };
}

/** The conditional write of a move. */
export function moveWrite(table: string, move: StockMove): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: { pk: { S: stockKey(move.sku) } },
      UpdateExpression: 'SET available = available + :delta',
      ConditionExpression: 'available BETWEEN :min AND :max',
      ExpressionAttributeValues: {
        ':delta': { N: String(move.delta) },
        ':min': { N: String(move.min) },
        ':max': { N: String(move.max) },
      },
    },
  };
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
