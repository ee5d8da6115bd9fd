import { DescribeStreamCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import type { VerifiedFact } from '../fact.ts';
import { B, FactTable, type Index, type Item, N, refusal, S } from './tables.ts';

const keyConditions = 'scylladb/scylladb test/alternator/test_key_condition_expression.py';
const conditions = 'scylladb/scylladb test/alternator/test_condition_expression.py';
const projections = 'scylladb/scylladb test/alternator/test_projection_expression.py';
const streams = 'scylladb/scylladb test/alternator/test_streams.py';
const L = (...elements: Item[string][]): Item[string] => ({ L: elements });
const M = (members: Item): Item[string] => ({ M: members });

const sorted: Index = { hash: { p: 'S' }, range: { c: 'N' } };

/** A fact about the sort keys of 0 to 11 that a key condition finds. */
function finds(says: string, test: string, condition: string, found: number[]): VerifiedFact {
  return {
    says,
    source: `${keyConditions}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world, {}, sorted);
      for (let c = 0; c < 12; c += 1) await table.put({ p: S('a'), c: N(c) });
      const all: Item = { ':p': S('a'), ':c': N(5), ':d': N(7) };
      const used = Object.entries(all).filter(([name]) => condition.includes(name));
      const { Items } = await table.query(condition, Object.fromEntries(used));
      world.expect(Items!.map(({ c }) => Number(c!.N))).toEqual(found);
    },
  };
}

/** A fact about a key condition of a table with a numeric sort key that is refused. */
function refusesKeys(says: string, test: string, condition: string, words: RegExp): VerifiedFact {
  return {
    says,
    source: `${keyConditions}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world, {}, sorted);
      const all: Item = { ':p': S('a'), ':c': N(5), ':d': N(7) };
      const used = Object.entries(all).filter(([name]) => condition.includes(name));
      const told = await refusal(table.query(condition, Object.fromEntries(used)));
      world.expect(told).toMatch(words);
    },
  };
}

const queries: readonly VerifiedFact[] = [
  finds(
    'a value may stand before the attribute it is compared with',
    'test_key_condition_expression_num_lt_reverse',
    ':p=p AND :c<c',
    [6, 7, 8, 9, 10, 11],
  ),
  finds(
    'the words of a key condition may be in any case',
    'test_key_condition_expression_case_insensitive',
    'p=:p AnD c BeTwEeN :c aNd :d',
    [5, 6, 7],
  ),
  finds(
    'a key condition may have parentheses, and the sort key first',
    'test_key_condition_expression_parser',
    '((c=:c) AND (p=:p))',
    [5],
  ),
  refusesKeys(
    'a key condition has one term for an attribute',
    'test_key_condition_expression_and_same',
    'p=:p AND p=:p',
    /^ValidationException: .*one/,
  ),
  refusesKeys(
    'a partition key is compared by equality alone',
    'test_key_condition_expression_partition_eq_only',
    'p<:p',
    /^ValidationException: .*supported/,
  ),
  refusesKeys(
    'a key condition needs the partition key',
    'test_key_condition_expression_no_partition',
    'c=:c',
    /^ValidationException: .* p/,
  ),
  refusesKeys(
    'a numeric sort key has no beginning',
    'test_key_condition_expression_num_begins',
    'p=:p AND begins_with(c, :c)',
    /^ValidationException: .*begins_with/,
  ),
  refusesKeys(
    'a key condition has no other function',
    'test_key_condition_expression_unknown',
    'p=:p AND attribute_exists(c)',
    /^ValidationException: .*attribute_exists/,
  ),
  refusesKeys(
    'a range of a sort key is asked for by BETWEEN, not by two terms',
    'test_key_condition_expression_multi',
    'p=:p AND c>=:c AND c<=:d',
    /^ValidationException: /,
  ),
  refusesKeys(
    'a key condition does not ask for one of several values',
    'test_key_condition_expression_parser, IN',
    'p=:p AND c IN (:c)',
    /^ValidationException: .*operator/,
  ),
  refusesKeys(
    'a key condition has no alternatives',
    'test_key_condition_expression_parser, OR',
    'c=:c OR p=:p',
    /^ValidationException: .*OR/,
  ),
];

/** A fact about whether a condition holds for an item. */
function holdsFor(
  says: string,
  test: string,
  [item, condition, values]: readonly [Item, string, Item?],
  whether: boolean,
): VerifiedFact {
  return {
    says,
    source: `${conditions}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('a'), ...item });
      const given = { ':new': N(1), ...values };
      const more = { ConditionExpression: condition };
      const told = await refusal(table.update('SET z = :new', given, more));
      const failed = 'ConditionalCheckFailedException: The conditional request failed';
      world.expect(told).toBe(whether ? 'no exception' : failed);
    },
  };
}

const comparisons: readonly VerifiedFact[] = [
  holdsFor(
    'sets are equal in any order',
    'test_update_condition_eq_set',
    [{ a: { SS: ['dog', 'cat'] } }, 'a = :v', { ':v': { SS: ['cat', 'dog'] } }],
    true,
  ),
  holdsFor(
    'two attributes that are not there are not equal',
    'test_update_condition_eq_two_unset',
    [{}, 'q = z'],
    false,
  ),
  holdsFor(
    'two attributes that are not there are unequal',
    'test_update_condition_ne_two_unset',
    [{}, 'q <> z'],
    true,
  ),
  holdsFor(
    'values of two types are unequal',
    'test_update_condition_ne',
    [{ a: N(1) }, 'a <> :v', { ':v': S('1') }],
    true,
  ),
  holdsFor(
    'bytes are compared by order',
    'test_update_condition_lt',
    [{ a: B(99) }, 'a < :v', { ':v': B(100) }],
    true,
  ),
  holdsFor(
    'an attribute that is not there fails a condition without an error',
    'test_update_condition_eq_unequal',
    [{}, 'q = :v', { ':v': N(2) }],
    false,
  ),
];

/** A fact about what a projection shows of an item. */
function shows(says: string, test: string, expression: string, shown: Item): VerifiedFact {
  return {
    says,
    source: `${projections}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      const inner = M({ x: S('hi'), y: S('yo') });
      await table.put({ p: S('a'), a: M({ b: L(N(2), N(4), inner), c: N(5) }), b: S('hello') });
      world.expect(await table.get({ ProjectionExpression: expression })).toEqual(shown);
    },
  };
}

const parts: readonly VerifiedFact[] = [
  shows(
    'a projection shows a nested place within what is around it',
    'test_projection_expression_path',
    'a.b[2].y',
    { a: M({ b: L(M({ y: S('yo') })) }) },
  ),
  shows(
    'places of a projection are shown together',
    'test_projection_expression_path, several',
    'a.b[0],a.c',
    { a: M({ b: L(N(2)), c: N(5) }) },
  ),
  shows(
    'a projection of what is not there is an item without attributes',
    'test_projection_expression_path, not there',
    'a.b[0].x',
    {},
  ),
];

const arns: readonly VerifiedFact[] = [
  {
    says: 'DescribeStream refuses a text that is no ARN as invalid, not as missing',
    source: `${streams}, test_describe_nonexistent_stream`,
    holds: async (world) => {
      const StreamArn = 'sdfadfsdfnlfkajakfgjalksfgklasjklasdjfklasdfasdfgasf';
      const told = await refusal(world.send(new DescribeStreamCommand({ StreamArn })));
      world.expect(told).toMatch(/^ValidationException: /);
    },
  },
  {
    says: 'GetShardIterator refuses a text that is no ARN as invalid, not as missing',
    source: `${streams}, test_get_shard_iterator_for_nonexistent_stream`,
    holds: async (world) => {
      const input = { StreamArn: 'sdfadfsddafgdafsgjnadflkgnalngalsdfnlkasnlkasdfasdf' };
      const get = { ...input, ShardId: 'shard', ShardIteratorType: 'LATEST' as const };
      const told = await refusal(world.send(new GetShardIteratorCommand(get)));
      world.expect(told).toMatch(/^ValidationException: /);
    },
  },
];

/** What is found, compared and shown, and which streams there are. */
export const answerFacts: readonly VerifiedFact[] = [...queries, ...comparisons, ...parts, ...arns];
