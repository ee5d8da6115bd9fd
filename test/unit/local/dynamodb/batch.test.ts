import { describe, expect, it } from 'vitest';
import { Fixture, type Item, N, ordersTable, refusal, S } from './fixture.ts';

const orders = (count: number) =>
  Array.from({ length: count }, (_, number): Item => ({ pk: S(`order#${number}`) }));

const get = (fixture: Fixture, keys: Item[], input: object = {}) =>
  fixture.execute('BatchGetItem', { RequestItems: { orders: { Keys: keys, ...input } } }).output;

const write = (fixture: Fixture, ...requests: object[]) =>
  fixture.execute('BatchWriteItem', { RequestItems: { orders: requests } }).output;

const putAll = (items: Item[]) => items.map((Item) => ({ PutRequest: { Item } }));

describe('BatchGetItem', () => {
  it('returns what it finds', () => {
    const fixture = new Fixture();
    for (const item of orders(2)) fixture.put({ ...item, x: N(1), y: N(2) });
    expect(get(fixture, orders(3), { ProjectionExpression: 'pk, x' })).toEqual({
      Responses: { orders: orders(2).map((item) => ({ ...item, x: N(1) })) },
      UnprocessedKeys: {},
    });
  });

  it('takes 100 keys, and no more', () => {
    expect(get(new Fixture(), orders(100))).toEqual({
      Responses: { orders: [] },
      UnprocessedKeys: {},
    });
    expect(refusal(() => get(new Fixture(), orders(101)))).toBe(
      'ValidationException: Too many items requested for the BatchGetItem call',
    );
  });

  it('leaves keys unprocessed once it has 16 MB', () => {
    const fixture = new Fixture();
    for (const item of orders(50)) fixture.put({ ...item, x: S('x'.repeat(400_000)) });
    const output = get(fixture, orders(50), { ConsistentRead: true, ProjectionExpression: 'pk' });
    expect(output).toEqual({
      Responses: { orders: orders(42) },
      UnprocessedKeys: {
        orders: { Keys: orders(50).slice(42), ConsistentRead: true, ProjectionExpression: 'pk' },
      },
    });
  });

  it.each([
    [{}, 'The requestItems parameter is required for BatchGetItem'],
    [
      { orders: { Keys: [] } },
      'The list of keys in RequestItems for BatchGetItem is required: orders has empty list',
    ],
    [
      { orders: { Keys: [...orders(2), ...orders(1)] } },
      'Provided list of item keys contains duplicates',
    ],
    [{ orders: { Keys: [{ x: S('a') }] } }, 'The provided key element does not match the schema'],
  ])('refuses %o', (RequestItems, message) => {
    expect(refusal(() => new Fixture().execute('BatchGetItem', { RequestItems }))).toBe(
      `ValidationException: ${message}`,
    );
  });

  it('refuses a table there is not', () => {
    const input = { RequestItems: { nope: { Keys: orders(1) } } };
    expect(refusal(() => new Fixture().execute('BatchGetItem', input))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
});

describe('BatchWriteItem', () => {
  it('puts and deletes', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('old') });
    expect(
      write(fixture, ...putAll(orders(2)), { DeleteRequest: { Key: { pk: S('old') } } }),
    ).toEqual({ UnprocessedItems: {} });
    expect(fixture.db.itemCount('orders')).toBe(2);
    expect(fixture.get({ pk: S('old') })).toBeUndefined();
  });

  it('takes 25 writes, and no more', () => {
    const fixture = new Fixture();
    write(fixture, ...putAll(orders(25)));
    expect(fixture.db.itemCount('orders')).toBe(25);
    expect(refusal(() => write(fixture, ...putAll(orders(26))))).toBe(
      'ValidationException: Too many items requested for the BatchWriteItem call',
    );
  });

  it('writes nothing if one of the requests is refused', () => {
    const fixture = new Fixture();
    failureOf(() => write(fixture, ...putAll(orders(1)), { PutRequest: { Item: { pk: N(1) } } }));
    expect(fixture.db.itemCount('orders')).toBe(0);
  });

  it.each([
    [[], 'The batch write request list for a table cannot be null or empty: orders'],
    [
      [{}],
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      [...putAll(orders(1)), { DeleteRequest: { Key: orders(1)[0] } }],
      'Provided list of item keys contains duplicates',
    ],
    [putAll([{ pk: N(1) }]), 'The provided key element does not match the schema'],
    [
      putAll([{ pk: S('') }]),
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      putAll([{ pk: S('a'), x: S('x'.repeat(409_600)) }]),
      'Item size has exceeded the maximum allowed size',
    ],
  ])('refuses %o', (requests, message) => {
    expect(refusal(() => write(new Fixture(), ...requests))).toBe(
      `ValidationException: ${message}`,
    );
  });

  it('refuses a request without tables', () => {
    expect(refusal(() => new Fixture().execute('BatchWriteItem', { RequestItems: {} }))).toBe(
      'ValidationException: The requestItems parameter is required for BatchWriteItem',
    );
  });

  it('names the index whose key does not fit', () => {
    const fixture = new Fixture(
      ordersTable({
        attributeTypes: { pk: 'S', g: 'S' },
        indexes: [{ name: 'by-g', hash: ['g'], range: [], projection: 'ALL', kind: 'global' }],
      }),
    );
    expect(refusal(() => write(fixture, ...putAll([{ pk: S('a'), g: N(1) }])))).toBe(
      'ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: by-g',
    );
  });
});

function failureOf(action: () => unknown): void {
  expect(refusal(action)).toMatch('ValidationException');
}
