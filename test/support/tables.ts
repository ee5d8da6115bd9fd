import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CommitAttributes, OutboxEntry } from '../../functions/runtime/outbox.ts';
import type { DynamoDbPort } from '../../functions/runtime/ports.ts';
import { DynamoDb, type TableSpec } from '../../local/dynamodb/dynamodb.ts';

/** What a test does to a call: `run` executes it on the engine, as often as it is called. */
export type Interference = (
  call: { operation: string; input: Record<string, unknown> },
  run: () => object,
) => object | Promise<object>;

/** The services' tables in the embedded DynamoDB, behind its port, and what was committed to them. */
export class TestTables {
  readonly db: DynamoDb;
  /** Operations called so far. */
  readonly calls: string[] = [];
  /** Every outbox entry committed so far, oldest first. */
  readonly published: OutboxEntry[] = [];
  readonly port: DynamoDbPort;
  #interference: Interference | undefined;

  constructor(nowMs: () => number) {
    this.db = new DynamoDb({ nowMs, onRecord: (_table, record) => this.#note(record.newImage) });
    for (const spec of specs) this.db.createTable(spec);
    this.port = { send: (command: object) => this.#send(command) } as unknown as DynamoDbPort;
  }

  /** Lets `interference` have the next call of `operation` that `matches`. */
  interfere(
    operation: string,
    interference: Interference,
    matches: (input: Record<string, unknown>) => boolean = () => true,
  ): void {
    this.#interference = (call, run) => {
      if (call.operation !== operation || !matches(call.input)) return run();
      this.#interference = undefined;
      return interference(call, run);
    };
  }

  /** The item with this key, or undefined. */
  item(table: string, key: Record<string, string | number>): Record<string, unknown> | undefined {
    const given = Object.entries(key).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]);
    const input = { TableName: table, Key: Object.fromEntries(given) };
    const { Item } = this.db.execute('GetItem', input).output as { Item?: never };
    return Item ? unmarshall(Item) : undefined;
  }

  async #send(command: object): Promise<object> {
    const { input } = command as { input: Record<string, unknown> };
    const operation = command.constructor.name.replace(/Command$/, '');
    this.calls.push(operation);
    const run = () => this.db.execute(operation, input).output;
    return this.#interference ? this.#interference({ operation, input }, run) : run();
  }

  #note(image: string | undefined): void {
    if (!image) return;
    const { outbox } = unmarshall(JSON.parse(image)) as Partial<CommitAttributes>;
    if (outbox) this.published.push(...(JSON.parse(outbox) as OutboxEntry[]));
  }
}

/** An SDK whose first answer is lost: it sends the same again. */
export const lostAcknowledgement: Interference = (_call, run) => {
  run();
  return run();
};

function keyed(
  tableName: string,
  hash: string,
  more: Partial<TableSpec> & { range?: string } = {},
): TableSpec {
  const { range, ...rest } = more;
  return {
    tableName,
    tableArn: `arn:aws:dynamodb:us-east-1:111122223333:table/${tableName}`,
    keySchema: range ? { hash, range } : { hash },
    attributeTypes: { [hash]: 'S', ...(range ? { [range]: 'N' as const } : {}) },
    indexes: [],
    streamView: 'NEW_IMAGE',
    ...rest,
  };
}

const specs: readonly TableSpec[] = [
  keyed('orders', 'stream', { range: 'version' }),
  keyed('prices', 'pk'),
  keyed('stock', 'pk'),
  keyed('shipments', 'orderId'),
  keyed('sandbox', 'reference'),
  keyed('payments', 'orderId', {
    attributeTypes: { orderId: 'S', unresolved: 'S', unresolvedSinceMs: 'N' },
    indexes: [
      {
        name: 'unresolved',
        hash: ['unresolved'],
        range: ['unresolvedSinceMs'],
        projection: 'KEYS_ONLY',
        kind: 'global',
      },
    ],
  }),
];
