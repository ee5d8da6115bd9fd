import type {
  CancellationReason,
  Delete,
  Put,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import type { Engine } from './engine.ts';
import { ongoing, transactionCanceled, transactionInProgress } from './errors.ts';
import type { Located } from './item-holds.ts';
import { readKey } from './keys.ts';
import type { WriteKind } from './write-action.ts';

/** What an action of a transaction can be. */
export const kinds: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update'];

/** The reason of an action that did not cancel its transaction. */
export const none: CancellationReason = { Code: 'None' };

const conflict: CancellationReason = { Code: 'TransactionConflict', Message: ongoing };

/**
 * Holds the items of a transaction that is under way, until the function it returns is called. What is wrong with the
 * transaction itself is told when it is carried out. Throws a TransactionCanceledException where another one holds an
 * item, a TransactionInProgressException where another one has its token.
 */
export function holdItems(engine: Engine, input: TransactWriteItemsInput): () => void {
  let items: Located[];
  try {
    items = (input.TransactItems ?? []).map((item) => locateAction(engine, item));
  } catch {
    return () => {};
  }
  const token = input.ClientRequestToken || undefined;
  if (token !== undefined && engine.holds.isOngoing(token)) throw transactionInProgress();
  refuseHeld(engine, items);
  return engine.holds.hold(items, token);
}

/** Throws a TransactionCanceledException where another transaction holds an item. */
export function refuseHeld(engine: Engine, items: readonly Located[]): void {
  if (!items.some((item) => engine.holds.isHeld(item))) return;
  throw transactionCanceled(items.map((item) => (engine.holds.isHeld(item) ? conflict : none)));
}

function locateAction(engine: Engine, item: TransactWriteItem): Located {
  const kind = kinds.find((candidate) => item[candidate] !== undefined)!;
  const { TableName, Key, Item } = item[kind] as Put & Delete;
  const table = engine.tables.get(TableName);
  const ofItem = table.schema.parts.map(({ name }) => [name, Item?.[name]] as const);
  return { table, key: table.locate(readKey(table.schema, Key ?? Object.fromEntries(ofItem))) };
}
