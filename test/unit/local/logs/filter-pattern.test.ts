import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../local/logs/filter-pattern.ts';

const event = JSON.stringify({
  ...{ level: 'ERROR', count: 7, text: '7', ok: true, none: null, empty: '' },
  ...{ user: { name: 'ann', tags: ['a', 'b'] }, 'a.b': 1, items: [{ sku: 'x' }, { sku: 'y' }] },
});

describe('a filter pattern of terms', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['ERROR', true],
    ['error', false],
    ['ERROR late', true],
    ['ERROR early', false],
    ['"was late"', true],
    ['"late was"', false],
    ['"say \\"hi\\""', true],
    ['ERROR -early', true],
    ['ERROR -late', false],
    ['-early', true],
    ['-"was late"', false],
    ['?early ?late', true],
    ['?early ?sooner', false],
    // Beside other terms, those with a question mark count for nothing.
    ['?early ERROR', true],
    ['?late -ERROR', false],
  ])('%j matches: %s', (pattern, matches) => {
    expect(compileFilter(pattern)('ERROR it was late, say "hi"')).toBe(matches);
  });

  it.each([
    ['a:b', "Invalid filter pattern: Invalid character(s) in term 'a:b'"],
    ['ok not-ok', "Invalid filter pattern: Invalid character(s) in term 'not-ok'"],
    ['""', 'Invalid filter pattern: Invalid character(s) in term \'""\''],
    ['"open', "Invalid filter pattern: Invalid character(s) in term '\"open'"],
    ['a'.repeat(1025), 'Member must have length less than or equal to 1024'],
  ])('%j is refused', (pattern, message) => {
    expect(() => compileFilter(pattern)).toThrow(
      expect.objectContaining({
        name: 'InvalidParameterException',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each([['%ERR.*%'], ['[ip, user]'], ['{ $.a = %x% }']])('%j is not simulated', (pattern) => {
    expect(() => compileFilter(pattern)).toThrow('not simulated');
  });

  it('may be 1,024 characters long', () => {
    expect(compileFilter('a'.repeat(1024))('b')).toBe(false);
  });
});

describe('a filter pattern of JSON', () => {
  it.each([
    ['{ $.level = "ERROR" }', true],
    ['{$.level=ERROR}', true],
    ['{ $.level = "error" }', false],
    ['{ $.level != "INFO" }', true],
    ['{ $.missing != "INFO" }', false],
    ['{ $.level = "ERR*" }', true],
    ['{ $.level = *ROR }', true],
    ['{ $.level = "E*O*" }', true],
    ['{ $.level = "E*X*" }', false],
    ['{ $.level = "ERRO*ROR" }', false],
    ['{ $.count = 7 }', true],
    ['{ $.count = 7.0 }', true],
    ['{ $.count = 7e0 }', true],
    ['{ $.text = 7 }', true],
    ['{ $.empty = 0 }', false],
    ['{ $.ok = 1 }', false],
    ['{ $.count > 6 }', true],
    ['{ $.count > 7 }', false],
    ['{ $.count >= 7 }', true],
    ['{ $.count < 7 }', false],
    ['{ $.count <= 7 }', true],
    ['{ $.level > 1 }', false],
    ['{ $.ok IS TRUE }', true],
    ['{ $.ok IS FALSE }', false],
    ['{ $.none IS NULL }', true],
    ['{ $.level IS NULL }', false],
    ['{ $.none NOT EXISTS }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.user.name = "ann" }', true],
    ['{ $.user.tags[1] = "b" }', true],
    ['{ $.user.tags[2] = "b" }', false],
    ['{ $.user.tags[*] = "b" }', true],
    ['{ $.items[*].sku = "y" }', true],
    ['{ $["a.b"] = 1 }', true],
    ['{ $.level.length = 5 }', false],
    ['{ $.level = "ERROR" && $.count > 6 }', true],
    ['{ $.level = "INFO" || $.count > 6 }', true],
    ['{ $.level = "ERROR" || $.count > 6 && $.count > 9 }', true],
    ['{ ($.level = "ERROR" || $.count > 6) && $.count > 9 }', false],
  ])('%s matches: %s', (pattern, matches) => {
    expect(compileFilter(pattern)(event)).toBe(matches);
  });

  it.each(['no JSON', '{ broken', '[1]', '"text"', 'null'])('matches nothing in %s', (message) => {
    expect(compileFilter('{ $.missing NOT EXISTS }')(message)).toBe(false);
  });

  it.each([
    ['{ $.a = 1', "If a filter pattern starts with '{' it must end with '}'"],
    ['{ }', 'it ends too soon'],
    ['{ $.a }', 'it ends too soon'],
    ['{ $.a = }', 'it ends too soon'],
    ['{ $ = 1 }', "Invalid selector '$'"],
    ['{ a = 1 }', "Invalid token 'a'"],
    ['{ $.a = 1 $.b = 2 }', "Invalid token '$.b'"],
    ['{ ($.a = 1 }', 'it ends too soon'],
    ['{ $.a > x }', "Invalid numeric comparison with 'x'"],
    ['{ $.a IS SO }', "Invalid token 'SO'"],
    ['{ $.a & 1 }', 'Invalid character(s)'],
    [`{ ${'('.repeat(51)}$.a = 1${')'.repeat(51)} }`, 'it is nested too deeply'],
  ])('%s is refused', (pattern, message) => {
    expect(() => compileFilter(pattern)).toThrow(
      expect.objectContaining({
        name: 'InvalidParameterException',
        message: expect.stringContaining(message),
      }),
    );
  });
});
