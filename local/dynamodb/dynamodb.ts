import { NotSimulatedError } from '../errors.ts';
import type { StoredItem } from './attribute-value.ts';
import { batchGetItem, batchWriteItem } from './batch.ts';
import { describeTable, describeTimeToLive, listTables } from './describe.ts';
import type { Engine, Operation } from './engine.ts';
import { deleteItem, getItem, putItem, updateItem } from './item-operations.ts';
import { itemSizeBytes } from './item-size.ts';
import { Meter } from './meter.ts';
import { checkParameters } from './parameters.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { Stream, type StreamRecord } from './stream.ts';
import type { Table } from './table.ts';
import type { TableSpec } from './table-spec.ts';
import { Tables } from './tables.ts';
import { TransactionTokens } from './transaction-tokens.ts';
import { transactGetItems, transactWriteItems } from './transactions.ts';

export type { StreamRecord } from './stream.ts';
export type { IndexSpec, StreamView, TableSpec } from './table-spec.ts';

/** Read and write units of one request. */
export interface Consumed {
  readUnits: number;
  writeUnits: number;
}

/** What an operation answers, and what it consumed. */
export interface Executed extends Consumed {
  /** As the SDK's command gives it, without `$metadata`. */
  output: object;
}

const operations: Readonly<Record<string, Operation<never>>> = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  DeleteItem: deleteItem,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UpdateItem: updateItem,
};

/**
 * DynamoDB in process and synchronous: tables with indexes, expressions, transactions, streams and
 * time to live. Items are held as JSON text. Time comes from `nowMs`; permissions and latency are
 * others' business.
 */
export class DynamoDb {
  readonly #tables = new Tables();
  readonly #engine: Engine;
  /** What the last `execute` consumed, also if it threw: a failed condition costs write units. */
  lastConsumed: Consumed = { readUnits: 0, writeUnits: 0 };

  /** `onRecord` gets each stream record while the write that made it is still running. */
  constructor(options: {
    nowMs: () => number;
    onRecord?: (tableName: string, record: StreamRecord) => void;
  }) {
    this.#engine = {
      tables: this.#tables,
      stream: new Stream(options.nowMs, options.onRecord),
      tokens: new TransactionTokens(),
      nowMs: options.nowMs,
    };
  }

  /** Adds an empty table; throws if there is one of this name, or a key attribute has no type. */
  createTable(spec: TableSpec): void {
    this.#tables.create(spec, this.#engine.nowMs());
  }

  /** Takes a table and its items away; throws a ResourceNotFoundException if there is none. */
  deleteTable(name: string): void {
    this.#tables.delete(name);
  }

  /**
   * Runs an operation by the name of its API on the input of its SDK command. Throws the SDK's
   * exceptions, or a NotSimulatedError for an operation or a parameter that the engine does not
   * know.
   */
  execute(operation: string, input: object): Executed {
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (run === undefined) throw new NotSimulatedError(`DynamoDB ${operation}`);
    checkParameters(operation, input);
    const { ReturnConsumedCapacity: level } = input as { ReturnConsumedCapacity?: string };
    const meter = new Meter(level);
    this.lastConsumed = meter;
    const output = (run as Operation<object>)(this.#engine, input, meter);
    return { output, readUnits: meter.readUnits, writeUnits: meter.writeUnits };
  }

  /**
   * Deletes the items whose time to live has passed, and returns how many. Each is a REMOVE in its
   * table's stream. Until then they can be read like any other, as on AWS.
   */
  expire(): number {
    let count = 0;
    for (const table of this.#tables.all()) {
      if (table.spec.ttlAttribute === undefined) continue;
      while (this.#expireOne(table)) count += 1;
    }
    return count;
  }

  /** How many items a table holds. */
  itemCount(tableName: string): number {
    return this.#tables.get(tableName).items.size;
  }

  #expireOne(table: Table): boolean {
    const expired = table.popExpired(this.#engine.nowMs());
    if (expired === undefined) return false;
    const { key, text } = expired;
    const item = JSON.parse(text) as StoredItem;
    table.change(key, { text, item: () => item }, undefined);
    const before = { text, sizeBytes: () => itemSizeBytes(item) };
    this.#engine.stream.record(table, { key: item, before, after: undefined, expired: true });
    return true;
  }
}
