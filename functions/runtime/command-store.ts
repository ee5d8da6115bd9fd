import {
  GetItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { conflict } from './conflicts.ts';
import type { Deps } from './definition.ts';
import { type CommitAttributes, commitAttributes, type OutboxEntry } from './outbox.ts';
import { keyReused } from './problem.ts';

/** What a command came to, kept so that a retry gets the same answer. */
interface CommandItem extends CommitAttributes {
  pk: string;
  request: string;
  result: string;
}

/** A command that changes items which keep no history of their own. */
export interface CommandCommit<Result> {
  /** A table with the key `pk`. */
  table: string;
  /** Hash of the request. */
  request: string;
  result: Result;
  outbox: readonly OutboxEntry[];
  /** The conditional writes that are the command's effect. */
  writes: readonly TransactWriteItem[];
}

/** The key of a command's commit item. */
export const commandKey = (commandId: string): string => `command#${commandId}`;

/**
 * Commits a command's effect and, in the same transaction, the item that says it was handled. A retry
 * gets the result of the first time; another request under the same key is refused (422). Throws
 * `conflict` if a condition of `writes` fails: reload and decide again.
 */
export async function commitCommand<Result>(
  deps: Deps,
  commit: CommandCommit<Result>,
): Promise<Result> {
  const attributes = commitAttributes(deps.cause, deps.clock.nowMs(), commit.outbox);
  const item = {
    pk: commandKey(deps.cause.id),
    request: commit.request,
    result: JSON.stringify(commit.result),
    ...attributes,
  };
  try {
    await deps.dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: commit.table,
              Item: marshall(item),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          ...commit.writes,
        ],
      }),
    );
    return commit.result;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const twin = await findCommand<Result>(deps, commit.table, commit.request);
    if (twin) return twin.result;
    throw conflict(`Command ${deps.cause.id} met another write`, error);
  }
}

/** The result of this command if it was handled before; refuses another request under its key. */
export async function findCommand<Result>(
  deps: Pick<Deps, 'dynamodb' | 'cause'>,
  table: string,
  request: string,
): Promise<{ result: Result } | undefined> {
  const { Item } = await deps.dynamodb.send(
    new GetItemCommand({
      TableName: table,
      Key: { pk: { S: commandKey(deps.cause.id) } },
      ConsistentRead: true,
    }),
  );
  if (!Item) return undefined;
  const found = unmarshall(Item) as CommandItem;
  if (found.request !== request) throw keyReused();
  return { result: JSON.parse(found.result) as Result };
}
