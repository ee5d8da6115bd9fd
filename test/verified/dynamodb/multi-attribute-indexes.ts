import type { FactWorld, VerifiedFact } from '../fact.ts';
import { B, FactTable, type Index, type Item, N, refusal, S } from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_gsi_composite_keys.py';
const moto = 'getmoto/moto tests/test_dynamodb/test_dynamodb_multi_attribute_gsi.py';

const two: Index = { hash: { h1: 'S', h2: 'S' }, range: { r1: 'S', r2: 'S' } };
/** A fact about a query of an index with two partition and two sort attributes that is refused. */
function refusesQuery(
  says: string,
  test: string,
  [condition, more]: readonly [string, { FilterExpression?: string; ConsistentRead?: true }?],
  words: RegExp = /^ValidationException: /,
): VerifiedFact {
  return {
    says,
    source: `${scylla}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world, { two });
      const used = [...new Set(`${condition} ${more?.FilterExpression}`.match(/:\w+/g))];
      const given = Object.fromEntries(used.map((name) => [name, S('v')]));
      const answer = table.query(condition, given, { IndexName: 'two', ...more });
      world.expect(await refusal(answer)).toMatch(words);
    },
  };
}

const both = 'h1 = :h1 AND h2 = :h2';

async function indexed(world: FactWorld, items: readonly Item[]): Promise<FactTable> {
  const table = await FactTable.make(world, { two });
  for (const item of items) await table.put(item);
  return table;
}

const whole: Item = { p: S('a'), h1: S('x'), h2: S('y'), r1: S('1'), r2: S('2') };
const without = (name: string, p: string): Item => {
  const { [name]: _, ...rest } = whole;
  return { ...rest, p: S(p) };
};

const contents: readonly VerifiedFact[] = [
  {
    says: 'an item that lacks any of the key attributes of an index is not in it',
    source: `${scylla}, test_gsi_composite_sparse_missing_one_key_attr`,
    holds: async (world) => {
      const table = await indexed(world, [whole, without('h2', 'b'), without('r2', 'c')]);
      world.expect(await table.scan({ IndexName: 'two' })).toEqual([whole]);
    },
  },
  {
    says: 'an update moves an item in and out of an index with several key attributes',
    source: `${scylla}, test_gsi_composite_sparse_update_attr`,
    holds: async (world) => {
      const table = await indexed(world, [without('r2', 'a')]);
      world.expect(await table.scan({ IndexName: 'two' })).toEqual([]);
      await table.update('SET r2 = :v', { ':v': S('2') });
      world.expect(await table.scan({ IndexName: 'two' })).toEqual([whole]);
      await table.update('REMOVE h2');
      world.expect(await table.scan({ IndexName: 'two' })).toEqual([]);
    },
  },
  {
    says: 'an item with another type in one of several key attributes is refused',
    source: `${scylla}, test_gsi_composite_wrong_type_key_attr`,
    holds: async (world) => {
      const table = await FactTable.make(world, { two });
      for (const name of ['h2', 'r1']) {
        const told = await refusal(table.put({ ...whole, [name]: N(123) }));
        world.expect(told).toMatch(/^ValidationException: .*mismatch/);
      }
    },
  },
  {
    says: 'an item with an empty text in one of several key attributes is refused',
    source: `${scylla}, test_gsi_composite_empty_string_key_attr`,
    holds: async (world) => {
      const table = await FactTable.make(world, { two });
      const told = await refusal(table.put({ ...whole, h2: S('') }));
      world.expect(told).toMatch(/^ValidationException: .*empty/);
    },
  },
  {
    says: 'the key attributes of one index may be texts, numbers and bytes together, and sort each in its way',
    source: `${scylla}, test_gsi_composite_sort_order_mixed_types`,
    holds: async (world) => {
      const mixed: Index = { hash: { m: 'S', n: 'N' }, range: { o: 'N', q: 'B' } };
      const table = await FactTable.make(world, { mixed });
      for (const o of [100, 5, 50, 1000]) {
        await table.put({ p: S(`${o}`), m: S('x'), n: N(1), o: N(o), q: B(1) });
      }
      const values = { ':m': S('x'), ':n': N('1.0') };
      const { Items } = await table.query('m = :m AND n = :n', values, { IndexName: 'mixed' });
      world.expect(Items!.map(({ o }) => Number(o!.N))).toEqual([5, 50, 100, 1000]);
    },
  },
  {
    says: 'an index that projects keys alone shows all attributes of its key',
    source: `${scylla}, test_gsi_composite_describe_projection`,
    holds: async (world) => {
      const keys: Index = { hash: { a: 'S', b: 'S' }, projection: 'KEYS_ONLY' };
      const table = await FactTable.make(world, { keys });
      await table.put({ p: S('p'), a: S('a'), b: S('b'), extra: S('not shown') });
      const shown = { p: S('p'), a: S('a'), b: S('b') };
      world.expect(await table.scan({ IndexName: 'keys' })).toEqual([shown]);
    },
  },
  {
    says: 'items of one partition sort by the second sort attribute where the first is the same',
    source: `${moto}, test_sorting_by_second_range_key_not_pk`,
    holds: async (world) => {
      const index: Index = { hash: { g: 'S' }, range: { s: 'S', t: 'N' } };
      const table = await FactTable.make(world, { index });
      for (const [p, t] of Object.entries({ 10: 300, 20: 100, 30: 200 })) {
        await table.put({ p: S(p), g: S('g'), s: S('s'), t: N(t) });
      }
      const { Items } = await table.query('g = :g', { ':g': S('g') }, { IndexName: 'index' });
      world.expect(Items!.map(({ p }) => p!.S)).toEqual(['20', '30', '10']);
    },
  },
];

const queries: readonly VerifiedFact[] = [
  refusesQuery(
    'a query has to name each partition attribute',
    'test_gsi_composite_query_missing_one_pk',
    ['h1 = :h1'],
  ),
  refusesQuery(
    'a query may not compare a partition attribute by order',
    'test_gsi_composite_query_pk_inequality',
    ['h1 = :h1 AND h2 > :h2'],
  ),
  refusesQuery(
    'a query may not ask for a partition attribute between two values',
    'test_gsi_composite_query_pk_between_rejected',
    ['h1 = :h1 AND h2 BETWEEN :a AND :b'],
  ),
  refusesQuery(
    'a query may not ask for the beginning of a partition attribute',
    'test_gsi_composite_query_pk_begins_with_rejected',
    ['h1 = :h1 AND begins_with(h2, :p)'],
  ),
  refusesQuery(
    'a filter may not look at one of several partition attributes',
    'test_gsi_composite_filter_on_hash_attr_rejected',
    [both, { FilterExpression: 'h2 = :f' }],
    /^ValidationException: .*[fF]ilter.*[kK]ey/,
  ),
  refusesQuery(
    'a filter may not look at one of several sort attributes',
    'test_gsi_composite_filter_on_range_attr_rejected',
    [both, { FilterExpression: 'r1 = :f' }],
    /^ValidationException: .*[fF]ilter.*[kK]ey/,
  ),
  refusesQuery(
    'an index with several key attributes can not be read consistently either',
    'test_gsi_composite_consistent_read_rejected',
    [both, { ConsistentRead: true }],
    /^ValidationException: .*[cC]onsistent/,
  ),
  {
    says: 'a filter may look at the key of the table where it is no key of the index',
    source: `${scylla}, test_gsi_composite_filter_on_base_table_key_allowed`,
    holds: async (world) => {
      const table = await indexed(world, [whole, { ...whole, p: S('b') }]);
      const values = { ':h1': S('x'), ':h2': S('y'), ':p': S('a') };
      const more = { IndexName: 'two', FilterExpression: 'p = :p' };
      world.expect((await table.query(both, values, more)).Items).toEqual([whole]);
    },
  },
];

/** What indexes with several partition and sort attributes hold, and how they are asked. */
export const multiAttributeIndexFacts: readonly VerifiedFact[] = [...contents, ...queries];
