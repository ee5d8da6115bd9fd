import fc, { type Arbitrary } from 'fast-check';

/** Pieces that strings are made of: few, so that they meet, and each with something of its own. */
const PIECES = [
  'a',
  'b',
  'A',
  'ab',
  '*',
  '\\',
  '"',
  'ß',
  'é',
  'É',
  'K',
  '\u212a',
  '😀',
  ' ',
  '.',
  '1',
];

/** A short text. */
export const shortText: Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 4 })
  .map((pieces) => pieces.join(''));

/** Numbers as JSON texts: equal ones spelled apart, neighbours, and the edges of what a double holds. */
export const NUMBER_TEXTS: readonly string[] = [
  ...[
    '0',
    '-0',
    '0.0',
    '1',
    '1.0',
    '1e0',
    '10E-1',
    '-1',
    '2',
    '3',
    '3.0',
    '300',
    '300.0',
    '3.0e2',
    '301',
  ],
  ...[
    '0.1',
    '0.10',
    '0.2',
    '0.30000000000000004',
    '0.3',
    '-0.1',
    '35.000001',
    '35.0000001',
    '1e-5',
  ],
  ...[
    '5000000000',
    '5000000000.000001',
    '5000000001',
    '-5000000000',
    '-5000000001',
    '4999999999.999999',
  ],
  ...['9007199254740991', '9007199254740992', '1e20'],
  ...['1.7976931348623157e308', '-1.7976931348623157e308', '2.2250738585072014e-308'],
];

/** Numbers that no double holds, or Java spells otherwise. */
const INEXACT_TEXTS = ['9007199254740993', '12345678901234567890', '1e400', '1e-400'];

/** Any size, but few digits: with more, Java spells some numbers otherwise. */
const shortNumber = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: -12, max: 14 }))
  .map(([digits, exponent]) => `${digits}e${exponent}`);

/** A number, as JSON text. */
export const numberText: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -3, max: 12 }).map(String) },
  { weight: 6, arbitrary: fc.constantFrom(...NUMBER_TEXTS) },
  { weight: 2, arbitrary: shortNumber },
  { weight: 1, arbitrary: fc.constantFrom(...INEXACT_TEXTS) },
);

/** A string as JSON text, in one of its spellings. */
export function quoted(text: string, escaped: boolean): string {
  if (!escaped) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

/** Texts that are nearly this one: a little more, a little less, another case. */
export function nearTexts(text: string): string[] {
  const longer = ['a', 'b', '1', '😀'].flatMap((more) => [`${text}${more}`, `${more}${text}`]);
  return [
    text,
    ...longer,
    text.slice(1),
    text.slice(0, -1),
    text.toUpperCase(),
    text.toLowerCase(),
    [...text].reverse().join(''),
  ];
}

/** Numbers next to this one, as JSON texts. */
export function nearNumbers(text: string): string[] {
  const value = Number(text);
  const neighbours = [value + 1, value - 1, value + 1e-6, -value, value * (1 + Number.EPSILON)];
  return [text, ...neighbours.filter(Number.isFinite).map(String), JSON.stringify(text)];
}
