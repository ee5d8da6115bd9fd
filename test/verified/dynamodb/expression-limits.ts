import type { VerifiedFact } from '../fact.ts';
import { FactTable, N, refusal, refused, S } from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_limits.py';

const condition = (source: string) => (table: FactTable) =>
  table.update('SET z = :v', { ':v': N(1) }, { ConditionExpression: source });
const aboutCondition = /^ValidationException: .*ConditionExpression/;

/** How long and how deep expressions may be. */
export const expressionLimitFacts: readonly VerifiedFact[] = [
  refused(
    '4,096 open parentheses are a ValidationException that names the expression',
    `${scylla}, test_deeply_nested_expression_1`,
    condition('('.repeat(4096)),
    aboutCondition,
  ),
  {
    says: 'an expression of 299 operators may be nested 149 times',
    source: `${scylla}, test_deeply_nested_expression_2`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('a'), a: N(1), b: N(2) });
      await condition(`a<b ${'or (a<b '.repeat(149)}${')'.repeat(149)}`)(table);
      world.expect(await table.get()).toMatchObject({ z: N(1) });
    },
  },
  refused(
    'an expression of more than 300 operators is refused, however deep',
    `${scylla}, test_deeply_nested_expression_2 with 454 levels`,
    condition(`a<b ${'or (a<b '.repeat(454)}${')'.repeat(454)}`),
    aboutCondition,
  ),
  refused(
    '2,046 pairs of parentheses are redundant',
    `${scylla}, test_deeply_nested_expression_3`,
    condition(`${'('.repeat(2046)}a<b${')'.repeat(2046)}`),
    /^ValidationException: .*ConditionExpression: The expression has redundant parentheses/,
  ),
  refused(
    'a thousand times NOT is too many operators',
    `${scylla}, test_deeply_nested_expression_4`,
    condition(`${'not '.repeat(1000)}a<b`),
    aboutCondition,
  ),
  refused(
    'a function that there is not is named, however deep it is nested',
    `${scylla}, test_deeply_nested_expression_5`,
    condition(`a < ${'f('.repeat(1355)}b${')'.repeat(1355)}`),
    /^ValidationException: .*ConditionExpression: Invalid function name; function: f/,
  ),
  refused(
    'the size of a size is refused, however deep',
    `${scylla}, test_deeply_nested_expression_5 with size`,
    condition(`a < ${'size('.repeat(680)}b${')'.repeat(680)}`),
    aboutCondition,
  ),
  {
    says: 'a path of a projection may have 32 levels, and no more',
    source:
      'scylladb/scylladb test/alternator/test_projection_expression.py, test_projection_expression_path_nesting_levels',
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.get({ ProjectionExpression: `a${'.b'.repeat(31)}` });
      const deeper = table.get({ ProjectionExpression: `a${'.b'.repeat(32)}` });
      const words =
        'Invalid ProjectionExpression: The document path has too many nesting levels; nesting levels: 33';
      world.expect(await refusal(deeper)).toBe(`ValidationException: ${words}`);
    },
  },
  {
    says: 'an expression has 4,096 bytes at most',
    source: `${scylla}, test_limit_expression_len`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.get({ ProjectionExpression: 'x'.repeat(4096) });
      const longer = table.get({ ProjectionExpression: 'x'.repeat(4097) });
      const words = /^ValidationException: .*ProjectionExpression/;
      world.expect(await refusal(longer)).toMatch(words);
    },
  },
];
