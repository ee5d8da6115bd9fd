import { normaliseItem, type StoredItem } from './attribute-value.ts';
import { constraintException, counted, schemaMismatch, validationException } from './errors.ts';
import type { Bound, Placeholders } from './expression/placeholders.ts';
import { readPlaceholders } from './expression/read-placeholders.ts';
import type { Condition, Path, UpdateAction } from './expression/syntax.ts';
import { itemSizeBytes, maximumItemBytes } from './item-size.ts';
import {
  checkIndexKey,
  checkItemKey,
  fittingKey,
  type ItemKey,
  isEmpty,
  normaliseKey,
} from './keys.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

/** The members that writes have in common, alone or in a transaction. */
export interface WriteInput {
  TableName?: string;
  Item?: object;
  Key?: object;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: object;
  ReturnValuesOnConditionCheckFailure?: string;
}

/** The kinds of write, named as in TransactWriteItems; a ConditionCheck writes nothing. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write that was found valid as far as the request and the table's schema tell. */
export interface WriteAction {
  kind: WriteKind;
  table: Table;
  key: ItemKey;
  /** The item to put; for the others, the key's attributes. */
  item: StoredItem;
  condition: Bound<Condition> | undefined;
  update: Bound<UpdateAction[]> | undefined;
  /** Whether a failed condition returns the item. */
  returnsOld: boolean;
  /** Size of the item to put, or of the key. */
  sizeBytes: number;
  /** Whether values of the request were not in stored form, as binary ones never are. */
  rewritten: boolean;
}

/** What a write asks for, found valid as far as that can be told without its table. */
interface WriteRequest extends Pick<WriteAction, 'kind' | 'condition' | 'update' | 'returnsOld'> {
  /** The item to put or the key, in stored form. */
  item: StoredItem;
  rewritten: boolean;
}

/** Reads a write; throws what DynamoDB refuses before it looks at the item that is there. */
export function readWriteAction(kind: WriteKind, tables: Tables, input: WriteInput): WriteAction {
  return onTable(tables, input, readRequest(kind, input));
}

/** Reads a write that is a request of its own, whose front end counts what it finds wrong. */
export function readSingleWrite(kind: WriteKind, tables: Tables, input: WriteInput): WriteAction {
  let request: WriteRequest;
  try {
    request = readRequest(kind, input);
  } catch (error) {
    throw counted(error);
  }
  return onTable(tables, input, request);
}

function readRequest(kind: WriteKind, input: WriteInput): WriteRequest {
  const expressions = kind === 'Update' ? updateExpressions : writeExpressions;
  const placeholders = readPlaceholders(input, expressions);
  const update = readUpdate(kind, input, placeholders);
  const condition =
    input.ConditionExpression === undefined
      ? undefined
      : placeholders.condition('ConditionExpression', input.ConditionExpression);
  placeholders.finish();
  const returnsOld = checkReturnsOld(input.ReturnValuesOnConditionCheckFailure);
  const item = kind === 'Put' ? itemToPut(input.Item) : normaliseKey(input.Key);
  const rewritten = placeholders.rewritten || (kind === 'Put' && item !== input.Item);
  return { kind, condition, update, returnsOld, item, rewritten };
}

function onTable(tables: Tables, { TableName }: WriteInput, request: WriteRequest): WriteAction {
  const { kind, condition, update, item } = request;
  const table = tables.get(TableName);
  if (kind === 'Put') checkItem(table, item);
  else fittingKey(table.schema, item);
  const sizeBytes = itemSizeBytes(item);
  if (sizeBytes > maximumItemBytes) {
    throw validationException('Item size has exceeded the maximum allowed size');
  }
  if (update !== undefined) {
    checkUpdatedAttributes(table, update);
    checkKeyPaths(table, update.paths);
  }
  if (condition !== undefined) checkKeyPaths(table, condition.paths);
  const { returnsOld, rewritten } = request;
  const key = table.locate(item);
  return { kind, table, key, item, condition, update, returnsOld, sizeBytes, rewritten };
}

const updateExpressions = ['UpdateExpression', 'ConditionExpression'] as const;
const writeExpressions = ['ConditionExpression'] as const;

function readUpdate(
  kind: WriteKind,
  { UpdateExpression }: WriteInput,
  placeholders: Placeholders,
): Bound<UpdateAction[]> | undefined {
  if (kind !== 'Update' || UpdateExpression === undefined) return undefined;
  return placeholders.update(UpdateExpression);
}

/**
 * What a write adds to the size of a transaction: the item or key, and the values given beside a
 * key.
 */
export function payloadBytes({ kind, sizeBytes, update, condition }: WriteAction): number {
  const values = kind === 'Put' ? undefined : (update ?? condition)?.values;
  return sizeBytes + (values === undefined ? 0 : itemSizeBytes(values));
}

function itemToPut(given: object | undefined): StoredItem {
  if (given !== null && typeof given === 'object') return normaliseItem(given);
  throw constraintException(null, 'item', 'Member must not be null');
}

function checkItem(table: Table, item: StoredItem): void {
  checkItemKey(table.schema, item);
  for (const index of table.indexes) checkIndexKey(index.name, index.schema, item);
}

function checkReturnsOld(asked: string | undefined): boolean {
  if (asked === undefined || asked === 'NONE') return false;
  if (asked === 'ALL_OLD') return true;
  throw constraintException(
    asked,
    'returnValuesOnConditionCheckFailure',
    'Member must satisfy enum value set: [ALL_OLD, NONE]',
  );
}

/** Throws if a path goes into an attribute that is a key, for keys are scalars. */
export function checkKeyPaths(table: Table, paths: readonly Path[]): void {
  for (const path of paths) {
    if (path.length === 1) continue;
    const name = path[0] as string;
    const ofTable = table.keyAttributes.has(name);
    if (!ofTable && !table.indexKeyAttributes.has(name)) continue;
    throw validationException(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " +
        `${ofTable ? 'Key' : 'IndexKey'}: ${name}`,
    );
  }
}

function checkUpdatedAttributes(
  table: Table,
  { root, paths, values }: Bound<UpdateAction[]>,
): void {
  for (const action of root) {
    const name = paths[action.path]![0] as string;
    if (table.keyAttributes.has(name)) {
      throw schemaMismatch(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
    if (action.clause !== 'SET' || action.value.kind !== 'value') continue;
    if (table.indexKeyAttributes.has(name) && isEmpty(values[action.value.name])) {
      throw emptyIndexKey(values[action.value.name]!.B !== undefined);
    }
  }
}

function emptyIndexKey(binary: boolean): Error {
  return validationException(
    'One or more parameter values are not valid. ' +
      'The update expression attempted to update a secondary index key to a value that is not supported. ' +
      `The AttributeValue for a key attribute cannot contain an empty ${binary ? 'binary' : 'string'} value.`,
  );
}
