import type { QueryInput, ScanInput } from '@aws-sdk/client-dynamodb';
import type { StoredItem } from './attribute-value.ts';
import { normaliseItem } from './attribute-value.ts';
import { constraintException, isValidationException, validationException } from './errors.ts';
import type { Bound, Placeholders } from './expression/placeholders.ts';
import { type ExpressionParameter, readPlaceholders } from './expression/read-placeholders.ts';
import type { Condition, Path } from './expression/syntax.ts';
import { type ItemKey, type KeySchema, type KeyType, keyOf } from './keys.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { checkKeyPaths } from './write-action.ts';

/** What Query and Scan have in common, once it was found valid. */
export interface ReadRequest {
  table: Table;
  index: SecondaryIndex | undefined;
  /** The key of the index, or of the table. */
  schema: KeySchema;
  keyCondition: Bound<Condition> | undefined;
  filter: Bound<Condition> | undefined;
  projection: readonly Path[] | undefined;
  /** The table's own items are read for attributes that a local index does not project. */
  fetches: boolean;
  /** Whole items are wanted, not what the index projects. */
  whole: boolean;
  countOnly: boolean;
  limit: number;
  /** Read units are whole for consistent reads and halved for others. */
  consistent: boolean;
  startKey: StartKey | undefined;
}

/** An ExclusiveStartKey: its attributes, and where the table's item is. */
export interface StartKey {
  attributes: StoredItem;
  key: ItemKey;
}

const selects = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'];
const expressions: readonly ExpressionParameter[] = [
  ...(['FilterExpression', 'KeyConditionExpression', 'ProjectionExpression'] as const),
];

/**
 * Reads what Query and Scan have in common; throws a ValidationException for what DynamoDB refuses.
 */
export function readReadRequest(tables: Tables, input: QueryInput & ScanInput): ReadRequest {
  checkLimit(input);
  checkSelect(input);
  const bound = bindExpressions(input);
  const table = tables.get(input.TableName);
  const index = input.IndexName === undefined ? undefined : table.index(input.IndexName);
  const consistent = input.ConsistentRead === true;
  if (consistent && index?.kind === 'global') {
    throw validationException('Consistent reads are not supported on global secondary indexes');
  }
  checkKeyPaths(table, [...(bound.filter?.paths ?? []), ...(bound.projection ?? [])]);
  const fetches = index !== undefined && needsTable(index, input, bound);
  return {
    ...{ table, index, consistent, fetches, ...bound },
    schema: index?.schema ?? table.schema,
    whole: index === undefined || input.Select === 'ALL_ATTRIBUTES',
    countOnly: input.Select === 'COUNT',
    limit: input.Limit ?? Number.POSITIVE_INFINITY,
    startKey: readStartKey(table, index, input.ExclusiveStartKey),
  };
}

/** The key attributes that go on from an item: the index's, then the table's. */
export function startKeyOf({ table, index }: ReadRequest, item: StoredItem): StoredItem {
  return index === undefined
    ? keyOf(table.schema, item)
    : { ...keyOf(index.schema, item), ...keyOf(table.schema, item) };
}

/** A Query tells of it as the front end of 2026 does, a Scan does not yet: tests/tier3/error-messages/ of nubo-db/dynamodb-conformance. */
function checkLimit(input: QueryInput & ScanInput): void {
  const { Limit: limit } = input;
  if (limit === undefined || limit >= 1) return;
  const rule = 'Member must have value greater than or equal to 1';
  if (!('KeyConditionExpression' in input)) throw constraintException(String(limit), 'limit', rule);
  throw validationException(
    `1 validation error detected: Value at 'Limit' failed to satisfy constraint: ${rule}`,
  );
}

function checkSelect({ Select, ProjectionExpression, IndexName }: QueryInput): void {
  if (Select === undefined) return;
  if (!selects.includes(Select)) {
    const rule = `Member must satisfy enum value set: [${selects.join(', ')}]`;
    throw constraintException(Select, 'select', rule);
  }
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    if (ProjectionExpression !== undefined) return;
    throw validationException(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (ProjectionExpression !== undefined) {
    const what = Select === 'COUNT' ? 'only the Count' : Select;
    throw validationException(
      `Cannot specify the ProjectionExpression when choosing to get ${what}`,
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validationException(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
}

type BoundExpressions = Pick<ReadRequest, 'keyCondition' | 'filter' | 'projection'>;

function bindExpressions(input: QueryInput & ScanInput): BoundExpressions {
  const isQuery = 'KeyConditionExpression' in input;
  const used = isQuery
    ? expressions
    : expressions.filter((name) => name !== 'KeyConditionExpression');
  const placeholders = readPlaceholders(input, used);
  const bind = (parameter: 'FilterExpression' | 'KeyConditionExpression') =>
    bindCondition(placeholders, parameter, input[parameter]);
  const filter = bind('FilterExpression');
  const projection =
    input.ProjectionExpression === undefined
      ? undefined
      : placeholders.projection(input.ProjectionExpression).paths;
  const keyCondition = bind('KeyConditionExpression');
  placeholders.finish();
  return { keyCondition, filter, projection };
}

function bindCondition(
  placeholders: Placeholders,
  parameter: string,
  source: string | undefined,
): Bound<Condition> | undefined {
  return source === undefined ? undefined : placeholders.condition(parameter, source);
}

/**
 * Whether attributes are wanted that the index does not project, and the table is read for them. Only local indexes
 * do. A Query may not filter by them at all; a Scan of a global index may, and finds none of them.
 */
function needsTable(
  index: SecondaryIndex,
  { Select, KeyConditionExpression }: QueryInput,
  { filter, projection }: BoundExpressions,
): boolean {
  if (index.projected === undefined) return false;
  const { name } = index;
  const global = index.kind === 'global';
  if (global && Select === 'ALL_ATTRIBUTES') {
    throw notProjected(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const unfiltered = missingFrom(index, filter?.paths);
  if (unfiltered.length > 0 && KeyConditionExpression !== undefined) {
    const named = unfiltered.toSorted().join(', ');
    throw notProjected(
      `Secondary index ${name} does not project one or more filter attributes: [${named}]`,
    );
  }
  const missing = missingFrom(index, projection);
  if (global && missing.length > 0) {
    throw notProjected(`Global secondary index ${name} does not project [${missing.join(', ')}]`);
  }
  if (global) return false;
  return Select === 'ALL_ATTRIBUTES' || missing.length + unfiltered.length > 0;
}

function notProjected(problem: string): Error {
  return validationException(`One or more parameter values were invalid: ${problem}`);
}

function missingFrom(index: SecondaryIndex, paths: readonly Path[] | undefined): string[] {
  const names = new Set((paths ?? []).map((path) => path[0] as string));
  return [...names].filter((name) => index.projected?.has(name) === false);
}

function readStartKey(
  table: Table,
  index: SecondaryIndex | undefined,
  given: object | undefined,
): StartKey | undefined {
  if (given === undefined || given === null) return undefined;
  const attributes = normaliseStartKey(given);
  const schemas = index === undefined ? [table.schema] : [index.schema, table.schema];
  const wanted = new Map<string, KeyType>();
  for (const { parts } of schemas) for (const { name, type } of parts) wanted.set(name, type);
  const fits = [...wanted].every(([name, type]) => attributes[name]?.[type] !== undefined);
  if (!fits || Object.keys(attributes).length !== wanted.size) {
    throw validationException(
      index === undefined
        ? 'The provided starting key is invalid: The provided key element does not match the schema'
        : 'The provided starting key is invalid',
    );
  }
  return { attributes, key: table.locate(attributes) };
}

function normaliseStartKey(given: object): StoredItem {
  try {
    return normaliseItem(given);
  } catch (error) {
    if (!isValidationException(error)) throw error;
    throw validationException(`The provided starting key is invalid: ${error.message}`);
  }
}
