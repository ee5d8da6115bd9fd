import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../local/eventbridge/pattern.ts';

const compile = (...conditions: unknown[]) => compilePattern({ detail: { path: conditions } });
const wildcard = (value: unknown) => ({ wildcard: value });

describe('the wildcards of a pattern', () => {
  it.each([
    ['*aaaaaaaaa'],
    ['*a*b*c*d*e*f*g*h'],
    ['a*b'],
    ['*'],
    [`${'abc/'.repeat(300)}*`],
    ['\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*'],
  ])('may be %s', (value) => {
    expect(() => compile(wildcard(value))).not.toThrow();
  });

  it.each([
    ['ten beginnings of one text, and the closing quote', [wildcard('*aaaaaaaaaa')]],
    ['more stars than ten texts could be behind', [wildcard('*a*b*c*d*e*f*g*h*i*j*k')]],
    [
      'several in one list that begin alike',
      Array.from('abcdefghijk', (end) => wildcard(`*${end}`)),
    ],
    [
      'several in one list of anything-but',
      [{ 'anything-but': wildcard(Array.from('abcdefghijk', (end) => `*${end}`)) }],
    ],
  ])('may not be too complex: %s', (_what, conditions) => {
    expect(() => compile(...conditions)).toThrow('Rule is too complex');
  });

  it('count once where they are the same', () => {
    const same = Array.from({ length: 20 }, () => wildcard('*a'));
    expect(() => compile(...same)).not.toThrow();
  });

  it('count by field, and over all alternatives of $or', () => {
    const halves = ['abcde', 'fghij'].map((ends) => Array.from(ends, (end) => wildcard(`*${end}`)));
    const [one, other] = halves;
    expect(() => compilePattern({ a: one, b: other })).not.toThrow();
    expect(() => compilePattern({ $or: [{ a: one }, { a: other }] })).toThrow('too complex');
  });
});
