import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { FactWorld, VerifiedFact } from '../fact.ts';

export type Item = Record<string, AttributeValue>;
type KeyType = 'S' | 'N' | 'B';

export const S = (text: string): AttributeValue => ({ S: text });
export const N = (number: number | string): AttributeValue => ({ N: String(number) });
export const B = (...bytes: number[]): AttributeValue => ({ B: new Uint8Array(bytes) });

/** Key attributes and their types, such as `{ p: 'S' }`, in the order of the key schema. */
type Attributes = Record<string, KeyType>;

/** A global index with these key attributes; `ALL` is projected if nothing else is said. */
export interface Index {
  hash: Attributes;
  range?: Attributes;
  projection?: 'ALL' | 'KEYS_ONLY';
}

/** How tables of facts are keyed if nothing else is said: by the string `p`. */
const plain: Index = { hash: { p: 'S' } };

export function keySchema({ hash, range = {} }: Index): KeySchemaElement[] {
  return [
    ...Object.keys(hash).map((name) => ({ AttributeName: name, KeyType: 'HASH' as const })),
    ...Object.keys(range).map((name) => ({ AttributeName: name, KeyType: 'RANGE' as const })),
  ];
}

export function definitions(...indexes: Index[]) {
  const types = Object.assign({}, ...indexes.map(({ hash, range }) => ({ ...hash, ...range })));
  return Object.entries(types as Attributes).map(([name, type]) => {
    return { AttributeName: name, AttributeType: type };
  });
}

export function globalIndex(name: string, index: Index): GlobalSecondaryIndex {
  const { projection = 'ALL' } = index;
  return {
    IndexName: name,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: projection },
  };
}

/** The request for a table `facts` with global indexes of these names. */
export function tableRequest(indexes: Record<string, Index> = {}, key: Index = plain) {
  const globals = Object.entries(indexes).map(([name, index]) => globalIndex(name, index));
  return {
    TableName: 'facts',
    KeySchema: keySchema(key),
    AttributeDefinitions: definitions(key, ...Object.values(indexes)),
    BillingMode: 'PAY_PER_REQUEST' as const,
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals }),
  };
}

/** Long enough for a table or an index to be ACTIVE. */
const SETTLED_MS = 3_600_000;

/** The table `facts` of one fact, and short ways to use it. */
export class FactTable {
  readonly world: FactWorld;

  constructor(world: FactWorld) {
    this.world = world;
  }

  static async make(
    world: FactWorld,
    indexes: Record<string, Index> = {},
    key: Index = plain,
  ): Promise<FactTable> {
    await world.send(new CreateTableCommand(tableRequest(indexes, key)));
    await world.pass(SETTLED_MS);
    return new FactTable(world);
  }

  settle(): Promise<void> {
    return this.world.pass(SETTLED_MS);
  }

  put(item: Item, more: object = {}): Promise<unknown> {
    return this.world.send(new PutItemCommand({ TableName: 'facts', Item: item, ...more }));
  }

  /** Updates the item with the key `{ p: 'a' }`. */
  update(expression: string, values?: Item, more: object = {}): Promise<{ Attributes?: Item }> {
    const given = values && { ExpressionAttributeValues: values };
    const input = { TableName: 'facts', Key: { p: S('a') }, UpdateExpression: expression };
    return this.world.send(new UpdateItemCommand({ ...input, ...given, ...more }));
  }

  remove(more: object = {}): Promise<unknown> {
    const input = { TableName: 'facts', Key: { p: S('a') } };
    return this.world.send(new DeleteItemCommand({ ...input, ...more }));
  }

  /** The item with the key `{ p: 'a' }`. */
  async get(more: object = {}): Promise<Item | undefined> {
    const input = { TableName: 'facts', Key: { p: S('a') }, ConsistentRead: true, ...more };
    const { Item }: { Item?: Item } = await this.world.send(new GetItemCommand(input));
    return Item;
  }

  query(condition: string, values: Item, more: object = {}): Promise<QueryCommandOutput> {
    return this.world.send(
      new QueryCommand({
        TableName: 'facts',
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ...more,
      }),
    );
  }

  async scan(more: object = {}): Promise<Item[]> {
    const input = { TableName: 'facts', ...more };
    const { Items }: { Items?: Item[] } = await this.world.send(new ScanCommand(input));
    return Items ?? [];
  }
}

/** The name and message of the exception that a promise rejects with. */
export async function refusal(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
  return 'no exception';
}

/** A fact about what a table keyed by the string `p` refuses, and in which words. */
export function refused(
  says: string,
  source: string,
  act: (table: FactTable) => Promise<unknown>,
  words: string | RegExp,
): VerifiedFact {
  return {
    says,
    source,
    holds: async (world) => {
      const told = await refusal(act(await FactTable.make(world)));
      if (typeof words === 'string') world.expect(told).toBe(`ValidationException: ${words}`);
      else world.expect(told).toMatch(words);
    },
  };
}

/** A fact about what the item `{ p: 'a' }` is after an update of what was put there. */
export function updated(
  says: string,
  source: string,
  [before, expression, values]: readonly [Item | undefined, string, Item?],
  after: Item,
): VerifiedFact {
  return {
    says,
    source,
    holds: async (world) => {
      const table = await FactTable.make(world);
      if (before !== undefined) await table.put({ p: S('a'), ...before });
      await table.update(expression, values);
      world.expect(await table.get()).toEqual({ p: S('a'), ...after });
    },
  };
}
