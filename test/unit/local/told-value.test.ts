import { describe, expect, it } from 'vitest';
import { toldText, toldValue } from '../../../local/told-value.ts';

describe('a value of somebody else', () => {
  it.each<[string, unknown]>([
    ['"a"', 'a'],
    ['{"a":[1]}', { a: [1] }],
    ['undefined', undefined],
    ['undefined', () => 1],
    [`"${'a'.repeat(199)}...`, 'a'.repeat(199)],
    [`"${'a'.repeat(198)}"`, 'a'.repeat(198)],
    ['a value that is nested too deep', JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)],
  ])('is told as %s', (text, value) => {
    expect(toldValue(value)).toBe(text);
  });

  it('is told as it is, if a text may stand without quotes', () => {
    expect(['a', 1, true, null].map(toldText)).toEqual(['a', '1', 'true', 'null']);
  });
});
