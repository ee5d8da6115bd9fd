import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../local/eventbridge/pattern.ts';

function matches(pattern: object | string, event: unknown): boolean {
  return compilePattern(pattern)(event);
}

describe('the fields of a pattern', () => {
  it('must all match', () => {
    const pattern = { source: ['orders'], detail: { state: ['placed'], total: [5] } };
    const detail = { state: 'placed', total: 5 };
    expect(matches(pattern, { source: 'orders', detail })).toBe(true);
    expect(matches(pattern, { source: 'orders', detail: { ...detail, total: 6 } })).toBe(false);
    expect(matches(pattern, { source: 'stock', detail })).toBe(false);
    expect(matches(pattern, { source: 'orders' })).toBe(false);
  });

  it('leave other fields of the event alone', () => {
    expect(matches({ a: [1] }, { a: 1, b: { c: [1, 2] } })).toBe(true);
  });

  it('are not found where the event has no object', () => {
    expect(matches({ a: { b: [1] } }, { a: 1 })).toBe(false);
    expect(matches({ a: { b: [1] } }, { a: null })).toBe(false);
    expect(matches({ a: [1] }, { a: { b: 1 } })).toBe(false);
  });

  it.each([[undefined], [null], ['text'], [5], [[]]])('match no event that is %j', (event) => {
    expect(matches({ a: [{ exists: false }] }, event)).toBe(false);
  });

  it.each([
    ['{ a: { b: { c } } }', { a: { b: { c: [1] } } }],
    ['{ "a.b": { c } }', { 'a.b': { c: [1] } }],
    ['{ a: { "b.c" } }', { a: { 'b.c': [1] } }],
    ['{ "a.b.c" }', { 'a.b.c': [1] }],
  ])('are the same with dots as nested: %s', (_, pattern) => {
    const events = [
      { a: { b: { c: 1 } } },
      { 'a.b': { c: 1 } },
      { a: { 'b.c': 1 } },
      { 'a.b.c': 1 },
    ];
    for (const event of events) expect(matches(pattern, event)).toBe(true);
    expect(matches(pattern, { a: { b: { d: 1 } }, 'a.b.d': 1 })).toBe(false);
  });

  it('are found in each of the places that their name can mean', () => {
    const event = { a: { b: 1 }, 'a.b': 2 };
    expect(matches({ a: { b: [1] } }, event)).toBe(true);
    expect(matches({ a: { b: [2] } }, event)).toBe(true);
    expect(matches({ a: { b: [{ exists: false }] } }, { a: {}, 'a.b': 2 })).toBe(false);
  });

  it('are not what objects inherit', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
    expect(matches({ toString: { name: [{ exists: false }] } }, {})).toBe(true);
    expect(matches('{"__proto__":{"a":[1]}}', JSON.parse('{"__proto__":{"a":1}}'))).toBe(true);
  });

  it('may be named by a word that is an operator elsewhere', () => {
    expect(matches({ prefix: ['a'] }, { prefix: 'a' })).toBe(true);
    expect(matches({ detail: { exists: [true] } }, { detail: { exists: true } })).toBe(true);
  });

  it('with an empty name are joined and skipped as event-ruler does', () => {
    expect(matches({ '': { a: [1] } }, { a: 1 })).toBe(true);
    expect(matches({ a: { '': [1] } }, { a: { '': 1 } })).toBe(false);
    expect(matches({ a: { '': [1] } }, { 'a.': 1 })).toBe(true);
    expect(matches({ a: { '': { b: [1] } } }, { a: { '': { b: 1 } } })).toBe(true);
  });
});

describe('a pattern in JSON text', () => {
  it('is the same as the value of it', () => {
    expect(matches(' { "a" : [ 1.0 , "x\\u0041\\"" , null ] } ', { a: 'xA"' })).toBe(true);
    expect(matches('{"a":[1.0]}', { a: 1 })).toBe(true);
  });

  it('has the last of the lists where a field is named twice', () => {
    const pattern = compilePattern('{"a":[1],"a":[2]}');
    expect([{ a: 1 }, { a: 2 }].map(pattern)).toEqual([false, true]);
    const dotted = compilePattern('{"a":{"b":[1]},"a.b":[2]}');
    expect([{ a: { b: 1 } }, { a: { b: 2 } }].map(dotted)).toEqual([false, true]);
  });

  it('has the fields of both objects where an object is named twice', () => {
    const pattern = '{"a":{"b":[1]},"a":{"c":[2]}}';
    expect(matches(pattern, { a: { b: 1, c: 2 } })).toBe(true);
    expect(matches(pattern, { a: { c: 2 } })).toBe(false);
  });

  it('reads half of a surrogate pair as a question mark', () => {
    expect(matches('{"a":[{"prefix":"\\ud83d"}]}', { a: '😀' })).toBe(false);
    expect(matches('{"a":[{"prefix":"\\ud83d"}]}', { a: '?' })).toBe(true);
  });
});

describe('the lists of an event', () => {
  it('match when one of their values does', () => {
    expect(matches({ a: ['x', 'y'] }, { a: ['z', 'y'] })).toBe(true);
    expect(matches({ a: ['x', 'y'] }, { a: ['z', 5, null, {}] })).toBe(false);
  });

  it('are looked through for objects, lists in lists as well', () => {
    const employees = [[{ name: 'John' }, { name: 'Anna' }], [{ name: 'Peter' }]];
    expect(matches({ employees: { name: ['Peter'] } }, { employees })).toBe(true);
    expect(matches({ employees: { name: ['Paul'] } }, { employees })).toBe(false);
    expect(matches({ a: ['x'] }, { a: [['y'], [['x']]] })).toBe(true);
    expect(matches({ a: { b: ['x'] } }, { a: ['x', 5] })).toBe(false);
  });

  it('give up two fields from one element only', () => {
    const employees = [
      { first: 'John', last: 'Doe' },
      { first: 'Anna', last: 'Smith' },
    ];
    const event = { employees };
    expect(matches({ employees: { first: ['Anna'], last: ['Smith'] } }, event)).toBe(true);
    expect(matches({ employees: { first: ['Anna'], last: ['Doe'] } }, event)).toBe(false);
  });

  it('give up two fields from different lists', () => {
    const event = { a: [{ x: 1 }, { x: 2 }], b: [{ y: 1 }, { y: 2 }] };
    expect(matches({ a: { x: [1] }, b: { y: [2] } }, event)).toBe(true);
  });

  it('keep inner elements to the outer element they lie in', () => {
    const event = {
      orders: [
        { id: 1, lines: [{ sku: 'A', quantity: 1 }] },
        {
          id: 2,
          lines: [
            { sku: 'B', quantity: 1 },
            { sku: 'C', quantity: 2 },
          ],
        },
      ],
    };
    const pattern = (id: number, sku: string, quantity: number) => ({
      orders: { id: [id], lines: { sku: [sku], quantity: [quantity] } },
    });
    expect(matches(pattern(2, 'C', 2), event)).toBe(true);
    expect(matches(pattern(1, 'C', 2), event)).toBe(false);
    expect(matches(pattern(2, 'B', 2), event)).toBe(false);
  });

  it('let a value that is an element itself go with any element', () => {
    const event = { a: ['x', { b: 1 }, { b: 2 }] };
    expect(matches({ a: ['x'], 'a.b': [2] }, event)).toBe(true);
    expect(matches({ a: ['y'], 'a.b': [2] }, event)).toBe(false);
  });

  it('try another element when the first that matches leads nowhere', () => {
    const event = {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
    };
    expect(matches({ a: { x: [1], y: [2] } }, event)).toBe(true);
    expect(matches({ a: { x: [1], y: [3] } }, event)).toBe(false);
  });

  it('make a field absent in the element that fields of earlier names have chosen', () => {
    const event = { a: [{ x: 1 }, { x: 2, z: 1 }] };
    expect(matches({ a: { x: [1], z: [{ exists: false }] } }, event)).toBe(true);
    expect(matches({ a: { x: [2], z: [{ exists: false }] } }, event)).toBe(false);
    expect(matches({ a: { x: [2], z: [{ exists: false }, 1] } }, event)).toBe(true);
  });

  it('make a field absent in all elements when its name comes first', () => {
    const event = { a: [{ x: 1 }, { x: 2, b: 1 }] };
    expect(matches({ a: { x: [1], b: [{ exists: false }] } }, event)).toBe(false);
    expect(matches({ a: { x: [1], b: [{ exists: false }] } }, { a: [{ x: 1 }, {}] })).toBe(true);
  });

  it('with values in them never match a pattern of another depth', () => {
    expect(matches({ a: [1] }, { a: [{ b: 1 }] })).toBe(false);
    expect(matches({ a: { b: { c: [1] } } }, { a: [{ b: [1] }] })).toBe(false);
  });
});
