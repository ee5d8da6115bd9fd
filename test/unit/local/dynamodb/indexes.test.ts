import { describe, expect, it } from 'vitest';
import type { IndexSpec } from '../../../../local/dynamodb/dynamodb.ts';
import { type Answer, Fixture, type Item, N, ordersTable, refusal, S } from './fixture.ts';

const indexes: IndexSpec[] = [
  { name: 'by-state', hash: ['g'], range: ['due'], projection: 'ALL', kind: 'global' },
  { name: 'keys-only', hash: ['g'], range: [], projection: 'KEYS_ONLY', kind: 'global' },
  { name: 'included', hash: ['g'], range: [], projection: { include: ['x'] }, kind: 'global' },
  { name: 'by-time', hash: ['pk'], range: ['due'], projection: { include: ['x'] }, kind: 'local' },
];

function indexed(): Fixture {
  return new Fixture(
    ordersTable({ range: 'S', indexes, attributeTypes: { pk: 'S', sk: 'S', g: 'S', due: 'N' } }),
  );
}

function order(sk: string, attributes: Item): Item {
  return { pk: S('a'), sk: S(sk), ...attributes };
}

function query(fixture: Fixture, index: string, input: object = {}): Answer {
  const local = index === 'by-time';
  return fixture.run('Query', {
    IndexName: index,
    KeyConditionExpression: local ? 'pk = :h' : 'g = :h',
    ExpressionAttributeValues: { ':h': S(local ? 'a' : 'open') },
    ...input,
  });
}

const sortKeys = ({ Items }: Answer) => Items!.map((item) => item['sk']!.S);

describe('an index', () => {
  it('holds only items that have its keys', () => {
    const fixture = indexed();
    fixture.put(order('1', { g: S('open'), due: N(1) }));
    fixture.put(order('2', { g: S('open') }));
    fixture.put(order('3', { due: N(3) }));
    expect(sortKeys(query(fixture, 'by-state'))).toEqual(['1']);
    expect(sortKeys(query(fixture, 'keys-only'))).toEqual(['1', '2']);
    expect(sortKeys(query(fixture, 'by-time'))).toEqual(['1', '3']);
  });

  it('follows every write', () => {
    const fixture = indexed();
    fixture.put(order('1', { g: S('open'), due: N(5) }));
    fixture.put(order('2', { g: S('open'), due: N(4) }));
    expect(sortKeys(query(fixture, 'by-state'))).toEqual(['2', '1']);
    fixture.put(order('1', { g: S('open'), due: N(3) }));
    expect(sortKeys(query(fixture, 'by-state'))).toEqual(['1', '2']);
    fixture.put(order('1', { g: S('closed'), due: N(3) }));
    expect(sortKeys(query(fixture, 'by-state'))).toEqual(['2']);
    fixture.run('DeleteItem', { Key: { pk: S('a'), sk: S('2') } });
    expect(sortKeys(query(fixture, 'by-state'))).toEqual([]);
  });

  it('shows an attribute that was changed since', () => {
    const fixture = indexed();
    fixture.put(order('1', { g: S('open'), x: N(1) }));
    fixture.put(order('1', { g: S('open'), x: N(2) }));
    expect(query(fixture, 'included').Items).toEqual([order('1', { g: S('open'), x: N(2) })]);
  });

  it('projects all, its keys, or what it includes', () => {
    const fixture = indexed();
    const item = order('1', { g: S('open'), due: N(1), x: N(2), y: N(3) });
    fixture.put(item);
    const keys = order('1', { g: S('open') });
    expect(query(fixture, 'by-state').Items).toEqual([item]);
    expect(query(fixture, 'keys-only').Items).toEqual([keys]);
    expect(query(fixture, 'included').Items).toEqual([{ ...keys, x: N(2) }]);
    expect(query(fixture, 'by-time').Items).toEqual([order('1', { due: N(1), x: N(2) })]);
  });

  it('pages through items with the same keys', () => {
    const fixture = indexed();
    const sks = Array.from({ length: 20 }, (_, at) => `k${at}`);
    for (const sk of sks) fixture.put(order(sk, { g: S('open'), due: N(7) }));
    for (const forward of [true, false]) {
      const found: (string | undefined)[] = [];
      let key: Item | undefined;
      do {
        const page = query(fixture, 'by-state', {
          Limit: 3,
          ScanIndexForward: forward,
          ...(key && { ExclusiveStartKey: key }),
        });
        found.push(...sortKeys(page));
        key = page.LastEvaluatedKey;
      } while (key !== undefined);
      expect(found.toSorted()).toEqual(sks.toSorted());
    }
  });

  it('gives the keys of index and table to go on from', () => {
    const fixture = indexed();
    fixture.put(order('1', { g: S('open'), due: N(7), x: N(1) }));
    expect(query(fixture, 'by-state', { Limit: 1 }).LastEvaluatedKey).toEqual(
      order('1', { g: S('open'), due: N(7) }),
    );
  });

  it('finds a range of its sort key', () => {
    const fixture = indexed();
    for (const due of [1, 2, 2, 3]) {
      fixture.put(order(`${due}-${fixture.db.itemCount('orders')}`, { g: S('open'), due: N(due) }));
    }
    const found = (condition: string, forward = true) =>
      query(fixture, 'by-state', {
        KeyConditionExpression: `g = :h AND due ${condition}`,
        ExpressionAttributeValues: { ':h': S('open'), ':two': N(2) },
        ScanIndexForward: forward,
      }).Items!.map((item) => item['due']!.N);
    expect(found('= :two')).toEqual(['2', '2']);
    expect(found('< :two')).toEqual(['1']);
    expect(found('> :two', false)).toEqual(['3']);
    expect(found('>= :two')).toEqual(['2', '2', '3']);
    expect(found('<= :two', false)).toEqual(['2', '2', '1']);
  });

  it('can be scanned', () => {
    const fixture = indexed();
    for (const sk of ['1', '2', '3']) fixture.put(order(sk, sk === '2' ? {} : { g: S(sk) }));
    const answer = fixture.run('Scan', { IndexName: 'keys-only' });
    expect(sortKeys(answer).toSorted()).toEqual(['1', '3']);
  });

  it('of the global kind finds nothing when it is scanned by what it does not project', () => {
    const fixture = indexed();
    fixture.put(order('1', { g: S('open'), x: N(1), y: N(1) }));
    const scanned = (FilterExpression: string) =>
      fixture.run('Scan', { IndexName: 'included', FilterExpression });
    expect(scanned('attribute_exists(y)')).toMatchObject({ Items: [], ScannedCount: 1 });
    expect(sortKeys(scanned('attribute_not_exists(y)'))).toEqual(['1']);
    expect(sortKeys(scanned('attribute_exists(x)'))).toEqual(['1']);
  });

  it('of the local kind reads the table for what it does not project', () => {
    const fixture = indexed();
    const item = order('1', { due: N(1), y: N(3) });
    fixture.put(item);
    expect(query(fixture, 'by-time', { Select: 'ALL_ATTRIBUTES' }).Items).toEqual([item]);
    expect(query(fixture, 'by-time', { ProjectionExpression: 'y' }).Items).toEqual([{ y: N(3) }]);
  });

  it('of the local kind can be read consistently', () => {
    const fixture = indexed();
    fixture.put(order('1', { due: N(1) }));
    expect(query(fixture, 'by-time', { ConsistentRead: true }).Count).toBe(1);
  });

  it.each([
    [
      'by-state',
      { ConsistentRead: true },
      'Consistent reads are not supported on global secondary indexes',
    ],
    [
      'keys-only',
      { Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys-only because its projection type is not ALL',
    ],
    [
      'included',
      { ProjectionExpression: 'x, y, z.a' },
      'One or more parameter values were invalid: Global secondary index included does not project [y, z]',
    ],
    [
      'included',
      { FilterExpression: 'attribute_exists(y)' },
      'One or more parameter values were invalid: Secondary index included does not project one or more filter attributes: [y]',
    ],
    [
      'included',
      { FilterExpression: 'z = y OR attribute_exists(a)' },
      'One or more parameter values were invalid: Secondary index included does not project one or more filter attributes: [a, y, z]',
    ],
    [
      'by-time',
      { FilterExpression: 'attribute_exists(y)' },
      'One or more parameter values were invalid: Secondary index by-time does not project one or more filter attributes: [y]',
    ],
    [
      'by-state',
      { FilterExpression: 'attribute_exists(due)' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: due',
    ],
    [
      'by-state',
      { ExclusiveStartKey: { pk: S('a'), sk: S('1') } },
      'The provided starting key is invalid',
    ],
  ])('%s refuses %o', (index, input, message) => {
    expect(refusal(() => query(indexed(), index, input))).toBe(`ValidationException: ${message}`);
  });
});

describe('a large partition of an index', () => {
  it('stays in order while it grows and shrinks', () => {
    const fixture = indexed();
    const count = 3000;
    for (let number = 0; number < count; number += 1) {
      const at = (number * 7919) % count;
      fixture.put(order(`k${at}`, { g: S('open'), due: N(at) }));
    }
    for (let at = 0; at < count; at += 2) {
      fixture.run('DeleteItem', { Key: { pk: S('a'), sk: S(`k${at}`) } });
    }
    const found = query(fixture, 'by-state').Items!.map((item) => Number(item['due']!.N));
    expect(found).toEqual(Array.from({ length: count / 2 }, (_, at) => 2 * at + 1));
  });
});
