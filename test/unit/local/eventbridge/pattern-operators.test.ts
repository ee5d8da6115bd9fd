import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../local/eventbridge/pattern.ts';

/** Which of the values match when a field is asked for one of the items. */
function matching(items: unknown[], values: unknown[]): unknown[] {
  const matches = compilePattern({ field: items });
  return values.filter((value) => matches({ field: value }));
}

const everyKind = ['a', '', 1, 0, true, false, null];

describe('a plain value', () => {
  it.each([
    ['a string', 'a', ['a', 'A', 'aa', '', 1], ['a']],
    ['the empty string', '', ['', ' ', 'a', null], ['']],
    ['a number', 1, [1, 1.5, '1', true, -1], [1]],
    ['a number of the same value in other digits', 3e2, [300, 300.5], [300]],
    ['zero, of either sign', 0, [0, -0, '0', false, null], [0, -0]],
    ['true', true, [true, false, 'true', 1], [true]],
    ['false', false, [false, null, 0, ''], [false]],
    ['null', null, [null, 'null', 0, false], [null]],
  ])('matches %s and nothing of another type', (_, item, values, expected) => {
    expect(matching([item], values)).toEqual(expected);
  });

  it('matches beside other values of the list', () => {
    expect(matching(['a', 1, null], everyKind)).toEqual(['a', 1, null]);
  });

  it('that is an IP address matches the address however it is written', () => {
    expect(matching(['10.0.0.1'], ['10.0.0.1', '010.0.0.01', '10.0.0.2', '10.0.0'])).toEqual([
      '10.0.0.1',
      '010.0.0.01',
    ]);
    expect(matching(['2001:db8::1'], ['2001:DB8:0:0:0:0:0:1', '2001:db8::2'])).toEqual([
      '2001:DB8:0:0:0:0:0:1',
    ]);
  });

  it('that only looks like an IP address is a text', () => {
    const texts = ['256.1.1.1', '12:30', '1::2::3', ':', '0000000010.0.0.1'];
    for (const text of texts) expect(matching([text], texts)).toEqual([text]);
  });
});

describe('prefix and suffix', () => {
  it.each([
    [
      'a beginning',
      { prefix: 'eu-' },
      ['eu-west-1', 'eu-', 'EU-west', 'eu', 5],
      ['eu-west-1', 'eu-'],
    ],
    ['any text by the empty beginning', { prefix: '' }, everyKind, ['a', '']],
    ['an end', { suffix: '.png' }, ['a.png', '.png', 'a.PNG', 'png'], ['a.png', '.png']],
    ['any text by the empty end', { suffix: '' }, everyKind, ['a', '']],
    [
      'a beginning in any case',
      { prefix: { 'equals-ignore-case': 'Eu-' } },
      ['EU-x', 'eu-', 'e'],
      ['EU-x', 'eu-'],
    ],
    [
      'an end in any case',
      { suffix: { 'equals-ignore-case': '.Png' } },
      ['a.pNG', 'png'],
      ['a.pNG'],
    ],
  ])('match %s', (_, item, values, expected) => {
    expect(matching([item], values)).toEqual(expected);
  });

  it('may take in the quote that the value stands in', () => {
    expect(matching([{ prefix: 'ab"' }], ['ab', 'ab"c', 'abc'])).toEqual(['ab', 'ab"c']);
    expect(matching([{ suffix: '"ab' }], ['ab', 'c"ab', 'cab'])).toEqual(['ab', 'c"ab']);
    const caseless = { 'equals-ignore-case': 'ab"' };
    expect(matching([{ prefix: caseless }], ['AB', 'AB"c', 'ABC'])).toEqual(['AB', 'AB"c']);
    const caselessEnd = { 'equals-ignore-case': '"ab' };
    expect(matching([{ suffix: caselessEnd }], ['AB', 'c"AB', 'CAB'])).toEqual(['AB', 'c"AB']);
  });
});

describe('equals-ignore-case', () => {
  it.each([
    ['letters', 'Alice', ['alice', 'ALICE', 'alicia', 5], ['alice', 'ALICE']],
    ['signs of a regular expression as themselves', 'a.b*', ['A.B*', 'axb', 'ab'], ['A.B*']],
    ['a letter whose capital is two', 'ß', ['ß', 'SS', 'ss', 'Ss'], ['ß', 'SS']],
    ['a capital with no way back', '\u212a', ['k', '\u212a', 'K'], ['k', '\u212a']],
    ['half of a character beyond U+FFFF as a question mark', '😀', ['😀', '??'], ['??']],
  ])('compares %s', (_, value, values, expected) => {
    expect(matching([{ 'equals-ignore-case': value }], values)).toEqual(expected);
  });
});

describe('exactly', () => {
  it('compares a text, even one that looks like an address', () => {
    expect(matching([{ exactly: '10.0.0.1' }], ['10.0.0.1', '010.0.0.1'])).toEqual(['10.0.0.1']);
  });
});

describe('wildcard', () => {
  it.each([
    ['no wildcard', 'abc', ['abc', 'ab', 'abcd'], ['abc']],
    ['one that stands for nothing or anything', 'a*c', ['ac', 'abbc', 'ab', 'xac'], ['ac', 'abbc']],
    ['one at either end', '*b*', ['b', 'abc', 'ac', ''], ['b', 'abc']],
    ['only one', '*', ['', 'a', 5, null], ['', 'a']],
    ['an order of parts', 'a*b*c', ['abc', 'axbxc', 'acb'], ['abc', 'axbxc']],
    ['parts that may not overlap', 'ab*ba', ['abba', 'aba', 'abxba'], ['abba', 'abxba']],
    ['a middle that may not reach into the end', '*ab*b', ['abb', 'ab', 'aabb'], ['abb', 'aabb']],
    ['an escaped asterisk', 'a\\*b', ['a*b', 'axb'], ['a*b']],
    ['an escaped backslash', 'a\\\\*', ['a\\', 'a\\b', 'a'], ['a\\', 'a\\b']],
    ['an asterisk beside a wildcard', '\\**', ['*', '*a', 'a'], ['*', '*a']],
  ])('with %s matches the whole text', (_, value, values, expected) => {
    expect(matching([{ wildcard: value }], values)).toEqual(expected);
  });
});

describe('numeric', () => {
  it.each([
    ['=', ['=', 5], [5, 5.1, '5'], [5]],
    ['<', ['<', 5], [4.9, 5, -1e30, '4'], [4.9, -1e30]],
    ['<=', ['<=', 5], [5, 5.1], [5]],
    ['>', ['>', 5], [5, 5.1, null], [5.1]],
    ['>=', ['>=', 5], [5, 4.9, true], [5]],
    ['an open range', ['>', 0, '<', 5], [0, 0.1, 4.9, 5], [0.1, 4.9]],
    ['a closed range', ['>=', 0, '<=', 5], [-0.1, 0, 5, 5.1], [0, 5]],
    ['numbers beyond five billion', ['>', 5e9], [5e9, 6e9], [6e9]],
    ['a number of many digits', ['=', 0.30000000000000004], [0.3, 0.1 + 0.2], [0.1 + 0.2]],
  ])('compares by %s', (_, list, values, expected) => {
    expect(matching([{ numeric: list }], values)).toEqual(expected);
  });
});

describe('exists', () => {
  it('true matches any value', () => {
    expect(matching([{ exists: true }], everyKind)).toEqual(everyKind);
  });

  it.each([
    ['an absent field', {}],
    ['an object', { field: { inner: 1 } }],
    ['an empty list', { field: [] }],
    ['a list of objects', { field: [{ inner: 1 }] }],
  ])('takes %s for no value', (_, event) => {
    expect(compilePattern({ field: [{ exists: false }] })(event)).toBe(true);
    expect(compilePattern({ field: [{ exists: true }] })(event)).toBe(false);
  });

  it('false does not match a value, be it null', () => {
    expect(matching([{ exists: false }], everyKind)).toEqual([]);
  });

  it('false matches beside the values of the list', () => {
    const matches = compilePattern({ field: [{ exists: false }, 'a'] });
    expect([{}, { field: 'a' }, { field: 'b' }].map(matches)).toEqual([true, true, false]);
  });
});

describe('cidr', () => {
  it.each([
    [
      'v4',
      '10.0.0.0/24',
      ['10.0.0.0', '10.0.0.255', '10.0.1.0', '9.255.255.255', 'x'],
      ['10.0.0.0', '10.0.0.255'],
    ],
    [
      'v4 from an address within',
      '10.0.0.77/31',
      ['10.0.0.76', '10.0.0.77', '10.0.0.78'],
      ['10.0.0.76', '10.0.0.77'],
    ],
    ['v4 that an IPv6 address maps', '::ffff:0a00:0000/8', ['10.1.2.3', '11.0.0.0'], ['10.1.2.3']],
    [
      'v6',
      '2001:db8::/32',
      ['2001:db8::', '2001:DB8:ffff::1', '2001:db9::'],
      ['2001:db8::', '2001:DB8:ffff::1'],
    ],
    [
      'v6 up to one bit',
      '::2/127',
      ['::2', '::3', '::4', '0:0:0:0:0:0:0:3'],
      ['::2', '::3', '0:0:0:0:0:0:0:3'],
    ],
  ])('matches addresses in a block of %s', (_, block, values, expected) => {
    expect(matching([{ cidr: block }], values)).toEqual(expected);
  });

  it('compares leading digits across the families, as event-ruler does', () => {
    expect(matching([{ cidr: '32.0.0.0/8' }], ['2001:db8::1', '2101::'])).toEqual(['2001:db8::1']);
  });

  it('reads numbers as digits unless the list compares numbers, as event-ruler does', () => {
    expect(matching([{ cidr: '0.0.0.0/0' }], [5, 0, -5, true, 'x'])).toEqual([5]);
    expect(matching([{ cidr: '0.0.0.0/0' }, 7], [5, 7])).toEqual([7]);
    expect(matching([{ cidr: '0.0.0.0/0' }, { 'anything-but': 5 }], [5, 7])).toEqual([7]);
  });
});

describe('anything-but', () => {
  it.each([
    ['a string', 'a', ['a', 'b', 1, null, true], ['b', 1, null, true]],
    ['a number', 1, [1, 2, '1'], [2, '1']],
    ['strings', ['a', 'b'], ['a', 'b', 'c'], ['c']],
    ['numbers', [1, 2], [1, 2, 3, 'a'], [3, 'a']],
    ['a beginning', { prefix: 'a' }, ['ab', 'ba', 5], ['ba', 5]],
    ['beginnings', { prefix: ['a', 'b'] }, ['ab', 'ba', 'c'], ['c']],
    ['an end', { suffix: '.png' }, ['a.png', 'a.jpg'], ['a.jpg']],
    ['ends', { suffix: ['.png', '.jpg'] }, ['a.png', 'a.jpg', 'a.gif'], ['a.gif']],
    ['a text in any case', { 'equals-ignore-case': 'Ab' }, ['aB', 'abc', null], ['abc', null]],
    ['texts in any case', { 'equals-ignore-case': ['a', 'b'] }, ['A', 'B', 'C'], ['C']],
    ['a wildcard', { wildcard: '*/lib/*' }, ['a/lib/b', 'lib'], ['lib']],
    ['wildcards', { wildcard: ['a*', '*z'] }, ['ab', 'yz', 'b'], ['b']],
    ['the empty text in any case', { 'equals-ignore-case': '' }, ['', 'a'], ['a']],
  ])('%s matches everything else', (_, value, values, expected) => {
    expect(matching([{ 'anything-but': value }], values)).toEqual(expected);
  });

  it('does not match an absent field', () => {
    expect(compilePattern({ field: [{ 'anything-but': 'a' }] })({})).toBe(false);
  });

  it('matches a list that has anything else', () => {
    expect(matching([{ 'anything-but': 'a' }], [['a', 'b'], ['a'], []])).toEqual([['a', 'b']]);
  });
});
