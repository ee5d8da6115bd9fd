import type {
  DeleteItemInput,
  GetItemInput,
  PutItemInput,
  UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { StoredItem } from './attribute-value.ts';
import type { Engine, Operation } from './engine.ts';
import { type Item, transactionConflict, validationException } from './errors.ts';
import { project } from './expression/projection.ts';
import { readPlaceholders } from './expression/read-placeholders.ts';
import type { Path } from './expression/syntax.ts';
import { readUnitsOfText, writeUnitsOfText } from './item-size.ts';
import { readKey } from './keys.ts';
import type { Meter } from './meter.ts';
import { checkItemCollectionMetrics } from './parameters.ts';
import { StoredWrite } from './stored-write.ts';
import type { Table } from './table.ts';
import { checkKeyPaths, readSingleWrite, type WriteAction } from './write-action.ts';

/** PutItem (API_PutItem). */
export const putItem: Operation<PutItemInput> = (engine, input, meter) => {
  checkItemCollectionMetrics('PutItem', input.ReturnItemCollectionMetrics);
  checkOldOnly(input.ReturnValues);
  const action = readSingleWrite('Put', engine.tables, input);
  const write = perform(engine, action, meter);
  return { ...oldAttributes(input.ReturnValues, write), ...meter.single() };
};

/** DeleteItem (API_DeleteItem). */
export const deleteItem: Operation<DeleteItemInput> = (engine, input, meter) => {
  checkItemCollectionMetrics('DeleteItem', input.ReturnItemCollectionMetrics);
  checkOldOnly(input.ReturnValues);
  const action = readSingleWrite('Delete', engine.tables, input);
  const write = perform(engine, action, meter);
  return { ...oldAttributes(input.ReturnValues, write), ...meter.single() };
};

/** UpdateItem (API_UpdateItem). */
export const updateItem: Operation<UpdateItemInput> = (engine, input, meter) => {
  checkItemCollectionMetrics('UpdateItem', input.ReturnItemCollectionMetrics);
  checkReturnValues(input.ReturnValues);
  const action = readSingleWrite('Update', engine.tables, input);
  const write = perform(engine, action, meter);
  const attributes = returnedAttributes(input.ReturnValues, action, write);
  return { ...(attributes === undefined ? {} : { Attributes: attributes }), ...meter.single() };
};

/** GetItem (API_GetItem). */
export const getItem: Operation<GetItemInput> = (engine, input, meter) => {
  const paths = readProjection(input);
  const table = engine.tables.get(input.TableName);
  checkKeyPaths(table, paths ?? []);
  const consistent = input.ConsistentRead === true;
  const key = table.locate(readKey(table.schema, input.Key));
  const text = table.textOf(key, consistent);
  const units = readUnitsOfText(text) / (consistent ? 1 : 2);
  engine.throughput?.take('read', { table, key }, units);
  meter.read(table, units);
  const item = text === undefined ? {} : { Item: projected(table, text, paths) };
  return { ...item, ...meter.single() };
};

/** The paths of a read's ProjectionExpression, if it has one. */
export function readProjection(input: {
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
}): readonly Path[] | undefined {
  const { ProjectionExpression, ExpressionAttributeNames } = input;
  const placeholders = readPlaceholders({ ProjectionExpression, ExpressionAttributeNames }, [
    'ProjectionExpression',
  ]);
  if (ProjectionExpression === undefined) return undefined;
  const bound = placeholders.projection(ProjectionExpression);
  placeholders.finish();
  return bound.paths;
}

/** An item, or the parts of it that the paths reach, as callers get it. */
export function projected(table: Table, text: string, paths: readonly Path[] | undefined): Item {
  if (paths === undefined) return table.read(text);
  return table.output(project(JSON.parse(text) as StoredItem, paths));
}

/**
 * Carries out a single write; a failed condition costs as much as writing the item that is there.
 */
function perform(engine: Engine, action: WriteAction, meter: Meter): StoredWrite {
  if (engine.holds.isHeld(action)) throw transactionConflict();
  try {
    const write = new StoredWrite(action);
    engine.throughput?.take('write', action, write.units);
    write.commit(meter, engine.stream, 1);
    return write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      const units = writeUnitsOfText(action.table.items.get(action.key));
      engine.throughput?.take('write', action, units);
      meter.write(action.table, units);
    }
    throw error;
  }
}

const returnValues = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];

/** The message lists UPDATE_NEW, which is none, as AWS's does: captures/cross-region-latest.json of paritysuite/dynamodb-conformance. */
function checkReturnValues(asked: string | undefined): void {
  if (asked === undefined || returnValues.includes(asked)) return;
  throw validationException(
    '1 validation error detected: Failed to satisfy constraint: ' +
      'Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
  );
}

function checkOldOnly(asked: string | undefined): void {
  checkReturnValues(asked);
  if (asked === undefined || asked === 'NONE' || asked === 'ALL_OLD') return;
  throw validationException('ReturnValues can only be ALL_OLD or NONE');
}

function oldAttributes(asked: string | undefined, write: StoredWrite): { Attributes?: Item } {
  const old = asked === 'ALL_OLD' ? write.oldItem() : undefined;
  return old === undefined ? {} : { Attributes: old };
}

/** UPDATED_OLD and UPDATED_NEW are what the update's paths reach in the item before and after. */
function returnedAttributes(
  asked: string | undefined,
  { update }: WriteAction,
  write: StoredWrite,
): Item | undefined {
  if (asked === undefined || asked === 'NONE') return undefined;
  if (asked === 'ALL_NEW') return write.takeNewItem();
  const { table, before, after } = write;
  const text = asked.endsWith('OLD') ? before : after;
  if (text === undefined) return undefined;
  if (asked.startsWith('ALL')) return table.read(text);
  const paths = update?.root.map((action) => update.paths[action.path]!) ?? [];
  const item = projected(table, text, paths);
  return Object.keys(item).length === 0 ? undefined : item;
}
