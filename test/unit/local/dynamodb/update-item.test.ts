import { describe, expect, it } from 'vitest';
import { Fixture, failure, type Item, N, refusal, S } from './fixture.ts';

const a = { pk: S('a') };

/** What an update makes of the item `{ pk: 'a', ...attributes }`. */
function updated(attributes: Item, expression: string, values?: Item): Item | undefined {
  const fixture = new Fixture();
  fixture.put({ ...a, ...attributes });
  fixture.update(expression, values);
  const { pk: _pk, ...rest } = fixture.get(a)!;
  return rest;
}

const letters = (...texts: string[]) => ({ L: texts.map(S) });

describe('SET', () => {
  it('writes values, copies, sums and differences', () => {
    expect(
      updated({ n: N(5) }, 'SET x = :x, y = n, n = n + :two, z = :two - n, w = (n - :two)', {
        ':x': S('x'),
        ':two': N(2),
      }),
    ).toEqual({ n: N(7), x: S('x'), y: N(5), z: N(-3), w: N(3) });
  });

  it('reads everything before it writes anything', () => {
    expect(updated({ x: N(1), y: N(2) }, 'SET x = y, y = x')).toEqual({ x: N(2), y: N(1) });
    expect(updated({ x: N(1) }, 'SET y = x REMOVE x')).toEqual({ y: N(1) });
  });

  it('falls back with if_not_exists, nested as well', () => {
    expect(
      updated(
        { n: N(5) },
        'SET x = if_not_exists(y, if_not_exists(n, :z)), n = if_not_exists(q, :z) + :one',
        {
          ':z': N(0),
          ':one': N(1),
        },
      ),
    ).toEqual({ n: N(1), x: N(5) });
  });

  it('appends lists on either side', () => {
    expect(
      updated(
        { l: letters('b') },
        'SET l = list_append(:a, l), m = list_append(if_not_exists(n, :e), l)',
        {
          ':a': letters('a'),
          ':e': letters(),
        },
      ),
    ).toEqual({ l: letters('a', 'b'), m: letters('b') });
  });

  it('writes into maps and lists, and puts elements beyond the end in the order of their indices', () => {
    expect(
      updated(
        { m: { M: { x: N(1) } }, l: letters('a') },
        'SET m.y = :v, l[9] = :w, l[4] = :v, l[0] = :w',
        {
          ':v': S('v'),
          ':w': S('w'),
        },
      ),
    ).toEqual({ m: { M: { x: N(1), y: S('v') } }, l: letters('w', 'v', 'w') });
  });

  it('copies a map by value', () => {
    expect(updated({ m: { M: { x: N(1) } } }, 'SET n = m, m.x = :two', { ':two': N(2) })).toEqual({
      m: { M: { x: N(2) } },
      n: { M: { x: N(1) } },
    });
  });
});

describe('REMOVE', () => {
  it('takes attributes, entries and elements by their old indices', () => {
    expect(
      updated(
        { x: N(1), m: { M: { y: N(2) } }, l: letters('a', 'b', 'c', 'd') },
        'REMOVE x, m.y, l[0], l[2], l[9] SET l[3] = :e',
        { ':e': S('e') },
      ),
    ).toEqual({ m: { M: {} }, l: letters('b', 'e') });
  });

  it('ignores what is not there', () => {
    expect(updated({ m: { M: {} } }, 'REMOVE x, m.y')).toEqual({ m: { M: {} } });
  });

  it('makes no item where there is none', () => {
    const fixture = new Fixture();
    expect(fixture.update('REMOVE x, y.z', undefined, { ReturnValues: 'ALL_NEW' })).toEqual({});
    expect(fixture.get(a)).toBeUndefined();
  });
});

describe('ADD and DELETE', () => {
  it('add numbers, from zero if there is none', () => {
    expect(updated({ n: N('0.1') }, 'ADD n :d, m :d', { ':d': N('0.2') })).toEqual({
      n: N('0.3'),
      m: N('0.2'),
    });
  });

  it('add to sets and take from them, and drop a set that is empty', () => {
    expect(
      updated(
        { s: { SS: ['b'] }, n: { NS: ['1', '2'] }, t: { SS: ['x'] } },
        'ADD s :s, u :s DELETE n :n, t :t',
        {
          ':s': { SS: ['c', 'a', 'b'] },
          ':n': { NS: ['2.0', '9'] },
          ':t': { SS: ['x', 'y'] },
        },
      ),
    ).toEqual({ s: { SS: ['a', 'b', 'c'] }, u: { SS: ['a', 'b', 'c'] }, n: { NS: ['1'] } });
  });

  it('work on sets of bytes', () => {
    const bytes = (...numbers: number[]) => ({ BS: numbers.map((byte) => new Uint8Array([byte])) });
    expect(updated({ b: bytes(3, 1) }, 'ADD b :more', { ':more': bytes(2, 1) })).toEqual({
      b: bytes(1, 2, 3),
    });
    expect(updated({ b: bytes(1, 2) }, 'DELETE b :less', { ':less': bytes(2) })).toEqual({
      b: bytes(1),
    });
  });
});

describe('UpdateItem', () => {
  it('makes an item where there is none', () => {
    const fixture = new Fixture();
    fixture.update('SET x = :x', { ':x': S('x') });
    expect(fixture.get(a)).toEqual({ ...a, x: S('x') });
  });

  it('makes an item of the key alone without an expression', () => {
    const fixture = new Fixture();
    fixture.run('UpdateItem', { Key: a });
    expect(fixture.get(a)).toEqual(a);
  });

  it('changes nothing if the condition fails', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, x: N(1) });
    const condition = { ConditionExpression: 'x > :x' };
    expect(failure(() => fixture.update('SET x = :x', { ':x': N(2) }, condition)).name).toBe(
      'ConditionalCheckFailedException',
    );
    expect(fixture.get(a)).toEqual({ ...a, x: N(1) });
  });

  it.each([
    ['ALL_OLD', { ...a, x: N(1), m: { M: { y: N(1), z: N(1) } }, l: letters('a', 'b') }],
    [
      'ALL_NEW',
      { ...a, x: N(2), m: { M: { y: N(2), z: N(1) } }, l: letters('a', 'c', 'd'), w: N(2) },
    ],
    ['UPDATED_OLD', { x: N(1), m: { M: { y: N(1) } }, l: letters('b') }],
    ['UPDATED_NEW', { x: N(2), m: { M: { y: N(2) } }, l: letters('c'), w: N(2) }],
    ['NONE', undefined],
  ])('returns %s, of nested attributes only what was updated', (asked, attributes) => {
    const fixture = new Fixture();
    fixture.put({ ...a, x: N(1), m: { M: { y: N(1), z: N(1) } }, l: letters('a', 'b') });
    const answer = fixture.update(
      'SET x = :two, m.y = :two, l[1] = :c, l[7] = :d, w = :two',
      { ':two': N(2), ':c': S('c'), ':d': S('d') },
      { ReturnValues: asked },
    );
    expect(answer.Attributes).toEqual(attributes);
  });

  it('returns no attributes if there is nothing to return', () => {
    const fixture = new Fixture();
    const value = { ':x': S('x') };
    expect(fixture.update('SET x = :x', value, { ReturnValues: 'UPDATED_OLD' })).toEqual({});
    expect(fixture.update('REMOVE x', undefined, { ReturnValues: 'UPDATED_NEW' })).toEqual({});
  });

  it.each([
    [
      'SET x = gone',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    [
      'SET x = gone + n',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET x = s + n', 'An operand in the update expression has an incorrect data type'],
    ['SET x = list_append(s, s)', 'An operand in the update expression has an incorrect data type'],
    [
      'SET x = if_not_exists(s, gone)',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET gone.x = n', 'The document path provided in the update expression is invalid for update'],
    ['SET s.x = n', 'The document path provided in the update expression is invalid for update'],
    ['SET m[0] = n', 'The document path provided in the update expression is invalid for update'],
    ['REMOVE l.x', 'The document path provided in the update expression is invalid for update'],
  ])('refuses %s for an item it does not fit', (expression, message) => {
    const attributes = { s: S('s'), n: N(1), m: { M: {} }, l: letters() };
    expect(refusal(() => updated(attributes, expression))).toBe(`ValidationException: ${message}`);
  });

  it.each([
    ['ADD s :v', N(1)],
    ['ADD n :v', { SS: ['a'] }],
    ['DELETE n :v', { SS: ['a'] }],
    ['DELETE ss :v', { NS: ['1'] }],
  ])('refuses %s where the attribute has another type', (expression, value) => {
    const attributes = { s: S('s'), n: N(1), ss: { SS: ['a'] } };
    expect(refusal(() => updated(attributes, expression, { ':v': value }))).toBe(
      'ValidationException: An operand in the update expression has an incorrect data type',
    );
  });

  it('leaves the item as it was if the update does not fit', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, x: N(1) });
    failure(() => fixture.update('SET x = :v, y = gone', { ':v': N(2) }));
    expect(fixture.get(a)).toEqual({ ...a, x: N(1) });
  });
});
