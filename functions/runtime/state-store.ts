import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { conflict, retryConflicts } from './conflicts.ts';
import type { Deps } from './definition.ts';
import { type CommitAttributes, commitAttributes, type OutboxEntry } from './outbox.ts';

/** An item that holds the whole state of one process: its state's name, and what it needs to go on. */
export interface StateItem {
  state: string;
}

/** What a decision writes: attributes set (undefined ones removed) and the events that follow. */
export interface Change<Item extends StateItem> {
  set: { [Name in keyof Item]?: Item[Name] | undefined } & { state: Item['state'] };
  outbox: readonly OutboxEntry[];
}

/** One item of a table whose key is a single string attribute. */
export interface StateKey {
  table: string;
  attribute: string;
  value: string;
}

/**
 * What a commit came to. `written`: by this call. `found`: this cause had written it before, so what
 * followed then may have happened or not. `unchanged`: the decision left the item alone.
 */
export interface Committed<Item> {
  outcome: 'written' | 'found' | 'unchanged';
  item: (Item & CommitAttributes) | undefined;
}

/** Reads a state item consistently; undefined if there is none. */
export async function loadState<Item extends StateItem>(
  deps: Pick<Deps, 'dynamodb'>,
  key: StateKey,
): Promise<(Item & CommitAttributes) | undefined> {
  const { Item } = await deps.dynamodb.send(
    new GetItemCommand({
      TableName: key.table,
      Key: { [key.attribute]: { S: key.value } },
      ConsistentRead: true,
    }),
  );
  return Item ? (unmarshall(Item) as Item & CommitAttributes) : undefined;
}

/**
 * Commits what `decide` makes of an item in one conditional write: state, inbox and outbox at once.
 * `decide` is pure; it gets `expected` first (what is usually there, so that the usual case costs one
 * call and no read) and, if that is not what is there, the item itself. It returns undefined to leave
 * the item alone. Throws `conflict` after `MAX_COMMIT_ATTEMPTS` lost races.
 */
export async function commitState<Item extends StateItem>(
  deps: Deps,
  key: StateKey,
  expected: Pick<Item, 'state'> | undefined,
  decide: (item: Partial<Item> | undefined) => Change<Item> | undefined,
): Promise<Committed<Item>> {
  let item = expected as Partial<Item> | undefined;
  let seen = false;
  const attempt = async (): Promise<Committed<Item> | undefined> => {
    const change = decide(item);
    if (!change && seen) return { outcome: 'unchanged', item: item as never };
    const result = change
      ? await write<Item>(deps, key, item?.state, change)
      : { actual: await loadState<Item>(deps, key) };
    if ('written' in result) return { outcome: 'written', item: result.written };
    const { actual } = result;
    if (change && isOwnCommit(actual, change, deps)) return { outcome: 'found', item: actual };
    const lostRace = seen;
    item = actual as Partial<Item> | undefined;
    seen = true;
    if (lostRace) throw conflict(`${key.table} ${key.value} changed at the same time`);
    return undefined;
  };
  return retryConflicts(deps, async () => (await attempt()) ?? (await attempt())!);
}

/** Whether what stands in the way of a change is the change itself, its acknowledgement lost. */
function isOwnCommit<Item extends StateItem>(
  actual: (Item & CommitAttributes) | undefined,
  change: Change<Item>,
  deps: Pick<Deps, 'cause'>,
): boolean {
  return actual?.cause === deps.cause.id && actual.state === change.set.state;
}

type Attempt<Item> =
  | { written: Item & CommitAttributes }
  | { actual: (Item & CommitAttributes) | undefined };

async function write<Item extends StateItem>(
  deps: Deps,
  key: StateKey,
  expectedState: string | undefined,
  change: Change<Item>,
): Promise<Attempt<Item>> {
  const attributes = commitAttributes(deps.cause, deps.clock.nowMs(), change.outbox);
  try {
    const { Attributes } = await deps.dynamodb.send(
      new UpdateItemCommand({
        TableName: key.table,
        Key: { [key.attribute]: { S: key.value } },
        ...updateExpression({ trace: undefined, ...change.set, ...attributes }, expectedState),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { written: unmarshall(Attributes!) as Item & CommitAttributes };
  } catch (error) {
    if (error instanceof TransactionConflictException) {
      throw conflict(`${key.table} ${key.value} is in a transaction`, error);
    }
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const actual = error.Item ? (unmarshall(error.Item) as Item & CommitAttributes) : undefined;
    return { actual };
  }
}

/** SET for what is defined, REMOVE for what is not, on the condition that the state is as expected. */
export function updateExpression(
  attributes: Record<string, unknown>,
  expectedState: string | undefined,
): {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, AttributeValue>;
} {
  const names: Record<string, string> = { '#state': 'state' };
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    names[`#${name}`] = name;
    if (value === undefined) {
      removes.push(`#${name}`);
      continue;
    }
    values[`:${name}`] = value;
    sets.push(`#${name} = :${name}`);
  }
  if (expectedState !== undefined) values[':expected'] = expectedState;
  const remove = removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : '';
  return {
    UpdateExpression: `SET ${sets.join(', ')}${remove}`,
    ConditionExpression:
      expectedState === undefined ? 'attribute_not_exists(#state)' : '#state = :expected',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
  };
}
