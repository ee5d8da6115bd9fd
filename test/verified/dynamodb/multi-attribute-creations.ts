import { CreateTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { VerifiedFact } from '../fact.ts';
import {
  definitions,
  FactTable,
  globalIndex,
  type Index,
  refusal,
  S,
  tableRequest,
} from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_gsi_composite_keys.py';

const two: Index = { hash: { h1: 'S', h2: 'S' }, range: { r1: 'S', r2: 'S' } };
const whole = { p: S('a'), h1: S('x'), h2: S('y'), r1: S('1'), r2: S('2') };
const attributes = (count: number, prefix: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, 'S' as const]));

/** A fact about the index of a new table that is refused. */
function refusesIndex(
  says: string,
  test: string,
  keys: readonly (readonly [name: string, type: 'HASH' | 'RANGE'])[],
  words: RegExp = /^ValidationException: /,
): VerifiedFact {
  return {
    says,
    source: `${scylla}, ${test}`,
    holds: async (world) => {
      const KeySchema = keys.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType }));
      const names = [...new Set(['p', ...keys.map(([name]) => name)])].filter((n) => n !== 'gone');
      const request = {
        ...tableRequest(),
        AttributeDefinitions: names.map((AttributeName) => {
          return { AttributeName, AttributeType: 'S' as const };
        }),
        GlobalSecondaryIndexes: [
          { IndexName: 'gsi', KeySchema, Projection: { ProjectionType: 'ALL' as const } },
        ],
      };
      world.expect(await refusal(world.send(new CreateTableCommand(request)))).toMatch(words);
    },
  };
}

const hashes = (count: number) =>
  Array.from({ length: count }, (_, at) => [`a${at}`, 'HASH'] as const);
const ranges = (count: number) =>
  Array.from({ length: count }, (_, at) => [`r${at}`, 'RANGE'] as const);

/** Which indexes with several partition and sort attributes can be made. */
export const multiAttributeCreationFacts: readonly VerifiedFact[] = [
  {
    says: 'an index may have four partition attributes and four sort attributes',
    source: `${scylla}, test_gsi_composite_create_4h4r`,
    holds: async (world) => {
      const index = { hash: attributes(4, 'h'), range: attributes(4, 'r') };
      const table = await FactTable.make(world, { index });
      world.expect(await table.scan({ IndexName: 'index' })).toEqual([]);
    },
  },
  refusesIndex(
    'an index may not have five partition attributes',
    'test_gsi_composite_create_5h_rejected',
    hashes(5),
  ),
  refusesIndex(
    'an index may not have five sort attributes',
    'test_gsi_composite_create_5r_rejected',
    [['h', 'HASH'], ...ranges(5)],
  ),
  refusesIndex(
    'the key schema of an index may not begin with a sort attribute',
    'test_gsi_composite_hash_after_range_rejected',
    [
      ['a', 'RANGE'],
      ['b', 'HASH'],
    ],
  ),
  refusesIndex(
    'a partition attribute may not follow a sort attribute',
    'test_gsi_composite_interleaved_rejected',
    [
      ['a', 'HASH'],
      ['b', 'RANGE'],
      ['c', 'HASH'],
    ],
  ),
  refusesIndex(
    'an index may not have sort attributes alone',
    'test_gsi_composite_range_only_rejected',
    ranges(2),
  ),
  refusesIndex(
    'an attribute may not be twice among the partition attributes',
    'test_gsi_composite_duplicate_attr_rejected',
    [
      ['a', 'HASH'],
      ['a', 'HASH'],
    ],
    /^ValidationException: .*[Dd]uplicate/,
  ),
  refusesIndex(
    'an attribute may not be both partition and sort attribute of an index',
    'test_gsi_composite_same_attr_hash_and_range_rejected',
    [
      ['a', 'HASH'],
      ['b', 'HASH'],
      ['a', 'RANGE'],
    ],
  ),
  refusesIndex(
    'each of several key attributes has to be defined',
    'test_gsi_composite_missing_attribute_definition',
    [
      ['a', 'HASH'],
      ['gone', 'HASH'],
    ],
    /^ValidationException: .*AttributeDefinition/,
  ),
  {
    says: 'a local index has one sort attribute, not two',
    source: `${scylla}, test_gsi_composite_lsi_multiattr_rejected`,
    holds: async (world) => {
      const key: Index = { hash: { p: 'S' }, range: { c: 'S' } };
      const local: Index = { hash: { p: 'S' }, range: { c: 'S', l: 'S' } };
      const request = {
        ...tableRequest({}, key),
        AttributeDefinitions: definitions(key, local),
        LocalSecondaryIndexes: [globalIndex('lsi', local)],
      };
      const told = await refusal(world.send(new CreateTableCommand(request)));
      world.expect(told).toMatch(/^ValidationException: .*length less than or equal to 2/);
    },
  },
  {
    says: 'an index with several attributes for a key is filled with the items that are there when it is added',
    source: `${scylla}, test_gsi_composite_updatetable_backfill`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put(whole);
      await table.put({ p: S('b'), h1: S('x'), h2: S('y'), r1: S('1') });
      await world.send(
        new UpdateTableCommand({
          TableName: 'facts',
          AttributeDefinitions: definitions(two),
          GlobalSecondaryIndexUpdates: [{ Create: globalIndex('two', two) }],
        }),
      );
      await table.settle();
      world.expect(await table.scan({ IndexName: 'two' })).toEqual([whole]);
    },
  },
  {
    says: 'UpdateTable refuses an index with five partition attributes',
    source: `${scylla}, test_gsi_composite_updatetable_5h_rejected`,
    holds: async (world) => {
      await FactTable.make(world);
      const index: Index = { hash: attributes(5, 'h') };
      const update = new UpdateTableCommand({
        TableName: 'facts',
        AttributeDefinitions: definitions(index),
        GlobalSecondaryIndexUpdates: [{ Create: globalIndex('five', index) }],
      });
      world.expect(await refusal(world.send(update))).toMatch(/^ValidationException: /);
    },
  },
];
