import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc, { type Arbitrary } from 'fast-check';
import { allKeys, type KeyType, type Shape } from './shapes.ts';

/** An item, or a key. */
export type Item = Record<string, AttributeValue>;

/** Names of attributes that are no keys of a table. */
export const attributes = ['a', 'b', 'g', 'm', 'l', 's', 'x'] as const;

const strings = fc.constantFrom(
  '',
  'a',
  'ab',
  'abc',
  'b',
  'é',
  '\u{1f600}',
  '\ufb03',
  'Z',
  'a\u0000',
);

/** Numbers at the edges of what can be held: 38 digits, magnitudes, zeros in every spelling. */
export const numbers = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: -3, max: 12 }).map(String) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['0', '-0', '0.0', '1.0', '01', '1e2', '1E+2', '100', '0.1', '-0.10', '1e-3', '+5'],
      ...['99999999999999999999999999999999999999', '-99999999999999999999999999999999999999'],
      ...['0.12345678901234567890123456789012345678', '1e125', '9.9e125', '1e-130', '-1e-130'],
      ...['12345678901234567890.5', '1.5e10', '123456789012345678'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1e126',
      '1e-131',
      `${'9'.repeat(39)}`,
      'x',
      '',
      '1e',
      '.5',
      '5.',
      'NaN',
      '0x1',
      ' 1',
    ),
  },
);

const bytes = fc
  .constantFrom([], [0], [1], [1, 2], [255], [0, 255], [1, 2, 3])
  .map((list) => Uint8Array.from(list));

const distinct = { minLength: 1, maxLength: 3 } as const;

const { value: anyValue } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 5, arbitrary: strings.map((S) => ({ S })) },
    { weight: 5, arbitrary: numbers.map((N) => ({ N })) },
    { weight: 2, arbitrary: bytes.map((B) => ({ B })) },
    { weight: 1, arbitrary: fc.boolean().map((BOOL) => ({ BOOL })) },
    { weight: 1, arbitrary: fc.constant({ NULL: true }) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.constantFrom('a', 'b', 'ab', 'c'), distinct)
        .map((SS) => ({ SS })),
    },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.constantFrom('1', '2', '3.5', '-1'), distinct)
        .map((NS) => ({ NS })),
    },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.constantFrom(0, 1, 2), distinct)
        .map((list) => ({ BS: list.map((byte) => Uint8Array.of(byte)) })),
    },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })) },
    {
      weight: 2,
      arbitrary: fc
        .dictionary(fc.constantFrom('x', 'y', 'z'), tie('value'), { maxKeys: 3 })
        .map((M) => ({ M: { ...M } })),
    },
  ),
}));

/** Values that are refused: empty sets, twins, two types, none. */
const badValue = fc.constantFrom<AttributeValue>(
  { SS: [] },
  { NS: [] },
  { BS: [] },
  { SS: ['a', 'a'] },
  { NS: ['1', '1.0'] },
  { NULL: false as true },
  { N: 'x' },
  { N: '' },
  { N: '1e999' },
  { L: [{ N: 'y' }] },
  { M: { x: { SS: [] } } },
);

/** Any value, now and then one that is refused. */
export const value: Arbitrary<AttributeValue> = fc.oneof(
  { weight: 60, arbitrary: anyValue },
  { weight: 1, arbitrary: badValue },
);

const keyValues: Readonly<Record<KeyType, readonly AttributeValue[]>> = {
  S: ['a', 'ab', 'b', 'é', '\u{1f600}', '\ufb03'].map((S) => ({ S })),
  N: ['1', '2', '10', '-1', '1.5', '2.0', '0'].map((N) => ({ N })),
  B: [[1], [1, 2], [255], [0]].map((list) => ({ B: Uint8Array.from(list) })),
};

/** A value for a key of this type: mostly one of two, so that items and their indexes meet. */
export function keyValue(type: KeyType): Arbitrary<AttributeValue> {
  const all = keyValues[type];
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...all.slice(0, 2)) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
}

/** The key of an item of a shape, now and then a wrong one. */
export function key(shape: Shape): Arbitrary<Item> {
  const parts = shape.range ? [shape.hash, shape.range] : [shape.hash];
  const good = fc.record(Object.fromEntries(parts.map(([name, type]) => [name, keyValue(type)])));
  const bad = fc.oneof(
    fc.constant({}),
    fc.record(Object.fromEntries(parts.map(([name]) => [name, value]))),
    good.map((item): Item => ({ ...item, extra: { S: 'a' } })),
  );
  return fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: bad });
}

/** An item of a shape. Its index keys are mostly there and of the right type; other attributes are there or not. */
export function item(shape: Shape): Arbitrary<Item> {
  const keys = shape.indexes.flatMap(allKeys);
  const own = new Set([shape.hash[0], shape.range?.[0]]);
  const indexed = new Map(keys.filter(([name]) => !own.has(name)));
  const others = attributes.map((name) => {
    const type = indexed.get(name);
    if (type === undefined) return [name, fc.option(value, { nil: undefined, freq: 2 })] as const;
    const given = { weight: 30, arbitrary: keyValue(type) };
    const left = { weight: 10, arbitrary: fc.constant(undefined) };
    return [name, fc.oneof(given, left, { weight: 1, arbitrary: value })] as const;
  });
  return fc.tuple(key(shape), fc.record(Object.fromEntries(others))).map(([first, rest]) => {
    const given = Object.entries(rest).filter(([, attribute]) => attribute !== undefined);
    return { ...first, ...Object.fromEntries(given) } as Item;
  });
}
