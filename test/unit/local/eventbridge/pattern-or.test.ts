import { describe, expect, it } from 'vitest';
import { compilePattern, InvalidPatternError } from '../../../../local/eventbridge/pattern.ts';

/** The results of a pattern for each of the events. */
function results(pattern: object | string, events: object[]): boolean[] {
  return events.map(compilePattern(pattern));
}

describe('$or', () => {
  it('matches when one of its objects does, together with what stands beside it', () => {
    const pattern = { source: ['s'], $or: [{ a: [1] }, { b: [{ numeric: ['>', 5] }] }] };
    const events = [{ a: 1 }, { b: 6 }, { a: 2, b: 5 }, {}];
    expect(
      results(
        pattern,
        events.map((event) => ({ source: 's', ...event })),
      ),
    ).toEqual([true, true, false, false]);
    expect(results(pattern, [{ source: 'other', a: 1 }])).toEqual([false]);
  });

  it('stands inside fields', () => {
    const pattern = { detail: { $or: [{ a: [1] }, { b: [1] }], c: [1] } };
    expect(results(pattern, [{ detail: { b: 1, c: 1 } }, { detail: { b: 1 } }])).toEqual([
      true,
      false,
    ]);
    expect(results(pattern, [{ b: 1, c: 1 }])).toEqual([false]);
  });

  it('asks all fields of one of its objects', () => {
    const pattern = { $or: [{ a: [1], b: [1] }, { c: [1] }] };
    expect(results(pattern, [{ a: 1, b: 1 }, { a: 1 }, { c: 1 }])).toEqual([true, false, true]);
  });

  it('multiplies with another', () => {
    const pattern = { $or: [{ a: [1] }, { b: [1] }], detail: { $or: [{ c: [1] }, { d: [1] }] } };
    const detail = { d: 1 };
    expect(results(pattern, [{ b: 1, detail }, { b: 1, detail: {} }, { detail }])).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('stands inside another', () => {
    const pattern = { $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }] };
    expect(results(pattern, [{ a: 1 }, { b: 1, d: 1 }, { b: 1 }, { d: 1 }])).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('keeps an alternative that overlaps an earlier one, which event-ruler forgets', () => {
    expect(results({ $or: [{ a: ['x'] }, { a: ['x', 'y'] }] }, [{ a: 'y' }])).toEqual([true]);
  });

  it('overrides the same field before it and is overridden by the same field after it', () => {
    const alternatives = { $or: [{ a: [2] }, { b: [1] }] };
    const events = [{ a: 1 }, { a: 2 }, { a: 1, b: 1 }];
    expect(results({ a: [1], ...alternatives }, events)).toEqual([false, true, true]);
    expect(results({ ...alternatives, a: [1] }, events)).toEqual([true, false, true]);
  });

  it('may multiply to a thousand alternatives and no more', () => {
    const ten = (name: string) => Array.from({ length: 10 }, (_, index) => ({ [name]: [index] }));
    const thousand = { $or: ten('a'), x: { $or: ten('b') }, y: { $or: ten('c') } };
    expect(results(thousand, [{ a: 9, x: { b: 9 }, y: { c: 9 } }])).toEqual([true]);
    const more = { ...thousand, $or: [...ten('a'), { a: [10] }] };
    expect(() => compilePattern(more)).toThrow(/more than 1000 combinations/);
  });
});

describe('$or as the name of a field', () => {
  it.each([
    ['an object', { $or: { a: ['x'] } }, { $or: { a: 'x' } }],
    ['a list of plain values', { $or: ['x', 'y'] }, { $or: 'y' }],
    ['a list of one operator', { $or: [{ prefix: 'x' }] }, { $or: 'xy' }],
    ['a list of operators', { $or: [{ prefix: 'x' }, { suffix: 'z' }] }, { $or: 'yz' }],
    ['a list with anything-but', { $or: [{ 'anything-but': { prefix: 'x' } }] }, { $or: 'y' }],
    [
      'a list with anything-but of texts in any case',
      { $or: [{ 'anything-but': { 'equals-ignore-case': ['x'] } }] },
      { $or: 'y' },
    ],
  ])('stands before %s', (_, pattern, event) => {
    expect(results(pattern, [event, { other: 1 }])).toEqual([true, false]);
  });

  it.each([
    ['one object', { $or: [{ a: [1] }] }, '$or'],
    ['something else than an object', { $or: [{ a: [1] }, 'a'] }, '$or[1]'],
    ['an empty object', { $or: [{ a: [1] }, {}] }, '$or[1]'],
    ['a reserved name', { detail: { $or: [{ a: [1] }, { cidr: ['x'] }] } }, 'detail.$or[1].cidr'],
    [
      'a reserved name further in',
      { $or: [{ a: [1] }, { b: { regex: ['x'] } }] },
      '$or[1].b.regex',
    ],
    ['an invalid list', { $or: [{ a: [1] }, { b: [] }] }, '$or[1].b'],
    ['newer lists of anything-but', { $or: [{ 'anything-but': { prefix: ['x'] } }] }, '$or'],
    ['newer wildcards of anything-but', { $or: [{ 'anything-but': { wildcard: 'x' } }] }, '$or'],
  ])('is refused before %s, for what is wrong with it as "or"', (_, pattern, path) => {
    const compile = () => compilePattern(pattern);
    expect(compile).toThrow(InvalidPatternError);
    expect(compile).toThrow(expect.objectContaining({ path }));
  });
});
