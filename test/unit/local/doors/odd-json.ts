import type { RandomSource } from '../../../../local/random.ts';

const DEEP = 5_000;

/** Texts that code for ASCII, or for what is meant, gets wrong. */
const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '\u0000', '\ud800', '\udfff\ud800', '\u202e drow', '\ufeff', 'ß', '\u{1f642}'],
  ...['__proto__', 'constructor', 'toString', '$', '*', '**', '\\', '"', '${a}', '<a>', '%', '%ff'],
  ...['arn:aws:sqs:::', 'arn:', '2026-02-30T25:00:00Z', '-1', '1e999', 'a'.repeat(10_000)],
];

/** Numbers as JSON spells them. */
const ODD_NUMBERS: readonly string[] = [
  ...[
    '0',
    '-0',
    '-1',
    '1.10',
    '9007199254740993',
    '1e308',
    '1e999',
    '-1e-999',
    `${'9'.repeat(400)}`,
  ],
];

/** A JSON text that is seldom what is meant: of a wrong type, deep, huge, of odd names, or none at all. */
export function oddJson(random: RandomSource): string {
  switch (random.below(12)) {
    case 0:
      return `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
    case 1:
      return `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;
    case 2:
      return pick(ODD_NUMBERS, random);
    case 3:
      return JSON.stringify(oddText(random));
    case 4:
      return pick(
        ['null', 'true', '[]', '{}', '[null]', '{"":{}}', '{"__proto__":{"a":1}}'],
        random,
      );
    case 5:
      return `[${Array.from({ length: random.below(5) }, () => shallow(random)).join()}]`;
    case 6:
      return shallow(random).slice(0, -1);
    default:
      return shallow(random);
  }
}

/** A text that is seldom what is meant. */
export function oddText(random: RandomSource): string {
  return pick(ODD_TEXTS, random);
}

/** One of these texts with a part of it exchanged, taken away or said twice. */
export function broken(texts: readonly string[], random: RandomSource): string {
  const text = pick(texts, random);
  const at = random.below(text.length + 1);
  const end = at + random.below(6);
  const middle = [
    '',
    oddText(random),
    text.slice(at, end).repeat(2),
    pick(['(', ')', '*', '/', ',', '-', '#', '?', '.', '$', '[', ']', '<', '>', '{', '"'], random),
    pick(ODD_NUMBERS, random),
  ];
  return text.slice(0, at) + pick(middle, random) + text.slice(end);
}

/**
 * Mostly one of these texts of JSON, which are what is meant but for odd values in the place of `?` and odd texts in
 * that of `~`; else a JSON text that is odd altogether.
 */
export function oddWithin(texts: readonly string[], random: RandomSource): string {
  if (random.below(3) === 0) return oddJson(random);
  return pick(texts, random).replaceAll(/[?~]/g, (place) =>
    place === '?' ? oddJson(random) : JSON.stringify(oddText(random)),
  );
}

/** One of these. */
export function pick<T>(values: readonly T[], random: RandomSource): T {
  return values[random.below(values.length)]!;
}

/** An object of some fields that are expected somewhere, with odd values. */
function shallow(random: RandomSource): string {
  const names = [
    ...['order', 'detail', 'statusCode', 'headers', 'body', 'batchItemFailures', 'itemIdentifier'],
    ...[
      'policyDocument',
      'principalId',
      'context',
      'Statement',
      'isBase64Encoded',
      'usageIdentifierKey',
    ],
    ...['multiValueHeaders', '__proto__', ''],
  ];
  const fields = Array.from({ length: 1 + random.below(4) }, () => {
    const value = random.below(3) === 0 ? oddJson(random) : JSON.stringify(oddText(random));
    return `${JSON.stringify(pick(names, random))}:${value}`;
  });
  return `{${fields.join()}}`;
}
