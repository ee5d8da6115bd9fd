import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Access, Answer, Service } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import type { DynamoDb } from './dynamodb.ts';
import { supportedParameters } from './parameters.ts';

interface OnTable {
  TableName?: string;
}

interface Input extends OnTable {
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: readonly TransactItem[];
  ResourceArn?: string;
}

interface TransactItem {
  Get?: OnTable;
  Put?: OnTable;
  Update?: OnTable;
  Delete?: OnTable;
  ConditionCheck?: OnTable;
}

/** The IAM actions of the parts of a transaction. */
const TRANSACTION_ACTIONS = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

const TRANSACTION_PARTS = Object.keys(TRANSACTION_ACTIONS) as (keyof typeof TRANSACTION_ACTIONS)[];

/** Operations that are on no resource. Service Authorization Reference, Amazon DynamoDB. */
const ON_EVERYTHING = new Set(['DescribeEndpoints', 'DescribeLimits', 'ListTables']);

/** Resources whose accesses to one action are kept at a time; requests may name any number. */
const KEPT_ACCESSES = 1_000;

/** Amazon DynamoDB as a service: which permissions an operation needs, and what it cost. */
export class DynamoDbService implements Service {
  readonly name = 'dynamodb';
  readonly parameters = supportedParameters;
  readonly #engine: DynamoDb;
  readonly #arnPrefix: string;
  readonly #accesses = new Map<string, Map<string, readonly Access[]>>();

  constructor(engine: DynamoDb, surroundings: Surroundings) {
    this.#engine = engine;
    this.#arnPrefix = regionalArn(surroundings, 'dynamodb', 'table/');
  }

  /**
   * A transaction needs the permissions of its parts, a batch its own on each table, a query of an index the
   * index. Amazon DynamoDB Developer Guide, "Identity-based policies" and "Transactions".
   */
  accesses(operation: string, input: object): readonly Access[] {
    if (!Object.hasOwn(supportedParameters, operation)) {
      throw new NotSimulatedError(`operation dynamodb:${operation}`);
    }
    const { TableName, IndexName, RequestItems, TransactItems, ResourceArn } = input as Input;
    if (ON_EVERYTHING.has(operation)) {
      return [{ action: `dynamodb:${operation}`, resource: '*' }];
    }
    if (ResourceArn !== undefined) return this.#onTable(operation, ResourceArn);
    if (RequestItems) {
      return Object.keys(RequestItems).flatMap((table) => this.#onTable(operation, table));
    }
    if (TransactItems) return this.#transactionAccesses(TransactItems);
    const resource = IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`;
    return this.#onTable(operation, resource ?? '');
  }

  execute(operation: string, input: object): Answer {
    try {
      const { output, readUnits, writeUnits } = this.#engine.execute(operation, input);
      return { output, cost: { readUnits, writeUnits } };
    } catch (error) {
      // A write whose condition failed is paid for like one that succeeded.
      throw Object.assign(error as Error, { cost: this.#engine.lastConsumed });
    }
  }

  hold(operation: string, input: object): (() => void) | undefined {
    return operation === 'TransactWriteItems' ? this.#engine.hold(input) : undefined;
  }

  executeStale(operation: string, input: object, withinMs: number): Answer {
    return this.#engine.stale(() => this.execute(operation, input), withinMs);
  }

  #transactionAccesses(items: readonly TransactItem[]): Access[] {
    const accesses: Access[] = [];
    for (const item of items) {
      for (const part of TRANSACTION_PARTS) {
        const named = item[part];
        if (!named) continue;
        const [access] = this.#onTable(TRANSACTION_ACTIONS[part], named.TableName ?? '');
        if (access && !accesses.includes(access)) accesses.push(access);
      }
    }
    return accesses;
  }

  /** The one access, mostly in the same array; a table may be named by its ARN. */
  #onTable(operation: string, table: string): readonly Access[] {
    let byTable = this.#accesses.get(operation);
    if (!byTable) {
      byTable = new Map();
      this.#accesses.set(operation, byTable);
    }
    let accesses = byTable.get(table);
    if (!accesses) {
      const resource = table.startsWith('arn:') ? table : `${this.#arnPrefix}${table}`;
      accesses = [{ action: `dynamodb:${operation}`, resource }];
      if (byTable.size >= KEPT_ACCESSES) byTable.clear();
      byTable.set(table, accesses);
    }
    return accesses;
  }
}
