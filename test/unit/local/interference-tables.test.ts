import {
  BatchGetItemCommand,
  type BatchGetItemOutput,
  GetItemCommand,
  type GetItemOutput,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { getInPart } from '../../../local/dynamodb/partial-get.ts';
import type { CallFate, Interference } from '../../../local/interference.ts';
import { World } from './cloud/world.ts';
import { once } from './once.ts';

/** A table of items `a`, `b` and `c`, written a second apart; reads have a fate. */
async function tableWith(fate: CallFate) {
  const isRead = (operation: string) => /GetItem$/.test(operation);
  const call: Interference['call'] = ({ operation }) => (isRead(operation) ? fate : undefined);
  const world = new World({ interference: { call } });
  world.table('prices');
  const put = async (id: string, n: string) => {
    const Item = { id: { S: id }, n: { S: n } };
    await world.client.send(new PutItemCommand({ TableName: 'prices', Item }));
    await world.pass(1_000);
  };
  for (const id of ['a', 'b', 'c']) await put(id, 'old');
  const get = async (id: string, ConsistentRead = false) => {
    const Key = { id: { S: id } };
    const { Item } = (await world.client.send(
      new GetItemCommand({ TableName: 'prices', Key, ConsistentRead }),
    )) as GetItemOutput;
    return Item?.['n']?.S;
  };
  return { world, put, get };
}

describe('a stale read', () => {
  it('does not see the last write of an item, unless that is older', async () => {
    const { put, get } = await tableWith({ kind: 'stale', withinMs: 1_500 });
    await put('a', 'new');
    expect([await get('a'), await get('b')]).toEqual(['old', 'old']);
    await put('b', 'new');
    expect([await get('a'), await get('b')]).toEqual(['new', 'old']);
  });

  it('does not see an item at all that was just put', async () => {
    const { get } = await tableWith({ kind: 'stale', withinMs: 1_500 });
    expect([await get('b'), await get('c')]).toEqual(['old', undefined]);
  });

  it('that is asked for consistency is not stale', async () => {
    const { put, get } = await tableWith({ kind: 'stale', withinMs: 1_500 });
    await put('a', 'new');
    expect(await get('a', true)).toBe('new');
  });
});

describe('a batch of reads that is answered in part', () => {
  const request = {
    Keys: ['a', 'b', 'c'].map((id) => ({ id: { S: id } })),
    ConsistentRead: true,
  };

  it('gives back what was not read as it was asked for', async () => {
    const fate: CallFate = { kind: 'keys-unprocessed', positions: new Set([0, 2]) };
    const { world } = await tableWith(fate);
    const batch = new BatchGetItemCommand({ RequestItems: { prices: request } });
    const { Responses, UnprocessedKeys } = (await world.client.send(batch)) as BatchGetItemOutput;
    expect(Responses).toEqual({ prices: [{ id: { S: 'b' }, n: { S: 'old' } }] });
    const [a, , c] = request.Keys;
    expect(UnprocessedKeys).toEqual({ prices: { Keys: [a, c], ConsistentRead: true } });
  });

  it('counts the keys through all its tables, and asks nothing of one that it does not read', () => {
    const keys = (...ids: string[]) => ids.map((id) => ({ id: { S: id } }));
    const RequestItems = {
      prices: { Keys: keys('a', 'b'), ConsistentRead: true },
      stock: { Keys: keys('c', 'd', 'e'), ProjectionExpression: 'n' },
      notes: { Keys: keys('f') },
    };
    const asked: object[] = [];
    const { output } = getInPart({ RequestItems }, new Set([1, 2, 4, 5]), (rest) => {
      asked.push(rest);
      const Keys = keys('d');
      return { output: { UnprocessedKeys: { stock: { ...RequestItems.stock, Keys } } } };
    });
    expect(asked).toEqual([
      {
        RequestItems: {
          prices: { Keys: keys('a'), ConsistentRead: true },
          stock: { Keys: keys('d'), ProjectionExpression: 'n' },
        },
      },
    ]);
    expect(output).toEqual({
      UnprocessedKeys: {
        prices: { Keys: keys('b'), ConsistentRead: true },
        stock: { Keys: keys('d', 'c', 'e'), ProjectionExpression: 'n' },
        notes: { Keys: keys('f') },
      },
    });
  });
});

describe('a fate that an operation cannot have', () => {
  it.each<CallFate>([
    { kind: 'keys-unprocessed', positions: new Set([0]) },
    { kind: 'entries-refused', positions: new Set([0]), code: 'C', message: 'M' },
  ])('ends the run by name: $kind', async (fate) => {
    const { get } = await tableWith(fate);
    await expect(get('a')).rejects.toThrow(`the fate ${fate.kind} of dynamodb:GetItem`);
  });
});

/** A relay of a table's stream, and one item in it. */
async function streaming(interference: Partial<Interference>) {
  const world = new World({ interference });
  const stream = world.table('orders');
  const batches: { atMs: number; ids: (string | undefined)[] }[] = [];
  const target = world.function('relay', async (event) => {
    const { Records } = event as DynamoDBStreamEvent;
    const ids = Records.map(({ dynamodb }) => dynamodb?.Keys?.['id']?.S);
    batches.push({ atMs: world.elapsedMs, ids });
  });
  world.mapping(stream, target, { StartingPosition: 'TRIM_HORIZON' });
  const Item = { id: { S: 'one' } };
  await world.client.send(new PutItemCommand({ TableName: 'orders', Item }));
  await world.drain();
  return batches;
}

describe('the records of a stream', () => {
  it('come later by its lag', async () => {
    const lag = once(600_000);
    const [first] = await streaming({ streamLag: () => lag() ?? 0 });
    const [prompt] = await streaming({});
    expect(first!.atMs - prompt!.atMs).toBe(600_000);
  });

  it('come again where their checkpoint is lost', async () => {
    const lost = once(true);
    const batches = await streaming({ streamRepeats: () => lost() ?? false });
    expect(batches.map(({ ids }) => ids)).toEqual([['one'], ['one']]);
  });
});
