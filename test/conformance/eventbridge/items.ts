import fc, { type Arbitrary } from 'fast-check';
import { cidrItem } from './addresses.ts';
import { nearNumbers, nearTexts, numberText, quoted, shortText } from './json-texts.ts';

/** One item of a field's list in a pattern, and values of an event that match it or nearly do; all as JSON text. */
export interface Item {
  text: string;
  near: readonly string[];
}

const escapes = fc.integer({ min: 0, max: 9 }).map((chance) => chance === 9);

/** A string with the texts near it. */
const aboutText = (wrap: (text: string) => string): Arbitrary<Item> =>
  fc.tuple(shortText, escapes).map(([text, escaped]) => ({
    text: wrap(quoted(text, escaped)),
    near: nearTexts(text).map((near) => quoted(near, escaped)),
  }));

/** Two wildcards side by side are refused: that is left to chance, but not often. */
const wildcard = fc
  .array(fc.constantFrom('a', 'b', 'ab', '*', '*a', '*b', '\\\\', '\\*', 'é', '😀'), {
    maxLength: 4,
  })
  .map((pieces) => pieces.join('').replace(/^\*+/, '*'));

const aboutWildcard = (wrap: (text: string) => string): Arbitrary<Item> =>
  wildcard.map((value) => ({
    text: wrap(JSON.stringify(value)),
    near: ['', 'a', 'ab', 'xéx', '*']
      .flatMap((filler) => nearTexts(value.replace(/\\?[*\\]/g, (piece) => literal(piece, filler))))
      .map((text) => JSON.stringify(text)),
  }));

function literal(piece: string, filler: string): string {
  return piece === '*' ? filler : piece.slice(-1);
}

const exactNumber = numberText.map((text) => ({ text, near: nearNumbers(text) }));

const comparison = fc.constantFrom('=', '<', '<=', '>', '>=');

const numeric: Arbitrary<Item> = fc.oneof(
  fc.tuple(comparison, numberText).map(([operator, text]) => ({
    text: `{"numeric":["${operator}",${text}]}`,
    near: nearNumbers(text),
  })),
  fc
    .tuple(fc.constantFrom('>', '>='), numberText, fc.constantFrom('<', '<='), numberText)
    .map(([low, from, high, to]) => {
      const [first, last] = Number(from) <= Number(to) ? [from, to] : [to, from];
      return {
        text: `{"numeric":["${low}",${first},"${high}",${last}]}`,
        near: [...nearNumbers(first), ...nearNumbers(last)],
      };
    }),
);

const ignoringCase = (operator: string): Arbitrary<Item> =>
  aboutText((text) => `{"${operator}":{"equals-ignore-case":${text}}}`);

const operators = (...names: string[]): Arbitrary<Item> =>
  fc.oneof(...names.map((name) => aboutText((text) => `{"${name}":${text}}`)));

/** `anything-but` with an operator inside, of one value or a list. */
const anythingButAffix = fc
  .constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard')
  .chain((name) => {
    const value = name === 'wildcard' ? aboutWildcard : aboutText;
    return fc.oneof(
      value((text) => `{"anything-but":{"${name}":${text}}}`),
      fc
        .array(
          value((text) => text),
          { minLength: 1, maxLength: 3 },
        )
        .map((items) => joined(items, (texts) => `{"anything-but":{"${name}":[${texts}]}}`)),
    );
  });

function joined(items: readonly Item[], wrap: (texts: string) => string): Item {
  return {
    text: wrap(items.map(({ text }) => text).join()),
    near: items.flatMap(({ near }) => near),
  };
}

const anythingBut: Arbitrary<Item> = fc.oneof(
  aboutText((text) => `{"anything-but":${text}}`),
  numberText.map((text) => ({ text: `{"anything-but":${text}}`, near: nearNumbers(text) })),
  fc
    .array(
      aboutText((text) => text),
      { minLength: 1, maxLength: 3 },
    )
    .map((items) => joined(items, (texts) => `{"anything-but":[${texts}]}`)),
  fc
    .array(exactNumber, { minLength: 1, maxLength: 3 })
    .map((items) => joined(items, (texts) => `{"anything-but":[${texts}]}`)),
  { weight: 3, arbitrary: anythingButAffix },
);

const exists = fc
  .constantFrom('true', 'false')
  .map((wanted) => ({ text: `{"exists":${wanted}}`, near: ['null', '""', '{}', '[]', '0'] }));

const literals = fc
  .constantFrom('true', 'false', 'null')
  .map((text) => ({ text, near: ['true', 'false', 'null', `"${text}"`, '0', '""'] }));

/** What no pattern may hold, or only where something else is right. */
const broken: Arbitrary<Item> = fc
  .constantFrom(
    ...['{}', '[]', '["a"]', '{"prefix":1}', '{"prefix":"a","suffix":"b"}', '{"unknown":"a"}'],
    ...[
      '{"numeric":[]}',
      '{"numeric":["<"]}',
      '{"numeric":["<",1,">",0]}',
      '{"numeric":[">",2,"<",1]}',
    ],
    ...[
      '{"numeric":["!",1]}',
      '{"numeric":["<","1"]}',
      '{"numeric":"<"}',
      '{"numeric":["=",1,"=",1]}',
    ],
    ...[
      '{"exists":"true"}',
      '{"exists":null}',
      '{"exists":1}',
      '{"exists":[]}',
      '{"wildcard":"a**"}',
    ],
    ...['{"wildcard":"a\\\\b"}', '{"wildcard":1}', '{"cidr":"10.0.0.0"}', '{"cidr":"10.0.0.0/33"}'],
    ...[
      '{"cidr":"::/129"}',
      '{"cidr":"10.0.0/8"}',
      '{"cidr":"a/8"}',
      '{"cidr":8}',
      '{"anything-but":[]}',
    ],
    ...[
      '{"anything-but":["a",1]}',
      '{"anything-but":null}',
      '{"anything-but":true}',
      '{"anything-but":{}}',
    ],
    ...[
      '{"anything-but":{"prefix":""}}',
      '{"anything-but":{"numeric":["<",1]}}',
      '{"anything-but":[["a"]]}',
    ],
    ...[
      '{"anything-but":{"prefix":["a",1]}}',
      '{"anything-but":{"suffix":[]}}',
      '{"equals-ignore-case":1}',
    ],
    ...[
      '{"anything-but":{"prefix":"a","suffix":"b"}}',
      '{"prefix":{"prefix":"a"}}',
      '{"prefix":{}}',
    ],
    ...[
      '{"suffix":["a"]}',
      '{"prefix":{"equals-ignore-case":1}}',
      '{"exactly":1}',
      '{"equals-ignore-case":["a"]}',
    ],
  )
  .map((text) => ({ text, near: ['"a"', '1', 'null', '[]'] }));

/** Every kind of item, the rarer ones less often. */
export const item: Arbitrary<Item> = fc.oneof(
  { weight: 8, arbitrary: aboutText((text) => text) },
  { weight: 5, arbitrary: exactNumber },
  { weight: 3, arbitrary: literals },
  { weight: 6, arbitrary: operators('prefix', 'suffix', 'equals-ignore-case', 'exactly') },
  { weight: 3, arbitrary: fc.oneof(ignoringCase('prefix'), ignoringCase('suffix')) },
  { weight: 4, arbitrary: aboutWildcard((text) => `{"wildcard":${text}}`) },
  { weight: 6, arbitrary: numeric },
  { weight: 5, arbitrary: exists },
  { weight: 6, arbitrary: cidrItem },
  { weight: 8, arbitrary: anythingBut },
  { weight: 1, arbitrary: broken },
);
