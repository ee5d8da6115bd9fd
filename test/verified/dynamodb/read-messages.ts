import { BatchGetItemCommand, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { VerifiedFact } from '../fact.ts';
import { FactTable, N, refusal, refused, S } from './tables.ts';

const captures = 'paritysuite/dynamodb-conformance captures/cross-region-latest.json';
const suite = 'nubo-db/dynamodb-conformance tests/tier3/error-messages';
const overlap = (one: string, two: string) =>
  `Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;
const a = { ':v': S('a') };

/** The same projection in each operation that reads. */
function refusedProjections(
  says: string,
  test: string,
  [expression, names]: readonly [string, Record<string, string>?],
  words: string,
): readonly VerifiedFact[] {
  const input = {
    ProjectionExpression: expression,
    ...(names && { ExpressionAttributeNames: names }),
  };
  return [
    refused(`GetItem ${says}`, `${captures}, proj_get_${test}`, (table) => table.get(input), words),
    refused(
      `Query ${says}`,
      `${captures}, proj_query_${test}`,
      (table) => table.query('p = :v', a, input),
      words,
    ),
    refused(`Scan ${says}`, `${captures}, proj_scan_${test}`, (table) => table.scan(input), words),
    refused(
      `BatchGetItem ${says}`,
      `${captures}, proj_bg_${test}`,
      ({ world }) => {
        const request = { Keys: [{ p: S('a') }], ...input };
        return world.send(new BatchGetItemCommand({ RequestItems: { facts: request } }));
      },
      words,
    ),
  ];
}

const projections: readonly VerifiedFact[] = [
  ...refusedProjections(
    'refuses a projection that names an attribute twice',
    'd1',
    ['a, a'],
    overlap('[a]', '[a]'),
  ),
  ...refusedProjections(
    'refuses a projection of two placeholders for one attribute',
    'd3',
    ['#a, #b', { '#a': 'a', '#b': 'a' }],
    overlap('[a]', '[a]'),
  ),
  ...refusedProjections(
    'refuses a projection of an attribute and a placeholder for it',
    'd4',
    ['a, #a', { '#a': 'a' }],
    overlap('[a]', '[a]'),
  ),
  ...refusedProjections(
    'refuses a projection that names a nested place twice by placeholders',
    'd5',
    ['#a.#b, #x.#y', { '#a': 'a', '#b': 'b', '#x': 'a', '#y': 'b' }],
    overlap('[a, b]', '[a, b]'),
  ),
  ...refusedProjections(
    'refuses a projection of an attribute and a place within it',
    'o1',
    ['a, a.b'],
    overlap('[a]', '[a, b]'),
  ),
  ...refusedProjections(
    'refuses a projection of a place and the attribute around it',
    'o3',
    ['a.b, a'],
    overlap('[a, b]', '[a]'),
  ),
];

const queries: readonly VerifiedFact[] = [
  refused(
    'a query has to name the partition key',
    `${suite}/query.test.ts, non-key attribute in KeyConditionExpression`,
    (table) => table.query('attr1 = :v', a),
    'Query condition missed key schema element: p',
  ),
  refused(
    'a name that a query does not use is refused, which is not counted',
    `${suite}/query.test.ts, unused ExpressionAttributeNames`,
    (table) => table.query('p = :v', a, { ExpressionAttributeNames: { '#unused': 'x' } }),
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}',
  ),
  refused(
    'what a query selects is one of four',
    `${suite}/query.test.ts, invalid Select value`,
    (table) => table.query('p = :v', a, { Select: 'INVALID_VALUE' }),
    "1 validation error detected: Value 'INVALID_VALUE' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
  ),
  refused(
    'a query for no items is refused in the words of its new front end',
    `${suite}/query.test.ts, Limit of 0`,
    (table) => table.query('p = :v', a, { Limit: 0 }),
    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ),
  refused(
    'an empty key condition is refused',
    `${suite}/query.test.ts, empty KeyConditionExpression`,
    (table) => table.query('', a),
    'Invalid KeyConditionExpression: The expression can not be empty;',
  ),
  refused(
    'a name that a filter uses has to be given',
    `${suite}/query.test.ts, filter references undefined ExpressionAttributeNames`,
    (table) => table.query('p = :v', a, { FilterExpression: '#missing = :v' }),
    'Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #missing',
  ),
  {
    says: 'a global index can not be read consistently',
    source: `${suite}/query.test.ts, ConsistentRead on GSI`,
    holds: async (world) => {
      const table = await FactTable.make(world, { gsi1: { hash: { g: 'S' } } });
      const answer = table.query('g = :v', a, { IndexName: 'gsi1', ConsistentRead: true });
      const words = 'Consistent reads are not supported on global secondary indexes';
      world.expect(await refusal(answer)).toBe(`ValidationException: ${words}`);
    },
  },
  refused(
    'a projection that is none is a syntax error, which is not counted',
    `${suite}/getItem.test.ts, invalid ProjectionExpression syntax: full parser error`,
    (table) => table.get({ ProjectionExpression: '!!! INVALID !!!' }),
    'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
  ),
];

const scans: readonly VerifiedFact[] = [
  refused(
    'a segment needs the number of segments',
    `${suite}/scan.test.ts, Segment without TotalSegments: full required-parameter error`,
    (table) => table.scan({ Segment: 0 }),
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  ),
  refused(
    'a number of segments needs a segment',
    `${suite}/scan.test.ts, TotalSegments without Segment: full required-parameter error`,
    (table) => table.scan({ TotalSegments: 4 }),
    'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
  ),
  refused(
    'segments are counted from zero',
    `${suite}/scan.test.ts, Segment >= TotalSegments: full out-of-range error`,
    (table) => table.scan({ Segment: 5, TotalSegments: 5 }),
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
  ),
  refused(
    'a scan for no items is refused in the words of old',
    `${suite}/scan.test.ts, Limit of 0: full minimum-value error`,
    (table) => table.scan({ Limit: 0 }),
    "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ),
  {
    says: 'a scan of a table that is not there is a ResourceNotFoundException',
    source: `${suite}/scan.test.ts, non-existent table: full ResourceNotFoundException message`,
    holds: async (world) => {
      const told = await refusal(world.send(new ScanCommand({ TableName: 'not_there' })));
      world.expect(told).toBe('ResourceNotFoundException: Requested resource not found');
    },
  },
];

const put = (item: object) => ({ PutRequest: { Item: item } }) as never;

const batches: readonly VerifiedFact[] = [
  refused(
    'a batch does not read a key twice',
    `${suite}/batchGetItem.test.ts, duplicate keys in one Keys array: full duplicate-keys error`,
    ({ world }) => {
      const Keys = [{ p: S('a') }, { p: S('a') }];
      return world.send(new BatchGetItemCommand({ RequestItems: { facts: { Keys } } }));
    },
    'Provided list of item keys contains duplicates',
  ),
  refused(
    'a batch does not put and delete one item',
    `${suite}/batchWriteItem.test.ts, same key Put and Delete in one batch: full duplicate-keys error`,
    ({ world }) => {
      const requests = [put({ p: S('a') }), { DeleteRequest: { Key: { p: S('a') } } }];
      return world.send(new BatchWriteItemCommand({ RequestItems: { facts: requests } }));
    },
    'Provided list of item keys contains duplicates',
  ),
  refused(
    'a batch of writes without any is refused',
    `${suite}/batchWriteItem.test.ts, empty RequestItems: full required-parameter error`,
    ({ world }) => world.send(new BatchWriteItemCommand({ RequestItems: {} })),
    'The requestItems parameter is required for BatchWriteItem',
  ),
  refused(
    'a batch says of a key of another type that it does not match the schema',
    `${suite}/batchWriteItem.test.ts, wrong-typed table key: full schema-mismatch message`,
    ({ world }) =>
      world.send(new BatchWriteItemCommand({ RequestItems: { facts: [put({ p: N(5) })] } })),
    'The provided key element does not match the schema',
  ),
  refused(
    'a batch refuses an empty key as a put does',
    `${suite}/batchWriteItem.test.ts, empty-string table key: full empty-value message`,
    ({ world }) =>
      world.send(new BatchWriteItemCommand({ RequestItems: { facts: [put({ p: S('') })] } })),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
  ),
];

/** In which words reads and batches are refused. */
export const readMessageFacts: readonly VerifiedFact[] = [
  ...projections,
  ...queries,
  ...scans,
  ...batches,
];
