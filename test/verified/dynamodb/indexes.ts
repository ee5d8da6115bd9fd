import {
  CreateTableCommand,
  type GlobalSecondaryIndexUpdate,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import {
  definitions,
  FactTable,
  globalIndex,
  type Index,
  N,
  refusal,
  S,
  tableRequest,
} from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_gsi_updatetable.py';
const gsi = 'scylladb/scylladb test/alternator/test_gsi.py';
const lsi = 'scylladb/scylladb test/alternator/test_lsi.py';
const byX: Index = { hash: { x: 'S' } };
const both: Index = { hash: { p: 'S' }, range: { c: 'S' } };
const create = (name: string, index: Index) => ({ Create: globalIndex(name, index) });
const remove = (IndexName: string) => ({ Delete: { IndexName } });

function change(
  world: FactWorld,
  changes: GlobalSecondaryIndexUpdate[] | undefined,
  ...indexes: Index[]
): Promise<unknown> {
  const AttributeDefinitions = definitions(...indexes);
  return world.send(
    new UpdateTableCommand({
      TableName: 'facts',
      ...(indexes.length > 0 && { AttributeDefinitions }),
      ...(changes && { GlobalSecondaryIndexUpdates: changes }),
    }),
  );
}

/** A fact about a change of the indexes of a table with an index `hello` on `x` that is refused. */
function refusesChange(
  says: string,
  test: string,
  [changes, ...indexes]: readonly [GlobalSecondaryIndexUpdate[] | undefined, ...Index[]],
  words: RegExp,
): VerifiedFact {
  return {
    says,
    source: `${scylla}, ${test}`,
    holds: async (world) => {
      await FactTable.make(world, { hello: byX });
      world.expect(await refusal(change(world, changes, ...indexes))).toMatch(words);
    },
  };
}

const additions: readonly VerifiedFact[] = [
  {
    says: 'an index that is added leaves out items without its key, or with one of another type',
    source: `${scylla}, test_gsi_backfill`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      const fits = { p: S('1'), x: S('x') };
      for (const item of [fits, { p: S('2') }, { p: S('3'), x: N(3) }]) await table.put(item);
      await change(world, [create('hello', byX)], byX);
      await table.settle();
      world.expect(await table.scan({ IndexName: 'hello' })).toEqual([fits]);
      const told = await refusal(table.put({ p: S('4'), x: N(3) }));
      world.expect(told).toMatch(/^ValidationException: .*mismatch/);
    },
  },
  {
    says: 'an index that is added leaves out items with an empty key',
    source: `${scylla}, test_gsi_backfill_empty_string`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('1'), x: S('hello') });
      await table.put({ p: S('2'), x: S('') });
      await change(world, [create('hello', byX)], byX);
      await table.settle();
      world.expect(await table.scan({ IndexName: 'hello' })).toHaveLength(1);
    },
  },
  {
    says: 'an index that is added leaves out items whose key is longer than 2,048 bytes, or 1,024 to sort by',
    source: `${scylla}, test_gsi_backfill_key_limits`,
    holds: async (world) => {
      const table = await FactTable.make(world, {}, both);
      for (const length of [1024, 1025, 2048, 2049]) {
        await table.put({ p: S(`${length}`), c: S('c'), x: S('a'.repeat(length)) });
      }
      const sorted: Index = { hash: { c: 'S' }, range: { x: 'S' } };
      await change(world, [create('index1', byX)], byX);
      await table.settle();
      await change(world, [create('index2', sorted)], sorted);
      await table.settle();
      const lengths = async (IndexName: string) =>
        (await table.scan({ IndexName })).map(({ p }) => p!.S).sort();
      world.expect(await lengths('index1')).toEqual(['1024', '1025', '2048']);
      world.expect(await lengths('index2')).toEqual(['1024']);
    },
  },
  {
    says: 'once an index is gone, its key may be of any type again, and it can be made anew',
    source: `${scylla}, test_gsi_delete`,
    holds: async (world) => {
      const table = await FactTable.make(world, { hello: byX });
      await change(world, [remove('hello')]);
      await table.settle();
      const told = await refusal(table.scan({ IndexName: 'hello' }));
      world.expect(told).toMatch(/^ValidationException: .*hello/);
      await table.put({ p: S('a'), x: N(7) });
      world.expect(await table.get()).toEqual({ p: S('a'), x: N(7) });
    },
  },
  {
    says: 'an index that is added needs the type of its key in the call, although the table knows it',
    source: `${scylla}, test_gsi_backfill_with_lsi`,
    holds: async (world) => {
      await FactTable.make(world, { hello: byX });
      const told = await refusal(change(world, [create('gsi2', byX)]));
      world.expect(told).toMatch(/^ValidationException: .*AttributeDefinitions/);
    },
  },
  refusesChange(
    'an index can not be added under a name that is taken',
    'test_gsi_backfill',
    [[create('hello', { hash: { y: 'S' } })], { hash: { y: 'S' } }],
    /^ValidationException: .*already exists/,
  ),
  refusesChange(
    'a key that is one already keeps its type',
    'test_gsi_key_type_conflict_on_update',
    [[create('index2', { hash: { x: 'N' } })], { hash: { x: 'N' } }],
    /^ValidationException: .*redefined/,
  ),
  refusesChange(
    'an UpdateTable that changes nothing is refused',
    'test_updatetable_empty',
    [undefined],
    /^ValidationException: /,
  ),
  refusesChange(
    'a change of an index says what is to change',
    'test_gsi_updatetable_errors',
    [[{}]],
    /^ValidationException: .*GlobalSecondaryIndexUpdate/,
  ),
  refusesChange(
    'one change does not both make and remove an index',
    'test_gsi_updatetable_errors, Create and Delete',
    [[{ ...create('ind', byX), ...remove('xyz') }], byX],
    /^ValidationException: .*one/,
  ),
  refusesChange(
    'two indexes are not made at once',
    'test_gsi_updatetable_errors, two of Create',
    [[create('ind1', byX), create('ind2', byX)], byX],
    /^LimitExceededException: /,
  ),
  refusesChange(
    'an index is not made while another is removed',
    'test_gsi_updatetable_errors, Create and another Delete',
    [[create('ind1', byX), remove('hello')], byX],
    /^LimitExceededException: /,
  ),
  refusesChange(
    'an index that is not there can not be removed',
    'test_updatetable_delete_missing_gsi',
    [[remove('nonexistent')]],
    /^ResourceNotFoundException: /,
  ),
];

const reads: readonly VerifiedFact[] = [
  {
    says: 'an index that is not there is a ValidationException that names it',
    source: `${gsi}, test_gsi_missing_index`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      const told = await refusal(table.scan({ IndexName: 'wrong_name' }));
      world.expect(told).toMatch(/^ValidationException: .*wrong_name/);
    },
  },
  {
    says: 'an index of a table that is not there is a ResourceNotFoundException',
    source: `${gsi}, test_gsi_missing_table`,
    holds: async (world) => {
      const told = await refusal(new FactTable(world).scan({ IndexName: 'any_name' }));
      world.expect(told).toMatch(/^ResourceNotFoundException: /);
    },
  },
  {
    says: 'an item may have an empty text, but not for the key of an index',
    source: `${gsi}, test_gsi_empty_value`,
    holds: async (world) => {
      const table = await FactTable.make(world, { hello: byX });
      const told = await refusal(table.put({ p: S('a'), x: S('') }));
      world.expect(told).toMatch(/^ValidationException: .*empty/);
    },
  },
];

/** A fact about a local index of a table that is refused. */
function refusesLocal(
  says: string,
  test: string,
  [key, local]: readonly [Index, Index],
  words: RegExp,
): VerifiedFact {
  return {
    says,
    source: `${lsi}, ${test}`,
    holds: async (world) => {
      const request = {
        ...tableRequest({}, key),
        AttributeDefinitions: definitions(key, local),
        LocalSecondaryIndexes: [globalIndex('hello', local)],
      };
      world.expect(await refusal(world.send(new CreateTableCommand(request)))).toMatch(words);
    },
  };
}

const locals: readonly VerifiedFact[] = [
  refusesLocal(
    'a local index has the partition key of its table',
    'test_lsi_wrong_different_hash',
    [both, { hash: { b: 'S' }, range: { p: 'S' } }],
    /^ValidationException: .*hash key/,
  ),
  refusesLocal(
    'a local index needs an attribute to sort by',
    'test_lsi_wrong_bad_range',
    [both, { hash: { p: 'S' } }],
    /^ValidationException: /,
  ),
  refusesLocal(
    'a table without a sort key has no local indexes',
    'test_lsi_wrong_no_sort_key',
    [{ hash: { p: 'S' } }, both],
    /^ValidationException: /,
  ),
];

/** How indexes are added and removed, and which there can be. */
export const indexFacts: readonly VerifiedFact[] = [...additions, ...reads, ...locals];
