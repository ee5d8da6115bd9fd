import { describe, expect, it } from 'vitest';
import { compileFilters } from '../../../../local/lambda/filter-criteria.ts';

const compile = (...patterns: object[]) =>
  compileFilters(
    patterns.map((pattern) => JSON.stringify(pattern)),
    ['body'],
  );

describe('filter criteria', () => {
  it('let a record through that matches one of several', () => {
    const matches = compile({ body: { kind: ['a'] } }, { body: { kind: ['b'] } });
    expect(matches?.({ body: { kind: 'b' } })).toBe(true);
    expect(matches?.({ body: { kind: 'c' } })).toBe(false);
  });

  it('are absent without filters', () => {
    expect(compile()).toBeUndefined();
  });

  it('take ten filters and refuse eleven', () => {
    const filters = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ body: { kind: [String(index)] } }));
    expect(compile(...filters(10))).toBeTypeOf('function');
    expect(() => compile(...filters(11))).toThrow(/11 filters/);
  });

  it.each([
    [{ body: { kind: [{ wildcard: 'a*' }] } }, 'operator "wildcard"'],
    [{ body: { address: [{ cidr: '10.0.0.0/8' }] } }, 'operator "cidr"'],
    [{ body: { $or: [{ a: [{ wildcard: '*' }] }, { b: ['c'] }] } }, 'operator "wildcard"'],
    [{ body: { kind: [{ 'anything-but': { prefix: 'a' } }] } }, 'anything-but of an object'],
    [{ attributes: { SenderId: ['a'] } }, 'filter on "attributes"'],
  ])('refuse %j, which Lambda does not take', (pattern, message) => {
    expect(() => compile(pattern)).toThrow(message);
  });
});
