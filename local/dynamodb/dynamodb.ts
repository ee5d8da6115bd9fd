import type { TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';
import { NotSimulatedError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import { describeContinuousBackups, describeEndpoints, describeLimits } from './account.ts';
import type { StoredItem } from './attribute-value.ts';
import { batchGetItem, batchWriteItem } from './batch.ts';
import { describeTable, listTables } from './describe.ts';
import type { Engine, Operation } from './engine.ts';
import { isValidationException } from './errors.ts';
import { ItemHolds } from './item-holds.ts';
import { deleteItem, getItem, putItem, updateItem } from './item-operations.ts';
import { itemSizeBytes } from './item-size.ts';
import { ItemThroughput } from './item-throughput.ts';
import { Meter } from './meter.ts';
import { checkParameters } from './parameters.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { Stream, type StreamRecord } from './stream.ts';
import type { Table } from './table.ts';
import { checkTableName } from './table-name.ts';
import { addTable, createTable, deleteTable, updateTable } from './table-operations.ts';
import type { TableSpec } from './table-spec.ts';
import type { TableStreams } from './table-streams.ts';
import { Tables } from './tables.ts';
import { listTagsOfResource, tagResource, untagResource } from './tags.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts';
import { holdItems } from './transaction-holds.ts';
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
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeEndpoints: describeEndpoints,
  DescribeLimits: describeLimits,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  ListTagsOfResource: listTagsOfResource,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TagResource: tagResource,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};

/** What the engine stands on; all but the clock may be missing. */
export interface DynamoDbOptions {
  nowMs: () => number;
  /** Gets each stream record while the write that made it is still running. */
  onRecord?: (tableName: string, record: StreamRecord) => void;
  /** Gets the records of its tables' streams, for mappings and the Streams API. */
  streams?: TableStreams;
  /** Runs a task later, so that tables take their time; without it they are ACTIVE at once. */
  after?: (delayMs: number, task: () => void) => void;
  surroundings?: Pick<Surroundings, 'account' | 'region'>;
  /** Whether `stale` can show items as they were; it costs memory. */
  keepsPast?: boolean;
  /** Whether single items take no more than a partition can; without it they take everything. */
  limits?: boolean | undefined;
}

const nowhere = { account: '000000000000', region: 'us-east-1' };

/**
 * DynamoDB in process and synchronous: tables with indexes, expressions, transactions, streams and
 * time to live. Items are held as JSON text. Time comes from `nowMs`; permissions and latency are
 * others' business.
 */
export class DynamoDb {
  readonly #tables: Tables;
  readonly #engine: Engine;
  /** What the last `execute` consumed, also if it threw: a failed condition costs write units. */
  lastConsumed: Consumed = { readUnits: 0, writeUnits: 0 };

  constructor(options: DynamoDbOptions) {
    const { nowMs, streams, surroundings = nowhere } = options;
    const { account, region } = surroundings;
    this.#tables = new Tables(nowMs, options.keepsPast);
    this.#engine = {
      tables: this.#tables,
      stream: new Stream(nowMs, listenerOf(options)),
      streams,
      tokens: new TransactionTokens(),
      holds: new ItemHolds(),
      throughput: options.limits ? new ItemThroughput(nowMs) : undefined,
      nowMs,
      after: options.after ?? ((_delayMs, task) => task()),
      region,
      tableArnPrefix: `arn:aws:dynamodb:${region}:${account}:table/`,
    };
  }

  /**
   * Adds an empty table that is ACTIVE at once, as a deployed template's are; throws if there is one of this name, or
   * a key attribute has no type.
   */
  createTable(spec: TableSpec): void {
    addTable(this.#engine, spec, false);
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
    try {
      return this.#run(run as Operation<object>, input);
    } catch (error) {
      if (isValidationException(error)) checkNameFirst(operation, input);
      throw error;
    }
  }

  /**
   * Holds the items of a TransactWriteItems that takes its time, until the function it returns is called. Throws what
   * a transaction is told that meets another one.
   */
  hold(input: object): () => void {
    return holdItems(this.#engine, input as TransactWriteItemsInput);
  }

  #run(run: Operation<object>, input: object): Executed {
    const { ReturnConsumedCapacity: level } = input as { ReturnConsumedCapacity?: string };
    const meter = new Meter(level);
    this.lastConsumed = meter;
    const output = run(this.#engine, input, meter);
    return { output, readUnits: meter.readUnits, writeUnits: meter.writeUnits };
  }

  /** Runs `task` with eventually consistent reads of single items that miss the last write within `withinMs`. */
  stale<T>(task: () => T, withinMs: number): T {
    const { past } = this.#tables;
    past.unseenFromMs = past.nowMs() - withinMs;
    try {
      return task();
    } finally {
      past.unseenFromMs = undefined;
    }
  }

  /**
   * Deletes the items whose time to live has passed, and returns how many. Each is a REMOVE in its
   * table's stream. Until then they can be read like any other, as on AWS. Stream records that are
   * too old to be read go with them.
   */
  expire(): number {
    let count = 0;
    for (const table of this.#tables.all()) {
      if (table.spec.ttlAttribute === undefined) continue;
      while (this.#expireOne(table)) count += 1;
    }
    this.#engine.streams?.trim(this.#engine.nowMs());
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

/** Of several faults of a request, a name that can be no table's is told first. CreateTable has names of its own to check. */
function checkNameFirst(operation: string, input: object): void {
  const { TableName: name } = input as { TableName?: unknown };
  if (typeof name === 'string' && operation !== 'CreateTable') checkTableName(name, operation);
}

function listenerOf({ onRecord, streams }: DynamoDbOptions): DynamoDbOptions['onRecord'] {
  if (streams === undefined) return onRecord;
  return (tableName, record) => {
    streams.write(tableName, record);
    onRecord?.(tableName, record);
  };
}
