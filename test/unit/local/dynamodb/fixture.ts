import type { AttributeValue, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDb,
  type Executed,
  type StreamRecord,
  type TableSpec,
} from '../../../../local/dynamodb/dynamodb.ts';

export type Item = Record<string, AttributeValue>;

/** What operations answer, with the members the tests look at. */
export interface Answer {
  Item?: Item;
  Items?: Item[];
  Attributes?: Item;
  Count?: number;
  ScannedCount?: number;
  LastEvaluatedKey?: Item;
  Responses?: never;
  ConsumedCapacity?: never;
}

export const S = (text: string): AttributeValue => ({ S: text });
export const N = (number: number | string): AttributeValue => ({ N: String(number) });

/** A table `orders` with a partition key, or with a sort key too: `{ range: 'S' }`. */
export function ordersTable(
  options: Partial<TableSpec> & { range?: 'S' | 'N' | 'B' } = {},
): TableSpec {
  const { range, ...rest } = options;
  return {
    tableName: 'orders',
    tableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    keySchema: range === undefined ? { hash: 'pk' } : { hash: 'pk', range: 'sk' },
    attributeTypes: {
      pk: 'S',
      ...(range === undefined ? {} : { sk: range }),
      ...rest.attributeTypes,
    },
    indexes: rest.indexes ?? [],
    ...(rest.streamView === undefined ? {} : { streamView: rest.streamView }),
    ...(rest.ttlAttribute === undefined ? {} : { ttlAttribute: rest.ttlAttribute }),
  };
}

/** An engine with one table, its stream's records and a clock that tests set. */
export class Fixture {
  readonly records: StreamRecord[] = [];
  readonly db: DynamoDb;
  nowMs = Date.UTC(2026, 0, 1);

  constructor(spec: TableSpec = ordersTable()) {
    this.db = new DynamoDb({
      nowMs: () => this.nowMs,
      onRecord: (_tableName, record) => this.records.push(record),
    });
    this.db.createTable(spec);
  }

  /** Runs an operation on the table `orders`; returns its output. */
  run(operation: string, input: object = {}): Answer {
    return this.execute(operation, { TableName: 'orders', ...input }).output as Answer;
  }

  execute(operation: string, input: object): Executed {
    return this.db.execute(operation, input);
  }

  put(item: Item, input: object = {}): Answer {
    return this.run('PutItem', { Item: item, ...input });
  }

  get(key: Item, input: object = {}): Item | undefined {
    return this.run('GetItem', { Key: key, ...input }).Item;
  }

  /** Updates the item `{ pk: 'a' }`. */
  update(expression: string, values?: Item, input: object = {}): Answer {
    return this.run('UpdateItem', {
      Key: { pk: S('a') },
      UpdateExpression: expression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      ...input,
    });
  }

  /** Whether a condition holds for the item `{ pk: 'a' }`. */
  holds(condition: string, values?: Item, names?: Record<string, string>): boolean {
    const answer = this.run('Scan', {
      FilterExpression: condition,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
    });
    return answer.Count === 1;
  }
}

/** The exception that something throws. */
export function failure(action: () => unknown): DynamoDBServiceException {
  try {
    action();
  } catch (error) {
    return error as DynamoDBServiceException;
  }
  throw new Error('expected an exception');
}

/** The name and message of the exception that something throws. */
export function refusal(action: () => unknown): string {
  const { name, message } = failure(action);
  return `${name}: ${message}`;
}
