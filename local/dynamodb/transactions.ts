import type {
  CancellationReason,
  Get,
  TransactGetItemsInput,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, ThrottlingException } from '@aws-sdk/client-dynamodb';
import type { Engine, Operation } from './engine.ts';
import {
  conditionFailed,
  constraintException,
  isSchemaMismatch,
  isValidationException,
  transactionCanceled,
  validationException,
} from './errors.ts';
import { projected, readProjection } from './item-operations.ts';
import { itemSizeBytes, readUnitsOfText, writeUnitsOfText } from './item-size.ts';
import { readKey, textOfKey } from './keys.ts';
import type { Meter } from './meter.ts';
import { checkItemCollectionMetrics, checkParameters } from './parameters.ts';
import { StoredWrite } from './stored-write.ts';
import type { Table } from './table.ts';
import { kinds, none, refuseHeld } from './transaction-holds.ts';
import { checkKeyPaths, payloadBytes, readWriteAction, type WriteAction } from './write-action.ts';

const maximumActions = 100;
const maximumBytes = 4 * 1024 * 1024;
const maximumTokenLength = 36;

/**
 * TransactWriteItems (API_TransactWriteItems): all of the writes or none. Costs twice the write
 * units; a repeated ClientRequestToken changes nothing and costs reads.
 */
export const transactWriteItems: Operation<TransactWriteItemsInput> = (engine, input, meter) => {
  checkItemCollectionMetrics('TransactWriteItems', input.ReturnItemCollectionMetrics);
  const items = checkActions(input.TransactItems);
  const token = checkToken(input.ClientRequestToken);
  const actions = readAll(items, (item, at) => readAction(engine, item, at));
  checkDistinct(actions);
  checkSize(actions);
  const transaction = token === undefined ? '' : JSON.stringify(items);
  if (token !== undefined && engine.tokens.isRepeated(token, transaction, engine.nowMs())) {
    for (const { table, key } of actions) {
      meter.read(table, 2 * readUnitsOfText(table.items.get(key)));
    }
    return meter.several();
  }
  const writes = prepare(engine, actions, meter);
  for (const write of writes) write.commit(meter, engine.stream, 2);
  if (token !== undefined) engine.tokens.remember(token, transaction, engine.nowMs());
  return meter.several();
};

/** TransactGetItems (API_TransactGetItems). Costs twice the units of consistent reads. */
export const transactGetItems: Operation<TransactGetItemsInput> = (engine, input, meter) => {
  const items = checkActions(input.TransactItems);
  const reads = readAll(items, ({ Get }, at) => readGet(engine, Get, at));
  checkDistinct(reads);
  refuseHeld(engine, reads);
  const texts = reads.map(({ table, key }) => table.items.get(key));
  const bytes = texts.reduce((sum, text) => sum + (text ? itemSizeBytes(JSON.parse(text)) : 0), 0);
  if (bytes > maximumBytes) {
    throw validationException('Collection size exceeded: the items of a transaction exceed 4 MB');
  }
  const responses = reads.map(({ table, key, paths }, index) => {
    const text = texts[index];
    const units = 2 * readUnitsOfText(text);
    engine.throughput?.take('read', { table, key }, units);
    meter.read(table, units);
    return text === undefined ? {} : { Item: projected(table, text, paths) };
  });
  return { Responses: responses, ...meter.several() };
};

function checkActions<T>(items: T[] | undefined): T[] {
  const member = 'transactItems';
  if (items === undefined) throw constraintException(null, member, 'Member must not be null');
  if (items.length === 0) {
    const rule = 'Member must have length greater than or equal to 1';
    throw constraintException('[]', member, rule);
  }
  if (items.length > maximumActions) {
    const rule = `Member must have length less than or equal to ${maximumActions}`;
    throw constraintException(`[${items.length} items]`, member, rule);
  }
  return items;
}

function checkToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (token.length <= maximumTokenLength) return token;
  const rule = `Member must have length less than or equal to ${maximumTokenLength}`;
  throw constraintException(token, 'clientRequestToken', rule);
}

/**
 * Reads every action. What is wrong with one as a request is thrown at once; the first that does
 * not fit its table's schema cancels the transaction.
 */
function readAll<T, Action>(items: readonly T[], read: (item: T, at: number) => Action): Action[] {
  let mismatch: { at: number; message: string } | undefined;
  const actions = items.map((item, at) => {
    try {
      return read(item, at);
    } catch (error) {
      if (!isSchemaMismatch(error)) throw error;
      mismatch ??= { at, message: error.message };
      return undefined;
    }
  });
  if (mismatch === undefined) return actions as Action[];
  const reason = { Code: 'ValidationError', Message: mismatch.message };
  throw transactionCanceled(items.map((_, at) => (at === mismatch!.at ? reason : none)));
}

function readAction(engine: Engine, item: TransactWriteItem, at: number): WriteAction {
  const given = kinds.filter((kind) => item[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined) {
    throw validationException(
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
    );
  }
  if (given.length > 1) {
    throw validationException('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const input = item[kind]!;
  checkParameters(kind, input);
  if (kind === 'ConditionCheck' && input.ConditionExpression === undefined) {
    const member = `transactItems.${at + 1}.member.conditionCheck.conditionExpression`;
    throw constraintException(null, member, 'Member must not be null');
  }
  return readWriteAction(kind, engine.tables, input);
}

function readGet(engine: Engine, get: Get | undefined, at: number) {
  if (get === undefined) {
    throw constraintException(
      null,
      `transactItems.${at + 1}.member.get`,
      'Member must not be null',
    );
  }
  checkParameters('Get', get);
  const paths = readProjection(get);
  const table = engine.tables.get(get.TableName);
  checkKeyPaths(table, paths ?? []);
  const item = readKey(table.schema, get.Key);
  return { table, paths, item, key: table.locate(item) };
}

function checkDistinct(actions: readonly { table: Table; key: WriteAction['key'] }[]): void {
  const seen = new Set(actions.map(({ table, key }) => `${table.name}\u0000${textOfKey(key)}`));
  if (seen.size === actions.length) return;
  throw validationException('Transaction request cannot include multiple operations on one item');
}

function checkSize(actions: readonly WriteAction[]): void {
  const bytes = actions.reduce((sum, action) => sum + payloadBytes(action), 0);
  if (bytes <= maximumBytes) return;
  throw validationException(`Transaction payload size cannot exceed 4MB. Payload Size: ${bytes}`);
}

/**
 * Makes every write ready; throws a TransactionCanceledException with the reasons if any cannot be
 * made.
 */
function prepare(engine: Engine, actions: readonly WriteAction[], meter: Meter): StoredWrite[] {
  refuseHeld(engine, actions);
  const writes: StoredWrite[] = [];
  let reasons: CancellationReason[] | undefined;
  actions.forEach((action, at) => {
    try {
      const write = new StoredWrite(action);
      engine.throughput?.take('write', action, 2 * write.units);
      writes.push(write);
    } catch (error) {
      reasons ??= actions.map(() => none);
      reasons[at] = reasonOf(error);
    }
  });
  if (reasons === undefined) return writes;
  for (const { table, key } of actions)
    meter.write(table, 2 * writeUnitsOfText(table.items.get(key)));
  throw transactionCanceled(reasons);
}

function reasonOf(error: unknown): CancellationReason {
  if (error instanceof ConditionalCheckFailedException) {
    const item = error.Item === undefined ? {} : { Item: error.Item };
    return { Code: 'ConditionalCheckFailed', Message: conditionFailed, ...item };
  }
  if (error instanceof ThrottlingException) {
    return { Code: 'ThrottlingError', Message: error.message };
  }
  if (isValidationException(error)) return { Code: 'ValidationError', Message: error.message };
  throw error;
}
