import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

/** A transaction arrives after 10 ms, and holds its items for 30. */
const latency = { dynamodbTransaction: [40], dynamodbWrite: [1], dynamodbRead: [1] };
/** While the first transaction is under way. */
const MEANWHILE_MS = 20;
const TableName = 'orders';

const itemOf = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string) => ({ Put: { TableName, Item: itemOf(pk) } });
const transaction = (...pks: string[]) =>
  new TransactWriteItemsCommand({ TransactItems: pks.map(put) });

/** A table, and what becomes of `command` while a transaction on `a` and `b` is under way. */
async function meanwhile(command: object, options: { limits?: boolean } = {}) {
  const world = worldWithTable(options);
  const first = world.client.send(transaction('a', 'b'));
  await world.engines.scheduler.sleep(MEANWHILE_MS);
  const other = await outcome(world.client.send(command));
  return { world, other, first: await outcome(first) };
}

function worldWithTable(options: { limits?: boolean } = {}): World {
  const world = new World({ latency, ...options });
  world.engines.dynamodb.createTable({
    tableName: TableName,
    tableArn: world.arn('dynamodb', `table/${TableName}`),
    keySchema: { hash: 'pk' },
    attributeTypes: { pk: 'S' },
    indexes: [],
  });
  return world;
}

/** What a call was answered, or the name of what it was refused with and the reasons. */
async function outcome(sent: Promise<unknown>): Promise<unknown> {
  try {
    const { $metadata: _, ...answer } = (await sent) as Record<string, unknown>;
    return answer;
  } catch (error) {
    const { name, CancellationReasons } = error as {
      name: string;
      CancellationReasons?: { Code: string }[];
    };
    return [name, ...(CancellationReasons ?? []).map(({ Code }) => Code)];
  }
}

describe('a transaction under way', () => {
  it('refuses a write to one of its items, and goes on', async () => {
    const write = new PutItemCommand({ TableName, Item: itemOf('a') });
    const { other, first } = await meanwhile(write);
    expect(other).toEqual(['TransactionConflictException']);
    expect(first).toEqual({});
  });

  it('cancels a transaction that wants one of its items, and tells which', async () => {
    const { other, world } = await meanwhile(transaction('c', 'b'));
    expect(other).toEqual(['TransactionCanceledException', 'None', 'TransactionConflict']);
    expect(world.engines.dynamodb.itemCount(TableName)).toBe(2);
  });

  it('cancels a transaction that reads one of its items', async () => {
    const world = worldWithTable();
    const reads = [{ Get: { TableName, Key: itemOf('a') } }];
    const read = () =>
      outcome(world.client.send(new TransactGetItemsCommand({ TransactItems: reads })));
    const before = read();
    await world.engines.scheduler.sleep(MEANWHILE_MS);
    const first = outcome(world.client.send(transaction('a')));
    expect(await before).toEqual(['TransactionCanceledException', 'TransactionConflict']);
    expect(await first).toEqual({});
    expect(await read()).toEqual({ Responses: [{ Item: itemOf('a') }] });
  });

  it('leaves a batch the writes to its items, as unprocessed', async () => {
    const requests = ['a', 'c'].map((pk) => ({ PutRequest: { Item: itemOf(pk) } }));
    const batch = new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } });
    const { other, world } = await meanwhile(batch);
    expect(other).toEqual({ UnprocessedItems: { [TableName]: [requests[0]] } });
    expect(world.engines.dynamodb.itemCount(TableName)).toBe(3);
  });

  it('shows others what is committed, and lets them write other items', async () => {
    const read = new GetItemCommand({ TableName, Key: itemOf('a'), ConsistentRead: true });
    expect((await meanwhile(read)).other).toEqual({});
    const write = new PutItemCommand({ TableName, Item: itemOf('c') });
    expect((await meanwhile(write)).other).toEqual({});
  });

  it('lets go of its items at its end, whatever it came to', async () => {
    const world = worldWithTable();
    const failing = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: itemOf('a'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    expect(await outcome(world.client.send(failing))).toEqual([
      'TransactionCanceledException',
      'ConditionalCheckFailed',
    ]);
    expect(await outcome(world.client.send(transaction('a')))).toEqual({});
  });

  it('refuses another one with its token', async () => {
    const world = worldWithTable();
    const again = () =>
      outcome(
        world.client.send(
          new TransactWriteItemsCommand({ TransactItems: [put('a')], ClientRequestToken: 'once' }),
          undefined,
          undefined,
          { maxAttempts: 1 },
        ),
      );
    expect(await Promise.all([again(), again()])).toEqual([{}, ['TransactionInProgressException']]);
  });
});

describe('an item with the throughput of a partition', () => {
  /** Outcomes of so many writes at once, by name. */
  async function writes(world: World, count: number, pk: string): Promise<string[]> {
    const once = { maxAttempts: 1 };
    const write = () => new PutItemCommand({ TableName, Item: itemOf(pk) });
    const sent = Array.from({ length: count }, () =>
      outcome(world.client.send(write(), undefined, undefined, once)),
    );
    return (await Promise.all(sent)).map((answer) =>
      Array.isArray(answer) ? String(answer[0]) : 'taken',
    );
  }

  const count = (outcomes: string[], wanted: string) =>
    outcomes.filter((found) => found === wanted).length;

  it('takes 1,000 write units at once, and as many again in a second', async () => {
    const world = worldWithTable({ limits: true });
    const first = await writes(world, 1_100, 'hot');
    expect([count(first, 'taken'), count(first, 'ThrottlingException')]).toEqual([1_000, 100]);
    expect(count(await writes(world, 100, 'cold'), 'taken')).toBe(100);
    await world.engines.scheduler.sleep(1_000);
    expect(count(await writes(world, 1_100, 'hot'), 'taken')).toBe(1_000);
  });

  it('takes everything unless limits are asked for', async () => {
    expect(count(await writes(worldWithTable(), 1_100, 'hot'), 'taken')).toBe(1_100);
  });

  it('takes 3,000 read units of transactions, which cost twice', async () => {
    const world = worldWithTable({ limits: true });
    const read = () =>
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: itemOf('hot') } }] });
    const sent = Array.from({ length: 1_600 }, () =>
      outcome(world.client.send(read(), undefined, undefined, { maxAttempts: 1 })),
    );
    const taken = (await Promise.all(sent)).filter((answer) => !Array.isArray(answer));
    expect(taken).toHaveLength(1_500);
  });

  it('cancels a transaction for want of throughput, and leaves a batch its writes', async () => {
    const world = worldWithTable({ limits: true });
    const sent = writes(world, 1_100, 'hot');
    const requests = { [TableName]: [{ PutRequest: { Item: itemOf('hot') } }] };
    const batch = new BatchWriteItemCommand({ RequestItems: requests });
    const transactionItems = { TransactItems: [put('hot'), put('cold')] };
    expect(await outcome(world.client.send(batch))).toEqual({ UnprocessedItems: requests });
    const { dynamodb } = world.engines;
    expect(() => dynamodb.execute('TransactWriteItems', transactionItems)).toThrow(
      expect.objectContaining({
        name: 'TransactionCanceledException',
        CancellationReasons: [
          expect.objectContaining({ Code: 'ThrottlingError' }),
          { Code: 'None' },
        ],
      }),
    );
    await sent;
  });
});
