import { describe, expect, it } from 'vitest';
import { Fixture, failure, type Item, N, ordersTable, S } from './fixture.ts';

const a = { pk: S('a') };
/** An item of this many bytes. */
const sized = (bytes: number): Item => ({ ...a, x: S('x'.repeat(bytes - 4)) });
const kilobyte = 1024;

/** Read and write units of an operation on the table. */
function units(fixture: Fixture, operation: string, input: object): [number, number] {
  const { readUnits, writeUnits } = fixture.execute(operation, { TableName: 'orders', ...input });
  return [readUnits, writeUnits];
}

const put = (fixture: Fixture, item: Item, input: object = {}) =>
  units(fixture, 'PutItem', { Item: item, ...input })[1];

describe('a write', () => {
  it('costs a unit for each KB begun, of the larger of the items before and after', () => {
    const fixture = new Fixture();
    expect(put(fixture, sized(kilobyte))).toBe(1);
    expect(put(fixture, sized(kilobyte + 1))).toBe(2);
    expect(put(fixture, sized(3 * kilobyte))).toBe(3);
    expect(put(fixture, sized(10))).toBe(3);
    expect(put(fixture, sized(3 * kilobyte))).toBe(3);
    const update = { Key: a, UpdateExpression: 'REMOVE x' };
    expect(units(fixture, 'UpdateItem', update)).toEqual([0, 3]);
    expect(units(fixture, 'DeleteItem', { Key: a })).toEqual([0, 1]);
    expect(units(fixture, 'DeleteItem', { Key: a })).toEqual([0, 1]);
  });

  it('counts bytes of UTF-8', () => {
    const fixture = new Fixture();
    expect(put(fixture, { ...a, x: S('é'.repeat(510)) })).toBe(1);
    expect(put(fixture, { ...a, x: S('é'.repeat(511)) })).toBe(2);
  });

  it.each([
    ['0', 1],
    ['1', 2],
    ['12', 2],
    ['123', 3],
    ['12345678901234567890123456789012345678', 20],
    ['0042', 2],
    ['100', 2],
    ['150', 3],
    ['1500', 2],
    ['1.5E10', 3],
    ['0.012', 3],
    ['0.0012', 2],
    ['1010', 3],
    ['0.0000001', 2],
    ['1E125', 2],
    ['1E-100', 2],
    ['1.5', 3],
    ['1.200', 3],
    ['1.234', 4],
    ['3.14159', 5],
    ['100.5', 4],
    ['0.15', 2],
    ['-42', 3],
    ['-0', 1],
  ])('counts the number %s as %i bytes', (number, bytes) => {
    const filled = (size: number) => ({ ...sized(size - 1 - bytes), n: N(number) });
    expect(put(new Fixture(), filled(kilobyte))).toBe(1);
    expect(put(new Fixture(), filled(kilobyte + 1))).toBe(2);
  });

  it.each([
    [{ BOOL: true }, 1],
    [{ NULL: true as const }, 1],
    [{ B: new Uint8Array(7) }, 7],
    [{ SS: ['a', 'bc'] }, 3],
    [{ NS: ['1', '22'] }, 4],
    [{ BS: [new Uint8Array(2), new Uint8Array(3)] }, 5],
    [{ L: [] }, 3],
    [{ L: [S('a'), S('bc')] }, 8],
    [{ M: { ab: S('c') } }, 7],
    [{ M: { k: { L: [N(1)] } } }, 11],
  ])('counts %o as %i bytes', (value, bytes) => {
    const filled = (size: number) => ({ ...sized(size - 1 - bytes), v: value });
    expect(put(new Fixture(), filled(kilobyte))).toBe(1);
    expect(put(new Fixture(), filled(kilobyte + 1))).toBe(2);
  });

  it('costs as much as the item that is there if its condition fails', () => {
    const fixture = new Fixture();
    fixture.put(sized(3 * kilobyte));
    const condition = { ConditionExpression: 'attribute_not_exists(x)' };
    failure(() => put(fixture, a, condition));
    expect(fixture.db.lastConsumed).toMatchObject({ readUnits: 0, writeUnits: 3 });
    failure(() => put(fixture, { pk: S('b') }, { ConditionExpression: 'attribute_exists(pk)' }));
    expect(fixture.db.lastConsumed).toMatchObject({ readUnits: 0, writeUnits: 1 });
  });

  it('costs nothing if it is refused', () => {
    const fixture = new Fixture();
    failure(() => put(fixture, {}));
    expect(fixture.db.lastConsumed).toMatchObject({ readUnits: 0, writeUnits: 0 });
  });
});

describe('a read', () => {
  const get = (fixture: Fixture, ConsistentRead: boolean) =>
    units(fixture, 'GetItem', { Key: a, ConsistentRead, ProjectionExpression: 'pk' })[0];

  it('costs a unit for each 4 KB begun, half of it if not consistent', () => {
    const fixture = new Fixture();
    expect([get(fixture, true), get(fixture, false)]).toEqual([1, 0.5]);
    fixture.put(sized(4 * kilobyte));
    expect([get(fixture, true), get(fixture, false)]).toEqual([1, 0.5]);
    fixture.put(sized(4 * kilobyte + 1));
    expect([get(fixture, true), get(fixture, false)]).toEqual([2, 1]);
  });

  it('of a page costs its items together, whatever is left of them', () => {
    const fixture = new Fixture(ordersTable({ range: 'N' }));
    for (let sk = 0; sk < 6; sk += 1) fixture.put({ ...sized(1000), sk: N(sk) });
    const query = {
      KeyConditionExpression: 'pk = :a',
      FilterExpression: 'x = :a',
      ExpressionAttributeValues: { ':a': S('a') },
    };
    expect(units(fixture, 'Query', query)).toEqual([1, 0]);
    expect(units(fixture, 'Query', { ...query, ConsistentRead: true })).toEqual([2, 0]);
    expect(units(fixture, 'Scan', {})).toEqual([1, 0]);
    expect(units(new Fixture(), 'Scan', {})).toEqual([0.5, 0]);
  });

  it('of a batch costs each item', () => {
    const fixture = new Fixture();
    fixture.put(sized(5 * kilobyte));
    const RequestItems = { orders: { Keys: [a, { pk: S('b') }] } };
    expect(fixture.execute('BatchGetItem', { RequestItems })).toMatchObject({ readUnits: 1.5 });
  });
});

describe('a transaction', () => {
  const TableName = 'orders';
  const transaction = [
    { Put: { TableName, Item: sized(2 * kilobyte) } },
    {
      ConditionCheck: {
        TableName,
        Key: { pk: S('b') },
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
  ];
  const write = (fixture: Fixture) =>
    fixture.execute('TransactWriteItems', { TransactItems: transaction });

  it('costs twice', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('b') });
    expect(write(fixture)).toMatchObject({ readUnits: 0, writeUnits: 6 });
    const TransactItems = [
      { Get: { TableName, Key: a } },
      { Get: { TableName, Key: { pk: S('c') } } },
    ];
    expect(fixture.execute('TransactGetItems', { TransactItems })).toMatchObject({ readUnits: 4 });
  });

  it('costs twice what is there if it is cancelled', () => {
    const fixture = new Fixture();
    failure(() => write(fixture));
    expect(fixture.db.lastConsumed).toMatchObject({ readUnits: 0, writeUnits: 4 });
  });
});

describe('ReturnConsumedCapacity', () => {
  const fixture = () =>
    new Fixture(
      ordersTable({
        range: 'S',
        attributeTypes: { pk: 'S', sk: 'S', g: 'S', l: 'S' },
        indexes: [
          {
            name: 'global',
            hash: ['g'],
            range: [],
            projection: { include: ['p'] },
            kind: 'global',
          },
          { name: 'local', hash: ['pk'], range: ['l'], projection: 'ALL', kind: 'local' },
        ],
      }),
    );
  const item = { ...a, sk: S('1'), g: S('g'), l: S('l'), p: S('p'), o: S('o') };
  const asking = { ReturnConsumedCapacity: 'INDEXES' };
  const capacity = (table: number, global: number, local: number) => ({
    TableName: 'orders',
    CapacityUnits: table + global + local,
    Table: { CapacityUnits: table },
    ...(global > 0 && { GlobalSecondaryIndexes: { global: { CapacityUnits: global } } }),
    ...(local > 0 && { LocalSecondaryIndexes: { local: { CapacityUnits: local } } }),
  });

  it.each([
    ['one write for a new entry', undefined, item, capacity(1, 1, 1)],
    ['none for an index without the item', undefined, { ...a, sk: S('1') }, capacity(1, 0, 0)],
    ['none for a write that changes nothing', item, item, capacity(1, 0, 0)],
    ['none where the attribute is not projected', item, { ...item, o: S('n') }, capacity(1, 0, 1)],
    ['one where a projected attribute changes', item, { ...item, p: S('n') }, capacity(1, 1, 1)],
    ['two for an entry that moves', item, { ...item, g: S('n') }, capacity(1, 2, 1)],
    [
      'two for an entry of a local index that moves',
      item,
      { ...item, l: S('n') },
      capacity(1, 0, 2),
    ],
    ['one for an entry that goes', item, { ...a, sk: S('1'), l: S('l') }, capacity(1, 1, 1)],
  ])('counts %s', (_case, before, after, expected) => {
    const table = fixture();
    if (before !== undefined) table.put(before);
    expect(table.put(after, asking).ConsumedCapacity).toEqual(expected);
  });

  it('counts what a deletion takes from the indexes', () => {
    const table = fixture();
    table.put(item);
    const { ConsumedCapacity } = table.run('DeleteItem', { Key: { ...a, sk: S('1') }, ...asking });
    expect(ConsumedCapacity).toEqual(capacity(1, 1, 1));
  });

  it('counts reads of an index, and of the table for what it lacks', () => {
    const table = fixture();
    table.put(item);
    const read = { IndexName: 'global', ...asking };
    expect(table.run('Scan', read).ConsumedCapacity).toEqual(capacity(0, 0.5, 0));
  });

  it('gives the total alone if that is asked, and nothing if nothing is', () => {
    const table = fixture();
    expect(table.put(item, { ReturnConsumedCapacity: 'TOTAL' })).toEqual({
      ConsumedCapacity: { TableName: 'orders', CapacityUnits: 3 },
    });
    expect(table.put(item, { ReturnConsumedCapacity: 'NONE' })).toEqual({});
  });

  it('gives a list for several tables', () => {
    const RequestItems = { orders: [{ PutRequest: { Item: item } }] };
    const { output } = fixture().execute('BatchWriteItem', { RequestItems, ...asking });
    expect(output).toMatchObject({ ConsumedCapacity: [capacity(1, 1, 1)] });
  });
});
