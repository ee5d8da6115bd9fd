import { describe, expect, it } from 'vitest';
import type { StreamView } from '../../../../local/dynamodb/dynamodb.ts';
import { Fixture, failure, type Item, N, ordersTable, S } from './fixture.ts';

const a = { pk: S('a') };
const streaming = (streamView: StreamView) => new Fixture(ordersTable({ streamView }));

const parsed = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));

/** What the stream tells of each change. */
function told(fixture: Fixture) {
  return fixture.records.map(({ eventName, keys, newImage, oldImage }) => ({
    eventName,
    keys: parsed(keys),
    newImage: parsed(newImage),
    oldImage: parsed(oldImage),
  }));
}

function writeThreeTimes(fixture: Fixture): void {
  fixture.put({ ...a, n: N(1) });
  fixture.update('SET n = :n', { ':n': N(2) });
  fixture.run('DeleteItem', { Key: a });
}

describe('a stream', () => {
  const one = { ...a, n: N(1) };
  const two = { ...a, n: N(2) };

  it.each([
    ['NEW_AND_OLD_IMAGES', [[one], [two, one], [undefined, two]]],
    ['NEW_IMAGE', [[one], [two], []]],
    ['OLD_IMAGE', [[], [undefined, one], [undefined, two]]],
    ['KEYS_ONLY', [[], [], []]],
  ] as [StreamView, (Item | undefined)[][]][])(
    'tells inserts, changes and removals with %s',
    (view, images) => {
      const fixture = streaming(view);
      writeThreeTimes(fixture);
      const names = ['INSERT', 'MODIFY', 'REMOVE'];
      expect(told(fixture)).toEqual(
        names.map((eventName, at) => {
          const [newImage, oldImage] = images[at]!;
          return { eventName, keys: a, newImage, oldImage };
        }),
      );
    },
  );

  it('tells nothing of a table without one', () => {
    const fixture = new Fixture();
    writeThreeTimes(fixture);
    expect(fixture.records).toEqual([]);
  });

  it('numbers records in the order of the writes', () => {
    const fixture = streaming('KEYS_ONLY');
    for (let number = 0; number < 12; number += 1) fixture.put({ pk: S(String(number)) });
    const numbers = fixture.records.map((record) => record.sequenceNumber);
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(12);
    expect(numbers[0]).toMatch(/^\d{21}$/);
  });

  it('tells nothing of a write that changes nothing', () => {
    const fixture = streaming('NEW_AND_OLD_IMAGES');
    const item = { ...a, n: N(1), s: { SS: ['x', 'y'] }, m: { M: { p: S('p'), q: S('q') } } };
    fixture.put(item);
    const reordered = {
      m: { M: { q: S('q'), p: S('p') } },
      s: { SS: ['y', 'x'] },
      n: N('1.0'),
      ...a,
    };
    fixture.put(item);
    fixture.put(reordered);
    fixture.update('SET n = :n REMOVE gone', { ':n': N(1) });
    fixture.run('DeleteItem', { Key: { pk: S('none') } });
    failure(() => fixture.put(a, { ConditionExpression: 'attribute_not_exists(pk)' }));
    expect(fixture.records).toHaveLength(1);
  });

  it('tells of a change that keeps the length of the text', () => {
    const fixture = streaming('NEW_IMAGE');
    fixture.put({ ...a, x: S('12'), y: S('34') });
    fixture.put({ ...a, x: S('34'), y: S('12') });
    expect(fixture.records).toHaveLength(2);
  });

  it('carries bytes in base64, as Lambda delivers them', () => {
    const fixture = streaming('NEW_IMAGE');
    fixture.put({ ...a, b: { B: new Uint8Array([1, 2]) }, bs: { BS: [new Uint8Array([3])] } });
    expect(told(fixture)[0]!.newImage).toEqual({ ...a, b: { B: 'AQI=' }, bs: { BS: ['Aw=='] } });
  });

  it('carries the key in the order of the schema', () => {
    const fixture = new Fixture(ordersTable({ range: 'N', streamView: 'KEYS_ONLY' }));
    fixture.put({ x: S('x'), sk: N('1.0'), ...a });
    expect(fixture.records[0]!.keys).toBe('{"pk":{"S":"a"},"sk":{"N":"1"}}');
  });

  it('carries the time of the write', () => {
    const fixture = streaming('KEYS_ONLY');
    fixture.nowMs = 1_700_000_000_123;
    fixture.put(a);
    expect(fixture.records[0]!.approximateCreationMs).toBe(1_700_000_000_123);
  });

  it('counts the bytes of keys and images', () => {
    const fixture = new Fixture({
      ...ordersTable({ streamView: 'NEW_AND_OLD_IMAGES' }),
      keySchema: { hash: 'Id' },
      attributeTypes: { Id: 'N' },
    });
    const message = (text: string) => ({ Id: N(101), Message: S(text) });
    fixture.put(message('New item!'));
    fixture.put(message('This item has changed'));
    fixture.run('DeleteItem', { Key: { Id: N(101) } });
    expect(fixture.records.map((record) => record.sizeBytes)).toEqual([26, 59, 38]);
  });

  it('tells each write of a transaction, once all have been made', () => {
    const fixture = streaming('NEW_IMAGE');
    const put = (pk: string) => ({ Put: { TableName: 'orders', Item: { pk: S(pk) } } });
    fixture.execute('TransactWriteItems', { TransactItems: [put('b'), put('c')] });
    expect(told(fixture).map((record) => record.keys)).toEqual([{ pk: S('b') }, { pk: S('c') }]);
  });
});

describe('time to live', () => {
  const expiring = () =>
    new Fixture(ordersTable({ streamView: 'NEW_AND_OLD_IMAGES', ttlAttribute: 'expires' }));
  const seconds = (fixture: Fixture) => Math.floor(fixture.nowMs / 1000);

  it('deletes what has expired, and tells who did it', () => {
    const fixture = expiring();
    const item = { ...a, expires: N(seconds(fixture) + 60) };
    fixture.put(item);
    fixture.put({ pk: S('b'), expires: N(seconds(fixture) + 120) });
    fixture.nowMs += 59_999;
    expect(fixture.db.expire()).toBe(0);
    fixture.nowMs += 1;
    expect(fixture.db.expire()).toBe(1);
    expect(fixture.get(a)).toBeUndefined();
    expect(fixture.records.at(-1)).toMatchObject({ eventName: 'REMOVE', expired: true });
    expect(told(fixture).at(-1)!.oldImage).toEqual(item);
  });

  it('leaves what has expired readable until then', () => {
    const fixture = expiring();
    fixture.put({ ...a, expires: N(1) });
    fixture.put({ pk: S('b'), expires: N(seconds(fixture) - 1) });
    expect(fixture.get({ pk: S('b') })).toBeDefined();
    expect(fixture.run('Scan').Count).toBe(2);
  });

  it('goes by the last write', () => {
    const fixture = expiring();
    const now = seconds(fixture);
    fixture.put({ ...a, expires: N(now + 1) });
    fixture.put({ ...a, expires: N(now + 100) });
    fixture.put({ pk: S('b'), expires: N(now + 100) });
    fixture.put({ pk: S('b'), expires: N(now + 1) });
    fixture.put({ pk: S('c'), expires: N(now + 1) });
    fixture.put({ pk: S('c') });
    fixture.nowMs += 2000;
    expect(fixture.db.expire()).toBe(1);
    expect(fixture.get({ pk: S('b') })).toBeUndefined();
    fixture.nowMs += 98_000;
    expect(fixture.db.expire()).toBe(1);
    expect(fixture.get({ pk: S('c') })).toBeDefined();
  });

  it('ignores what is no number, and what expired more than five years ago', () => {
    const fixture = expiring();
    fixture.put({ ...a, expires: S('1') });
    fixture.put({ pk: S('b'), expires: N(1) });
    expect(fixture.db.expire()).toBe(0);
    expect(fixture.db.itemCount('orders')).toBe(2);
  });

  it('takes items in the order in which they expire', () => {
    const fixture = expiring();
    const now = seconds(fixture);
    for (const age of [5, 1, 4, 2, 3]) fixture.put({ pk: S(String(age)), expires: N(now - age) });
    expect(fixture.db.expire()).toBe(5);
    const gone = told(fixture).slice(5);
    expect(gone.map((record) => record.keys.pk.S)).toEqual(['5', '4', '3', '2', '1']);
  });

  it('does not apply to a table without it', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, expires: N(seconds(fixture) - 1) });
    expect(fixture.db.expire()).toBe(0);
  });

  it('takes the item out of its indexes', () => {
    const fixture = new Fixture(
      ordersTable({
        ttlAttribute: 'expires',
        attributeTypes: { pk: 'S', g: 'S' },
        indexes: [{ name: 'by-g', hash: ['g'], range: [], projection: 'ALL', kind: 'global' }],
      }),
    );
    fixture.put({ ...a, g: S('g'), expires: N(seconds(fixture) - 1) });
    fixture.db.expire();
    expect(fixture.run('Scan', { IndexName: 'by-g' }).Count).toBe(0);
  });
});
