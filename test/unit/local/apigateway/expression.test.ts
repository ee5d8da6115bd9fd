import { describe, expect, it } from 'vitest';
import { compileExpression, compileValidation } from '../../../../local/apigateway/expression.ts';

describe('an expression of a client', () => {
  it.each([
    ['Bearer +\\S+', 'Bearer a.b', 'Bearer  a b'],
    ['a|b', 'b', 'ab'],
    ['(a|b)*', 'abba', 'abc'],
    ['(.)(.)\\2\\1', 'abba', 'abab'],
    ['.+a.+b.+', '1a2b3', '1a2c3'],
    ['a?b?c{2}d*', 'accd', 'abcdd'],
  ])('%s is matched by the whole of %s, and not by %s', (text, fits, differs) => {
    const matches = compileExpression(text, 'expression');
    expect([matches(fits), matches(differs)]).toEqual([true, false]);
  });

  it.each(['(', '(?i)bearer', 'a++', '\\p{L}+', '\\Qa.b\\E', '[a-z&&[^b]]', '\\A.+\\z'])(
    '%s is refused by name, as JavaScript has no such expression',
    (text) => {
      expect(() => compileExpression(text, 'expression')).toThrow(
        `not simulated: expression ${text}`,
      );
    },
  );

  it.each([
    '(a|a)*',
    '(a+)+\\1',
    '.*.*.*.*.*b',
    `${'a?'.repeat(40)}b`,
    `${'(a)?'.repeat(40)}b`,
    `${'a{0,999}'.repeat(9)}b`,
    '\\x61*a*\\u0061*[a]*a*b',
  ])('%s gives up on a text that it would try in every way', (text) => {
    const matches = compileExpression(text, 'expression');
    expect(() => matches(`${'a'.repeat(5_000)}!`)).toThrow(/longer than 100 ms$/);
  });

  it('that is missing takes every identity', () => {
    expect([undefined, ''].map((text) => compileValidation(text)('anything'))).toEqual([
      true,
      true,
    ]);
  });
});
