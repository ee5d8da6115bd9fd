import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc, { type Arbitrary } from 'fast-check';
import { keysOf, type Shape, type ShapeIndex, type ShapeKey } from './shapes.ts';
import { attributes, keyValue, numbers, value } from './values.ts';
import { type Piece, type Pieces, separated } from './written.ts';

const nameOf = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...attributes) },
  { weight: 3, arbitrary: fc.constantFrom('pk', 'sk') },
  { weight: 1, arbitrary: fc.constantFrom('name', 'status', 'abort', 'Zone', 'user') },
);
const part = fc.constantFrom<string | number>('x', 'y', 'z', 0, 1, 2, 5);

/** A document path, mostly of one attribute. */
const path: Arbitrary<Piece> = fc
  .tuple(
    nameOf,
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(part, { minLength: 1, maxLength: 2 }),
    ),
    fc.boolean(),
  )
  .map(([name, rest, aliased]) => ({ path: [name, ...rest], aliased }));

const given: Arbitrary<Piece> = value.map((found) => ({ value: found }));
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const typeName = fc.constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS', 'Q');

const operand: Arbitrary<Pieces> = fc.oneof(
  { weight: 5, arbitrary: path.map((one) => [one]) },
  { weight: 5, arbitrary: given.map((one) => [one]) },
  { weight: 1, arbitrary: path.map((one): Pieces => ['size', '(', one, ')']) },
);
const scalar = fc.oneof(
  numbers.map((N): Piece => ({ value: { N } })),
  fc.constantFrom('a', 'ab', 'b').map((S): Piece => ({ value: { S } })),
);

const comparison: Arbitrary<Pieces> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(operand, comparator, operand)
      .map(([left, sign, right]) => [...left, sign, ...right]),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(path, comparator, scalar).map(([left, sign, right]) => [left, sign, right]),
  },
  fc
    .tuple(path, scalar, scalar)
    .map(([one, low, high]): Pieces => [one, 'BETWEEN', low, 'AND', high]),
  fc
    .tuple(path, fc.array(operand, { minLength: 1, maxLength: 3 }))
    .map(([one, list]): Pieces => [one, 'IN', '(', ...separated(list), ')']),
  path.map((one): Pieces => ['attribute_exists', '(', one, ')']),
  path.map((one): Pieces => ['attribute_not_exists', '(', one, ')']),
  fc
    .tuple(path, typeName)
    .map(([one, S]): Pieces => ['attribute_type', '(', one, ',', { value: { S } }, ')']),
  fc
    .tuple(fc.constantFrom('begins_with', 'contains'), path, operand)
    .map(([name, one, other]): Pieces => [name, '(', one, ',', ...other, ')']),
);

/** A condition or filter, nested as it comes. */
export const { condition } = fc.letrec<{ condition: Pieces }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 8, arbitrary: comparison },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
        .map(([left, word, right]) => [...left, word, ...right]),
    },
    { weight: 2, arbitrary: tie('condition').map((inner) => ['NOT', '(', ...inner, ')']) },
    { weight: 1, arbitrary: tie('condition').map((inner) => ['(', ...inner, ')']) },
  ),
}));

const assigned: Arbitrary<Pieces> = fc.oneof(
  { weight: 4, arbitrary: given.map((one) => [one]) },
  { weight: 2, arbitrary: path.map((one) => [one]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, fc.constantFrom('+', '-'), numbers)
      .map(([one, sign, N]): Pieces => [one, sign, { value: { N } }]),
  },
  fc
    .tuple(path, fc.oneof(given, path))
    .map(([one, other]): Pieces => ['if_not_exists', '(', one, ',', other, ')']),
  fc
    .tuple(path, numbers)
    .map(
      ([one, N]): Pieces => [
        ...['if_not_exists', '(', one, ',', { value: { N: '0' } }, ')'],
        ...['+', { value: { N } }],
      ],
    ),
  fc.tuple(path, fc.array(value, { maxLength: 2 }), fc.boolean()).map(([one, L, first]): Pieces => {
    const [left, right] = first ? [{ value: { L } }, one] : [one, { value: { L } }];
    return ['list_append', '(', left, ',', right, ')'];
  }),
);
const setValue = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<AttributeValue>(
      { SS: ['a'] },
      { SS: ['b', 'c'] },
      { NS: ['1'] },
      { NS: ['2', '3.5'] },
      { BS: [Uint8Array.of(1)] },
    ),
  },
  { weight: 1, arbitrary: value },
);

const sets = clause(
  'SET',
  fc.tuple(path, assigned).map(([one, result]): Pieces => [one, '=', ...result]),
);
const removes = clause(
  'REMOVE',
  path.map((one): Pieces => [one]),
);
const adds = clause(
  'ADD',
  fc
    .tuple(
      path,
      fc.oneof(
        numbers.map((N): AttributeValue => ({ N })),
        setValue,
      ),
    )
    .map(([one, operandValue]): Pieces => [one, { value: operandValue }]),
);
const deletes = clause(
  'DELETE',
  fc.tuple(path, setValue).map(([one, set]): Pieces => [one, { value: set }]),
);

/** An update expression, of one clause or several. */
export const update: Arbitrary<Pieces> = fc
  .subarray(['set', 'remove', 'add', 'delete'] as const, { minLength: 1 })
  .chain((kinds) => {
    const clauses = { set: sets, remove: removes, add: adds, delete: deletes };
    return fc.tuple(...kinds.map((kind) => clauses[kind]));
  })
  .map(withoutOverlaps);

/** A projection. */
export const projection: Arbitrary<Pieces> = fc
  .array(path, { minLength: 1, maxLength: 3 })
  .map((paths) => separated(paths.map((one) => [one])));

/** What a Query asks of a table's or an index's key. */
export function keyCondition(target: Shape | ShapeIndex): Arbitrary<Pieces> {
  const { hash, range } = keysOf(target);
  const partition = joined(hash.map(equality));
  if (range.length === 0) return partition;
  const up = fc.constantFrom(...range.keys()).chain((last) => {
    return joined([partition, ...range.slice(0, last).map(equality), sortTerm(range[last]!)]);
  });
  const end = sortTerm(range.at(-1)!);
  const odd = fc.oneof(end, comparison, joined([partition, comparison]), joined([partition, end]));
  return fc.oneof(
    { weight: 20, arbitrary: partition },
    { weight: 20, arbitrary: up },
    { weight: 1, arbitrary: odd },
  );
}

const keyPath = ([name]: ShapeKey): Piece => ({ path: [name], aliased: false });

function equality(key: ShapeKey): Arbitrary<Pieces> {
  return keyValue(key[1]).map((found): Pieces => [keyPath(key), '=', { value: found }]);
}

function joined(terms: readonly Arbitrary<Pieces>[]): Arbitrary<Pieces> {
  return fc
    .tuple(...terms)
    .map((all) => all.flatMap((term, at) => (at === 0 ? term : ['AND', ...term])));
}

/** What a query may ask of the last sort attribute it names. */
function sortTerm(key: ShapeKey): Arbitrary<Pieces> {
  const path = keyPath(key);
  const bound = keyValue(key[1]).map((found): Piece => ({ value: found }));
  const compared = fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), bound)
    .map(([sign, limit]): Pieces => [path, sign, limit]);
  const between = fc
    .tuple(bound, bound)
    .map(([low, high]): Pieces => [path, 'BETWEEN', low, 'AND', high]);
  const begins = bound.map((prefix): Pieces => ['begins_with', '(', path, ',', prefix, ')']);
  const turned = fc.tuple(comparator, bound).map(([sign, limit]): Pieces => [limit, sign, path]);
  return fc.oneof(
    { weight: 4, arbitrary: compared },
    { weight: 2, arbitrary: between },
    { weight: key[1] === 'N' ? 1 : 2, arbitrary: begins },
    { weight: 1, arbitrary: turned },
  );
}

interface Clause {
  word: string;
  actions: readonly Pieces[];
}

function clause(word: string, action: Arbitrary<Pieces>): Arbitrary<Clause> {
  return fc
    .array(action, { minLength: 1, maxLength: 2 })
    .map((actions): Clause => ({ word, actions }));
}

/** Most paths that are drawn overlap others: each attribute is changed by the first action that would. */
function withoutOverlaps(clauses: readonly Clause[]): Pieces {
  const changed = new Set<unknown>();
  const left = clauses.map(({ word, actions }) => ({
    word,
    actions: actions.filter(([target]) => {
      const name = (target as { path: readonly unknown[] }).path[0];
      if (changed.has(name)) return false;
      changed.add(name);
      return true;
    }),
  }));
  return left
    .filter(({ actions }) => actions.length > 0)
    .flatMap(({ word, actions }) => [word, ...separated(actions)]);
}
