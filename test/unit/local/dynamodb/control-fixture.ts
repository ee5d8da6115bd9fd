import { DynamoDb, type DynamoDbOptions } from '../../../../local/dynamodb/dynamodb.ts';
import { DynamoDbStreamsService } from '../../../../local/dynamodb/streams-service.ts';
import { TableStreams } from '../../../../local/dynamodb/table-streams.ts';

const hash = { AttributeName: 'pk', KeyType: 'HASH' } as const;
const range = { AttributeName: 'sk', KeyType: 'RANGE' } as const;

/** An attribute definition. */
export const attribute = (AttributeName: string, AttributeType = 'S') => {
  return { AttributeName, AttributeType };
};

/** A global index on one attribute. */
export const globalIndex = (IndexName: string, AttributeName: string) => ({
  ...{ IndexName, KeySchema: [{ AttributeName, KeyType: 'HASH' as const }] },
  Projection: { ProjectionType: 'ALL' as const },
});

/** What CreateTable takes for a table `orders` on demand. */
export const ordersInput = {
  ...{ TableName: 'orders', KeySchema: [hash], AttributeDefinitions: [attribute('pk')] },
  BillingMode: 'PAY_PER_REQUEST',
};

/** The same with a sort key. */
export const rangedInput = {
  ...ordersInput,
  KeySchema: [hash, range],
  AttributeDefinitions: [attribute('pk'), attribute('sk')],
};

/** An engine whose tables are made by request and take their time, until `settle` is called. */
export class ControlFixture {
  readonly streams = new TableStreams();
  readonly db: DynamoDb;
  readonly #api: DynamoDbStreamsService;
  #waiting: (() => void)[] = [];
  nowMs = Date.UTC(2026, 0, 1);

  constructor(options: Partial<DynamoDbOptions> = {}) {
    const nowMs = () => this.nowMs;
    this.db = new DynamoDb({
      ...{ nowMs, streams: this.streams },
      after: (_delayMs, task) => this.#waiting.push(task),
      surroundings: { account: '111122223333', region: 'eu-west-1' },
      ...options,
    });
    this.#api = new DynamoDbStreamsService(this.streams, { nowMs }, { region: 'eu-west-1' });
  }

  /** Tables and indexes that are being made, changed or deleted are done. */
  settle(): void {
    const tasks = this.#waiting;
    this.#waiting = [];
    for (const task of tasks) task();
  }

  /** Makes a table that is ACTIVE. */
  create(input: object = ordersInput): void {
    this.run('CreateTable', input);
    this.settle();
  }

  /** Runs an operation of DynamoDB; returns its output. */
  run(operation: string, input: object = {}): never {
    return this.db.execute(operation, input).output as never;
  }

  /** Runs an operation of the Streams API; returns its output. */
  read(operation: string, input: object = {}): never {
    return this.#api.execute(operation, input).output as never;
  }

  /** What DescribeTable tells of the table `orders`. */
  get table(): Record<string, unknown> {
    return (this.run('DescribeTable', { TableName: 'orders' }) as { Table: never }).Table;
  }

  put(pk: string, more: object = {}): void {
    this.run('PutItem', { TableName: 'orders', Item: { pk: { S: pk }, ...more } });
  }
}
