import { describe, expect, it } from 'vitest';
import { compilePattern, InvalidPatternError } from '../../../../local/eventbridge/pattern.ts';

function refusal(pattern: object | string): { path: string; message: string } {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof InvalidPatternError) return { path: error.path, message: error.message };
    throw error;
  }
  return { path: 'none', message: 'the pattern is valid' };
}

describe('a pattern', () => {
  it.each([
    ['that is not JSON', '{"a":[1]', ''],
    ['with text behind it', '{"a":[1]} x', ''],
    ['that is a list', '[1]', ''],
    ['that is a text', '"a"', ''],
    ['that is empty', {}, ''],
    ['with an empty object', { detail: { state: {} } }, 'detail.state'],
    ['with an empty list', { detail: { state: [] } }, 'detail.state'],
    ['with a value that is in no list', { detail: { state: 'placed' } }, 'detail.state'],
    ['with null for a field', { detail: null }, 'detail'],
    ['with a list in a list', { a: ['x', ['y']] }, 'a[1]'],
    ['with an object without an operator', { a: [{}] }, 'a[0]'],
    ['with an unknown operator', { a: [{ regex: 'x' }] }, 'a[0]'],
    ['with an operator in capitals', { a: [{ Prefix: 'x' }] }, 'a[0]'],
    ['with two operators in one object', { a: [{ prefix: 'x', suffix: 'y' }] }, 'a[0]'],
    ['with one operator twice', '{"a":[{"prefix":"x","prefix":"y"}]}', 'a[0]'],
  ])('%s is refused at its path', (_, pattern, path) => {
    expect(refusal(pattern).path).toBe(path);
  });

  it('says in the message what is wrong and where', () => {
    const pattern = { detail: { price: [{ numeric: ['>', 5, '<', 1] }] } };
    expect(refusal(pattern).message).toBe(
      'Event pattern is not valid at detail.price[0].numeric: Bottom must be less than top',
    );
    expect(refusal({}).message).toBe(
      'Event pattern is not valid at the top level: Empty objects are not allowed',
    );
  });

  it('may have 256 fields and no more', () => {
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, [1]]));
    expect(() => compilePattern(fields(256))).not.toThrow();
    expect(refusal(fields(257)).message).toContain('more than 256 fields');
  });
});

describe('an operator', () => {
  it.each([
    ['prefix', 5],
    ['prefix', null],
    ['prefix', ['x']],
    ['prefix', {}],
    ['prefix', { suffix: 'x' }],
    ['prefix', { 'equals-ignore-case': 'x', prefix: 'y' }],
    ['suffix', true],
    ['suffix', { prefix: 'x' }],
    ['equals-ignore-case', ['x']],
    ['exactly', 5],
    ['wildcard', ['*']],
    ['wildcard', 'a**b'],
    ['wildcard', 'a\\b'],
    ['wildcard', 'a\\'],
    ['exists', 'true'],
    ['exists', null],
    ['exists', 1],
    ['cidr', 5],
    ['cidr', '10.0.0.0'],
    ['cidr', '10.0.0.0/32'],
    ['cidr', '10.0.0.0/-1'],
    ['cidr', '10.0.0.0/x'],
    ['cidr', '10.0.0.0/8/8'],
    ['cidr', '10.0.0/8'],
    ['cidr', '300.0.0.0/8'],
    ['cidr', '::/128'],
    ['cidr', '1::2::3/8'],
    ['cidr', ':1:2:3:4:5:6:7:8/8'],
    ['cidr', '1:2:3:4:5:6:7::8/8'],
    ['cidr', '10000::/8'],
    ['numeric', 5],
    ['numeric', []],
    ['numeric', [5]],
    ['numeric', ['=']],
    ['numeric', ['=', '5']],
    ['numeric', ['!=', 5]],
    ['numeric', ['=', 1, '<', 5]],
    ['numeric', ['<', 5, '>', 1]],
    ['numeric', ['>', 1, '>', 5]],
    ['numeric', ['>', 1, '<']],
    ['numeric', ['>', 1, '<', 5, '<', 6]],
    ['numeric', ['>', 5, '<', 5]],
    ['anything-but', null],
    ['anything-but', true],
    ['anything-but', []],
    ['anything-but', ['a', 5]],
    ['anything-but', ['a', null]],
    ['anything-but', [['a']]],
    ['anything-but', {}],
    ['anything-but', { exists: true }],
    ['anything-but', { numeric: ['>', 5] }],
    ['anything-but', { prefix: 'a', suffix: 'b' }],
  ])('%s refuses %j', (operator, value) => {
    expect(refusal({ a: ['x', { [operator]: value }] }).path).toBe(`a[1].${operator}`);
  });

  it.each([
    ['prefix', ''],
    ['prefix', 5],
    ['prefix', []],
    ['prefix', ['a', 5]],
    ['prefix', { 'equals-ignore-case': 'a' }],
    ['suffix', ''],
    ['suffix', ['a', '']],
    ['equals-ignore-case', []],
    ['equals-ignore-case', null],
    ['wildcard', 'a**'],
    ['wildcard', ['a', '\\x']],
  ])('anything-but with %s refuses %j', (operator, value) => {
    expect(refusal({ a: [{ 'anything-but': { [operator]: value } }] }).path).toBe(
      `a[0].anything-but.${operator}`,
    );
  });

  it('refuses numbers that cannot be compared exactly', () => {
    for (const digits of ['9007199254740993', '0.12345678901234567', '1e400']) {
      expect(refusal(`{"a":[{"numeric":["=",${digits}]}]}`).path).toBe('a[0].numeric');
      expect(refusal(`{"a":[{"anything-but":${digits}}]}`).path).toBe('a[0].anything-but');
      expect(refusal(`{"a":[${digits}]}`).path).toBe('none');
    }
  });

  it('takes the same number in any digits', () => {
    for (const digits of ['-0', '1.50', '15e-1', '0.00015E+4', '-1.0e-7', '9007199254740992']) {
      expect(refusal(`{"a":[{"numeric":["=",${digits}]}]}`).path).toBe('none');
    }
  });

  it('cidr takes what Java reads as a number of bits', () => {
    for (const block of ['10.0.0.0/+8', '10.0.0.0/08', '10.0.0.0/8/', '::/127', '1::/0']) {
      expect(refusal({ a: [{ cidr: block }] }).path).toBe('none');
    }
  });
});
