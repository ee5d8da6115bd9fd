import { CreateTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { VerifiedFact } from '../fact.ts';
import {
  definitions,
  FactTable,
  globalIndex,
  type Index,
  N,
  refusal,
  refused,
  S,
  tableRequest,
} from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_limits.py';
const long = 'n'.repeat(65_535);
const tooLong = `${long}n`;
const names = { ExpressionAttributeNames: { '#n': tooLong } };
const about65536 = /^ValidationException: .*6553[56]/;
const about255 = /^ValidationException: .*25[56]/;

/** A fact about a table that is refused for a name of 256 bytes. */
function refusesName(says: string, test: string, request: (name: string) => object): VerifiedFact {
  return {
    says,
    source: `${scylla}, ${test}`,
    holds: async (world) => {
      const input = { ...tableRequest(), ...request('n'.repeat(256)) };
      const told = await refusal(world.send(new CreateTableCommand(input as never)));
      world.expect(told).toMatch(about255);
    },
  };
}

const nameLengths: readonly VerifiedFact[] = [
  {
    says: 'the name of an attribute may have 65,535 bytes, in items and in expressions',
    source: `${scylla}, test_limit_attribute_length_nonkey_good`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      const given = { ExpressionAttributeNames: { '#n': long } };
      await table.put({ p: S('a'), [long]: N(1) });
      await table.update('SET #n = #n + :v', { ':v': N(1) }, given);
      const item = await table.get({ ProjectionExpression: '#n', ...given });
      world.expect(item).toEqual({ [long]: N(2) });
    },
  },
  refused(
    'the name of an attribute of an item may not have 65,536 bytes',
    `${scylla}, test_limit_attribute_length_nonkey_bad with PutItem`,
    (table) => table.put({ p: S('a'), [tooLong]: N(1) }),
    about65536,
  ),
  refused(
    'a projection may not name an attribute by 65,536 bytes',
    `${scylla}, test_limit_attribute_length_nonkey_bad with GetItem`,
    (table) => table.get({ ProjectionExpression: '#n', ...names }),
    about65536,
  ),
  refused(
    'an update may not name an attribute by 65,536 bytes',
    `${scylla}, test_limit_attribute_length_nonkey_bad with UpdateItem`,
    (table) => table.update('SET #n = :v', { ':v': N(1) }, names),
    about65536,
  ),
  {
    says: 'the name of a key attribute may have 255 bytes',
    source: `${scylla}, test_limit_attribute_length_key_good`,
    holds: async (world) => {
      const name = 'n'.repeat(255);
      const table = await FactTable.make(world, {}, { hash: { [name]: 'S' } });
      await table.put({ [name]: S('a') });
      world.expect(await table.scan()).toEqual([{ [name]: S('a') }]);
    },
  },
  refusesName(
    'the name of a key attribute may not have 256 bytes',
    'test_limit_attribute_length_key_bad',
    (name) => tableRequest({}, { hash: { [name]: 'S' } }),
  ),
  refusesName(
    'of a key with a name too long that is not defined, the length is told',
    'test_limit_attribute_length_key_bad_incoherent_names',
    (name) => ({ KeySchema: [{ AttributeName: name, KeyType: 'HASH' }] }),
  ),
  refusesName(
    'the name of a key attribute of a global index may not have 256 bytes',
    'test_limit_attribute_length_gsi_lsi_bad',
    (name) => tableRequest({ index: { hash: { [name]: 'S' } } }),
  ),
  refusesName(
    'an attribute that an index projects by its name may not have one of 256 bytes',
    'test_limit_attribute_length_gsi_lsi_projection_bad',
    (name) => ({
      ...tableRequest({ index: { hash: { c: 'S' } } }),
      GlobalSecondaryIndexes: [
        {
          ...globalIndex('index', { hash: { c: 'S' } }),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [name] },
        },
      ],
    }),
  ),
  {
    says: 'an index that projects all attributes takes those with long names',
    source: `${scylla}, test_limit_attribute_length_gsi_lsi_projection_all`,
    holds: async (world) => {
      const table = await FactTable.make(world, { index: { hash: { c: 'S' } } });
      const item = { p: S('a'), c: S('dog'), ['n'.repeat(256)]: S('cat') };
      await table.put(item);
      world.expect(await table.scan({ IndexName: 'index' })).toEqual([item]);
    },
  },
  {
    says: 'UpdateTable refuses the name of a key attribute with 256 bytes',
    source: `${scylla}, test_limit_gsiu_key_len_bad`,
    holds: async (world) => {
      await FactTable.make(world);
      const index: Index = { hash: { ['n'.repeat(256)]: 'S' } };
      const update = new UpdateTableCommand({
        TableName: 'facts',
        AttributeDefinitions: definitions(index),
        GlobalSecondaryIndexUpdates: [{ Create: globalIndex('hello', index) }],
      });
      world.expect(await refusal(world.send(update))).toMatch(about255);
    },
  },
];

/** A fact about keys of a table with `p` and `c` that may have so many bytes, and no more. */
function longestKey(
  says: string,
  test: string,
  key: (length: number) => Record<string, { S: string } | { B: Uint8Array }>,
  most: number,
): VerifiedFact {
  return {
    says,
    source: `${scylla}, ${test}`,
    holds: async (world) => {
      const bytes = 'B' in Object.values(key(1)).at(-1)!;
      const type = bytes ? 'B' : 'S';
      const both = Object.keys(key(1)).length > 1;
      const index: Index = both ? { hash: { p: 'S' }, range: { c: type } } : { hash: { p: type } };
      const table = await FactTable.make(world, {}, index);
      await table.put(key(most));
      world.expect(await table.get({ Key: key(most) })).toEqual(key(most));
      const words = /^ValidationException: .*limit/;
      world.expect(await refusal(table.put(key(most + 1)))).toMatch(words);
      world.expect(await refusal(table.get({ Key: key(most + 1) }))).toMatch(words);
    },
  };
}

const text = (length: number) => ({ S: 'x'.repeat(length) });
const bytes = (length: number) => ({ B: new Uint8Array(length).fill(123) });

const keyLengths: readonly VerifiedFact[] = [
  longestKey(
    'a partition key of text has 2,048 bytes at most, where it is read too',
    'test_limit_partition_key_len_2048',
    (length) => ({ p: text(length) }),
    2048,
  ),
  longestKey(
    'a partition key of bytes has 2,048 of them at most',
    'test_limit_partition_key_len_2048 with bytes',
    (length) => ({ p: bytes(length) }),
    2048,
  ),
  longestKey(
    'a sort key of text has 1,024 bytes at most, where it is read too',
    'test_limit_sort_key_len_1024',
    (length) => ({ p: text(1), c: text(length) }),
    1024,
  ),
  longestKey(
    'a sort key of bytes has 1,024 of them at most',
    'test_limit_sort_key_len_1024 with bytes',
    (length) => ({ p: text(1), c: bytes(length) }),
    1024,
  ),
  {
    says: 'an item whose key of an index is too long is refused',
    source: 'scylladb/scylladb test/alternator/test_gsi.py, test_gsi_limit_partition_key_len_2048',
    holds: async (world) => {
      const index: Index = { hash: { g: 'S' }, range: { t: 'B' } };
      const table = await FactTable.make(world, { index });
      const fits = { p: S('a'), g: text(2048), t: bytes(1024) };
      await table.put(fits);
      world.expect(await table.scan({ IndexName: 'index' })).toEqual([fits]);
      for (const [name, value] of Object.entries({ g: text(2049), t: bytes(1025) })) {
        const told = await refusal(table.put({ ...fits, [name]: value }));
        world.expect(told).toMatch(/^ValidationException: .*limit/);
      }
    },
  },
];

/** How long names and keys may be. */
export const limitFacts: readonly VerifiedFact[] = [...nameLengths, ...keyLengths];
