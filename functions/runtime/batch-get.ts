import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Deps } from './definition.ts';
import { RetriableError } from './errors.ts';

/** Passes over a batch that DynamoDB answers in part (`UnprocessedKeys`) before the caller is told. */
const MAX_READS = 5;

/**
 * Reads items by their key `pk`, at most 100, in whatever order they come; those that do not exist are
 * left out. Throws a `RetriableError` if DynamoDB keeps leaving keys unread.
 */
export async function batchGet<Item>(
  deps: Pick<Deps, 'dynamodb'>,
  table: string,
  keys: readonly string[],
  options: { consistent: boolean },
): Promise<Item[]> {
  const items: Item[] = [];
  let unread = keys.map((key) => ({ pk: { S: key } }));
  for (let read = 0; unread.length > 0; read += 1) {
    if (read === MAX_READS) {
      throw new RetriableError('items-unread', `${unread.length} items of ${table} stay unread`);
    }
    const request = { Keys: unread, ConsistentRead: options.consistent };
    const { Responses, UnprocessedKeys } = await deps.dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: request } }),
    );
    for (const item of Responses?.[table] ?? []) items.push(unmarshall(item) as Item);
    unread = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof unread;
  }
  return items;
}
