import { DescribeTableCommand, type DescribeTableCommandOutput } from '@aws-sdk/client-dynamodb';
import type { VerifiedFact } from '../fact.ts';
import { FactTable, type Index, type Item, keySchema, refusal, S } from './tables.ts';

const suite = 'paritysuite/dynamodb-conformance tests/tier1/query/multiAttributeGsiKey.test.ts';
const scylla = 'scylladb/scylladb test/alternator/test_gsi_composite_keys.py';

const five: Index = { hash: { h: 'S' }, range: { a: 'S', b: 'S', c: 'S', d: 'S' } };

/** Items by their `p`: the four sort attributes of each. */
const rows: Readonly<Record<string, readonly string[]>> = {
  p1: ['T', 'live', 'b', 'r1'],
  p2: ['T', 'live', 'a', 'r2'],
  p3: ['T', 'live', 'a', 'r1'],
  p4: ['T', 'draft', 'c', 'r1'],
  p5: ['F', 'live', 'a', 'r0'],
};

async function filled(world: Parameters<typeof FactTable.make>[0]): Promise<FactTable> {
  const table = await FactTable.make(world, { five });
  for (const [p, [a, b, c, d]] of Object.entries(rows)) {
    await table.put({ p: S(p), h: S('o1'), a: S(a!), b: S(b!), c: S(c!), d: S(d!) });
  }
  await table.put({ p: S('p6'), h: S('o1'), a: S('T'), b: S('live'), d: S('r1') });
  return table;
}

const values: Item = {
  ...{ ':h': S('o1'), ':a': S('T'), ':b': S('live'), ':c': S('a'), ':d': S('r'), ':x': S('r1') },
};

function query(table: FactTable, condition: string, more: object = {}) {
  const used = Object.entries(values).filter(([name]) => condition.includes(name));
  return table.query(condition, Object.fromEntries(used), { IndexName: 'five', ...more });
}

/** A fact about the items that a key condition finds, and their order. */
function finds(
  says: string,
  test: string,
  [condition, more]: readonly [string, object?],
  found: readonly string[],
): VerifiedFact {
  return {
    says,
    source: `${suite}, ${test}`,
    holds: async (world) => {
      const { Items } = await query(await filled(world), condition, more);
      world.expect(Items!.map(({ p }) => p!.S)).toEqual(found);
    },
  };
}

/** A fact about a key condition that is refused. */
function refuses(says: string, source: string, condition: string, words: string): VerifiedFact {
  return {
    says,
    source,
    holds: async (world) => {
      const table = await filled(world);
      world.expect(await refusal(query(table, condition))).toContain(words);
    },
  };
}

const gap = (missing: string, named: string) =>
  `ValidationException: RANGE key attributes ${missing} must have equality conditions specified in the query because a condition is present on key attribute ${named}`;

const queries: readonly VerifiedFact[] = [
  finds(
    'an index with four sort attributes sorts by one after another, and leaves out items that lack one',
    'the HASH attribute alone returns the indexed items in key order, without the item missing a key attribute',
    ['h = :h'],
    ['p5', 'p4', 'p3', 'p2', 'p1'],
  ),
  finds(
    'an equality on the first of several sort attributes narrows to it',
    'an equality on the first RANGE attribute narrows to it',
    ['h = :h AND a = :a'],
    ['p4', 'p3', 'p2', 'p1'],
  ),
  finds(
    'several sort attributes are read backward together',
    'ScanIndexForward=false reverses the order',
    ['h = :h AND a = :a', { ScanIndexForward: false }],
    ['p1', 'p2', 'p3', 'p4'],
  ),
  finds(
    'equalities on the first two sort attributes narrow to both',
    'equalities on the first two RANGE attributes',
    ['h = :h AND a = :a AND b = :b'],
    ['p3', 'p2', 'p1'],
  ),
  finds(
    'equalities on the first three sort attributes narrow to all three',
    'equalities on the first three RANGE attributes',
    ['h = :h AND a = :a AND b = :b AND c = :c'],
    ['p3', 'p2'],
  ),
  finds(
    'the last sort attribute named may be compared by order',
    'a range condition on the last attribute named',
    ['h = :h AND a = :a AND b = :b AND c > :c'],
    ['p1'],
  ),
  finds(
    'begins_with may stand on the fourth sort attribute',
    'begins_with on the fourth RANGE attribute',
    ['h = :h AND a = :a AND b = :b AND c = :c AND begins_with(d, :d)'],
    ['p3', 'p2'],
  ),
  finds(
    'BETWEEN may stand on the fourth sort attribute',
    'BETWEEN on the fourth RANGE attribute',
    ['h = :h AND a = :a AND b = :b AND c = :c AND d BETWEEN :x AND :x'],
    ['p3'],
  ),
  finds(
    'the second of four sort attributes may be compared by order if it is the last named',
    'a range condition on the second RANGE attribute',
    ['h = :h AND a = :a AND b < :b'],
    ['p4'],
  ),
  finds(
    'the terms of a key condition with several sort attributes may stand in any order',
    'the clauses can be written in any order',
    ['b = :b AND h = :h AND a = :a'],
    ['p3', 'p2', 'p1'],
  ),
  refuses(
    'a key condition may not leave out a sort attribute before another',
    `${suite}, a gap in the RANGE attributes is refused`,
    'h = :h AND a = :a AND c = :c',
    gap('b', 'c'),
  ),
  refuses(
    'a key condition may compare by order only the last sort attribute it names',
    `${suite}, a range condition before the last attribute named is refused`,
    'h = :h AND a = :a AND b > :b AND c = :c',
    gap('b', 'c'),
  ),
  refuses(
    'a key condition may not leave out the first sort attribute',
    `${suite}, skipping the first RANGE attribute is refused`,
    'h = :h AND b = :b',
    gap('a', 'b'),
  ),
];

const pages: readonly VerifiedFact[] = [
  {
    says: 'the last key of a page of an index holds all attributes of its key and of the table',
    source: `${suite}, a page carries the table key and every index key attribute in LastEvaluatedKey`,
    holds: async (world) => {
      const page = await query(await filled(world), 'h = :h AND a = :a', { Limit: 2 });
      world.expect(page.Items!.map(({ p }) => p!.S)).toEqual(['p4', 'p3']);
      const names = Object.keys(page.LastEvaluatedKey!).sort();
      world.expect(names).toEqual(['a', 'b', 'c', 'd', 'h', 'p']);
    },
  },
  {
    says: 'pages of an index with several sort attributes give each item once, in order',
    source:
      'getmoto/moto tests/test_dynamodb/test_dynamodb_multi_attribute_gsi.py, test_pagination_with_composite_key',
    holds: async (world) => {
      const table = await filled(world);
      const found: (string | undefined)[] = [];
      let start: object | undefined;
      do {
        const more = { Limit: 2, ...(start && { ExclusiveStartKey: start }) };
        const page = await query(table, 'h = :h', more);
        found.push(...page.Items!.map(({ p }) => p!.S));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      world.expect(found).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    },
  },
  {
    says: 'a scan of an index with several sort attributes goes through it page by page',
    source: `${scylla}, test_gsi_composite_scan_pagination`,
    holds: async (world) => {
      const table = await filled(world);
      world.expect(await table.scan({ IndexName: 'five' })).toHaveLength(5);
      const one = await query(table, 'h = :h', { Limit: 1 });
      const rest = { IndexName: 'five', ExclusiveStartKey: one.LastEvaluatedKey };
      world.expect(await table.scan(rest)).toHaveLength(4);
    },
  },
  {
    says: 'a start key that lacks one of several key attributes is refused',
    source: `${scylla}, test_gsi_composite_exclusivestartkey_incomplete_rejected`,
    holds: async (world) => {
      const incomplete = { p: S('x'), h: S('o1'), a: S('x'), b: S('x'), c: S('x') };
      const answer = query(await filled(world), 'h = :h', { ExclusiveStartKey: incomplete });
      world
        .expect(await refusal(answer))
        .toMatch(/^ValidationException: .*starting key is invalid/);
    },
  },
  {
    says: 'DescribeTable tells the key attributes of an index in the order they were given',
    source: `${scylla}, test_gsi_composite_describe_4h4r`,
    holds: async (world) => {
      const index: Index = {
        hash: { h1: 'S', h2: 'S', h3: 'S', h4: 'S' },
        range: { r1: 'N', r2: 'S', r3: 'B', r4: 'S' },
      };
      await FactTable.make(world, { index });
      const { Table }: DescribeTableCommandOutput = await world.send(
        new DescribeTableCommand({ TableName: 'facts' }),
      );
      world.expect(Table!.GlobalSecondaryIndexes![0]!.KeySchema).toEqual(keySchema(index));
    },
  },
];

/** What a Query of an index with several sort attributes finds, refuses and pages by. */
export const multiAttributeKeyFacts: readonly VerifiedFact[] = [...queries, ...pages];
