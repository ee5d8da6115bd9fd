import type {
  BatchGetItemInput,
  BatchWriteItemInput,
  KeysAndAttributes,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { StoredItem } from './attribute-value.ts';
import type { Engine, Operation } from './engine.ts';
import { type Item, isSchemaMismatch, validationException } from './errors.ts';
import { project } from './expression/projection.ts';
import { readProjection } from './item-operations.ts';
import { itemSizeBytes, readUnitsOfText } from './item-size.ts';
import { readKey } from './keys.ts';
import type { Meter } from './meter.ts';
import { checkItemCollectionMetrics, checkParameters } from './parameters.ts';
import { StoredWrite } from './stored-write.ts';
import type { Table } from './table.ts';
import { checkKeyPaths, readWriteAction, type WriteAction } from './write-action.ts';

const maximumGets = 100;
const maximumWrites = 25;
const maximumResponseBytes = 16 * 1024 * 1024;

/** BatchGetItem (API_BatchGetItem). Keys beyond 16 MB of items come back as unprocessed. */
export const batchGetItem: Operation<BatchGetItemInput> = (engine, input, meter) => {
  const requests = Object.entries(input.RequestItems ?? {});
  if (requests.length === 0) throw required('BatchGetItem');
  const reads = requests.map(([name, request]) => readTableRequest(engine, name, request));
  const count = reads.reduce((sum, read) => sum + read.keys.length, 0);
  if (count > maximumGets) {
    throw validationException('Too many items requested for the BatchGetItem call');
  }
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  let left = maximumResponseBytes;
  for (const read of reads) {
    const found = fetchAll(engine, read, left, meter);
    left = found.bytesLeft;
    responses[read.name] = found.items;
    if (found.unprocessed.length > 0) {
      unprocessed[read.name] = { ...read.request, Keys: found.unprocessed };
    }
  }
  return { Responses: responses, UnprocessedKeys: unprocessed, ...meter.several() };
};

/**
 * BatchWriteItem (API_BatchWriteItem): puts and deletes without conditions. Those of items that a transaction holds, or
 * that can take no more, come back as unprocessed.
 */
export const batchWriteItem: Operation<BatchWriteItemInput> = (engine, input, meter) => {
  checkItemCollectionMetrics('BatchWriteItem', input.ReturnItemCollectionMetrics);
  const requests = Object.entries(input.RequestItems ?? {});
  if (requests.length === 0) throw required('BatchWriteItem');
  const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
  if (count > maximumWrites) {
    throw validationException('Too many items requested for the BatchWriteItem call');
  }
  const asked = requests.flatMap(([name, writes]) => {
    if (writes.length === 0) {
      throw validationException(
        `The batch write request list for a table cannot be null or empty: ${name}`,
      );
    }
    return writes.map((write) => ({ name, write, action: readBatchWrite(engine, name, write) }));
  });
  checkDistinct(asked.map(({ action }) => action));
  const unprocessed: Record<string, WriteRequest[]> = {};
  for (const { name, write, action } of asked) {
    if (performs(engine, action, meter)) continue;
    unprocessed[name] = [...(unprocessed[name] ?? []), write];
  }
  return { UnprocessedItems: unprocessed, ...meter.several() };
};

/** Carries out one write of a batch, unless its item can take none now; whether it did. */
function performs(engine: Engine, action: WriteAction, meter: Meter): boolean {
  if (engine.holds.isHeld(action)) return false;
  const write = new StoredWrite(action);
  if (engine.throughput?.takes('write', action, write.units) === false) return false;
  write.commit(meter, engine.stream, 1);
  return true;
}

interface TableRead {
  name: string;
  table: Table;
  request: KeysAndAttributes;
  keys: NonNullable<KeysAndAttributes['Keys']>;
  paths: ReturnType<typeof readProjection>;
}

function readTableRequest(engine: Engine, name: string, request: KeysAndAttributes): TableRead {
  checkParameters('KeysAndAttributes', request);
  const paths = readProjection(request);
  const keys = request.Keys ?? [];
  if (keys.length === 0) {
    throw validationException(
      `The list of keys in RequestItems for BatchGetItem is required: ${name} has empty list`,
    );
  }
  const table = engine.tables.get(name);
  checkKeyPaths(table, paths ?? []);
  checkDistinct(keys.map((key) => ({ table, key: table.locate(readKey(table.schema, key)) })));
  return { name, table, request, keys, paths };
}

function fetchAll(
  engine: Engine,
  { table, request, keys, paths }: TableRead,
  bytes: number,
  meter: Meter,
) {
  const items: Item[] = [];
  const unprocessed: TableRead['keys'] = [];
  let bytesLeft = bytes;
  const consistent = request.ConsistentRead === true;
  for (const asked of keys) {
    const key = table.locate(readKey(table.schema, asked));
    const text = table.textOf(key, consistent);
    const units = readUnitsOfText(text) / (consistent ? 1 : 2);
    if (bytesLeft <= 0 || engine.throughput?.takes('read', { table, key }, units) === false) {
      unprocessed.push(asked);
      continue;
    }
    meter.read(table, units);
    if (text === undefined) continue;
    const item = JSON.parse(text) as StoredItem;
    bytesLeft -= itemSizeBytes(item);
    items.push(table.output(paths === undefined ? item : project(item, paths)));
  }
  return { items, unprocessed, bytesLeft };
}

function readBatchWrite(engine: Engine, name: string, write: WriteRequest): WriteAction {
  checkParameters('WriteRequest', write);
  const { PutRequest, DeleteRequest } = write;
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw validationException(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  try {
    return PutRequest === undefined
      ? readWriteAction('Delete', engine.tables, { TableName: name, ...DeleteRequest })
      : readWriteAction('Put', engine.tables, { TableName: name, ...PutRequest });
  } catch (error) {
    const ofKey = isSchemaMismatch(error) && !error.message.includes('Index Key');
    throw ofKey ? validationException('The provided key element does not match the schema') : error;
  }
}

function checkDistinct(actions: readonly Pick<WriteAction, 'table' | 'key'>[]): void {
  const seen = new Set(actions.map(({ table, key }) => JSON.stringify([table.name, key])));
  if (seen.size < actions.length) {
    throw validationException('Provided list of item keys contains duplicates');
  }
}

function required(operation: string): Error {
  return validationException(`The requestItems parameter is required for ${operation}`);
}
