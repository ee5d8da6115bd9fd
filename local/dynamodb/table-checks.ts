import type {
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { validationException } from './errors.ts';
import type { TableInput } from './table-input.ts';

const maximumLocal = 5;
/** Global secondary indexes a table may have. Amazon DynamoDB Developer Guide, "Quotas". */
export const maximumGlobal = 20;
const maximumIncludedTogether = 100;
/** Attributes that the partition key of a global index may have, and its sort key as many. */
const maximumOfType = 4;

/** Throws if the table's keys, its indexes and the attribute definitions do not fit each other. */
export function checkSchema(input: TableInput): void {
  const { KeySchema = [], LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = input;
  const defined = definedBy(input.AttributeDefinitions);
  if (KeySchema.length > defined.length) {
    throw validationException('Invalid KeySchema: Some index key attribute have no definition');
  }
  checkKeySchema(KeySchema, defined);
  const indexes = [...(local ?? []), ...(global ?? [])];
  const indexed = local !== undefined || global !== undefined;
  if (!indexed && KeySchema.length !== defined.length) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  if (local !== undefined) checkLocal(local, KeySchema, defined);
  if (global !== undefined) checkGlobal(global, defined);
  checkNames(indexes);
  checkIncluded(indexes);
  checkAllUsed(defined, [KeySchema, ...indexes.map((index) => index.KeySchema!)]);
}

/**
 * Throws unless the key schema of a global index is one to four attributes for the partition, and then up to four to
 * sort by, that are all defined. Amazon DynamoDB Developer Guide, "Multi-attribute key schema".
 */
export function checkGlobalKeySchema(
  keys: readonly KeySchemaElement[],
  defined: readonly string[],
): void {
  if (keys.length <= 2 && keys[1]?.KeyType !== 'HASH') {
    checkKeySchema(keys, defined);
    return;
  }
  const names = checkDefined(keys, defined);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin !== undefined) {
    throw validationException(`Invalid KeySchema: Duplicate attribute in the key schema: ${twin}`);
  }
  const ranges = keys.findIndex(({ KeyType }) => KeyType === 'RANGE');
  const hashes = ranges < 0 ? keys.length : ranges;
  if (hashes === 0) throw validationException(firstNoHash);
  if (keys.slice(hashes).some(({ KeyType }) => KeyType !== 'RANGE')) {
    throw validationException(
      'Invalid KeySchema: All HASH key elements must come before the RANGE key elements',
    );
  }
  checkCount('partition', hashes);
  checkCount('sort', keys.length - hashes);
}

/** The words are DynamoDB Local's. */
function checkCount(type: string, count: number): void {
  if (count <= maximumOfType) return;
  throw validationException(
    `Too many ${type} keys. GSI can have at most ${maximumOfType} ${type} keys`,
  );
}

const firstNoHash = 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type';

function checkDefined(
  keys: readonly KeySchemaElement[],
  defined: readonly string[],
): readonly string[] {
  const names = keys.map(({ AttributeName }) => AttributeName!);
  if (names.every((name) => defined.includes(name))) return names;
  throw invalidParameter(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
  );
}

/** Throws unless a key schema is a partition key, and perhaps a sort key, that are defined. */
export function checkKeySchema(
  keys: readonly KeySchemaElement[],
  defined: readonly string[],
): void {
  const names = checkDefined(keys, defined);
  if (names[0] === names[1]) {
    throw validationException(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    );
  }
  if (keys[0]?.KeyType !== 'HASH') {
    throw validationException(firstNoHash);
  }
  if (keys[1] !== undefined && keys[1].KeyType !== 'RANGE') {
    throw validationException(
      'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
    );
  }
}

/** Throws unless an index says what it projects, and that in one way. */
export function checkProjection({ Projection }: LocalSecondaryIndex | GlobalSecondaryIndex): void {
  const { ProjectionType: type, NonKeyAttributes: included } = Projection!;
  if (type === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (type === 'INCLUDE' && included === undefined) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (type !== 'INCLUDE' && included !== undefined) {
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
}

/** The names that attribute definitions define; throws if one is there twice. */
export function definedBy(definitions: TableInput['AttributeDefinitions'] = []): string[] {
  const names = definitions.map(({ AttributeName }) => AttributeName);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin === undefined) return names;
  throw validationException(`Cannot have two attributes with the same name: ${twin}`);
}

/** A ValidationException in DynamoDB's usual words. */
export function invalidParameter(problem: string): Error {
  return validationException(`One or more parameter values were invalid: ${problem}`);
}

function checkLocal(
  indexes: readonly LocalSecondaryIndex[],
  table: readonly KeySchemaElement[],
  defined: readonly string[],
): void {
  if (indexes.length === 0) throw invalidParameter('List of LocalSecondaryIndexes is empty');
  if (table.length < 2) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const index of indexes) {
    checkKeySchema(index.KeySchema!, defined);
    checkHashOfTable(index, table[0]!.AttributeName!);
    checkProjection(index);
  }
  if (indexes.length > maximumLocal) {
    throw invalidParameter(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${maximumLocal}`,
    );
  }
}

function checkHashOfTable({ IndexName, KeySchema }: LocalSecondaryIndex, tableHash: string): void {
  if (KeySchema!.length < 2) {
    throw invalidParameter(`Index KeySchema does not have a range key for index: ${IndexName}`);
  }
  const hash = KeySchema![0]!.AttributeName;
  if (hash === tableHash) return;
  throw invalidParameter(
    `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${hash}, table hash key: ${tableHash}`,
  );
}

function checkGlobal(indexes: readonly GlobalSecondaryIndex[], defined: readonly string[]): void {
  if (indexes.length === 0) throw invalidParameter('List of GlobalSecondaryIndexes is empty');
  for (const index of indexes) {
    checkGlobalKeySchema(index.KeySchema!, defined);
    checkProjection(index);
  }
  if (indexes.length > maximumGlobal) {
    throw invalidParameter(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${maximumGlobal}`,
    );
  }
}

function checkNames(indexes: readonly (LocalSecondaryIndex | GlobalSecondaryIndex)[]): void {
  const names = indexes.map(({ IndexName }) => IndexName);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin !== undefined) throw invalidParameter(`Duplicate index name: ${twin}`);
}

function checkIncluded(indexes: readonly (LocalSecondaryIndex | GlobalSecondaryIndex)[]): void {
  const counts = indexes.map(({ Projection }) => Projection?.NonKeyAttributes?.length ?? 0);
  if (counts.reduce((sum, count) => sum + count, 0) > maximumIncludedTogether) {
    throw invalidParameter(
      `Number of projected attributes exceeds the per-table limit of ${maximumIncludedTogether}`,
    );
  }
}

function checkAllUsed(
  defined: readonly string[],
  schemas: readonly (readonly KeySchemaElement[])[],
): void {
  const keys = new Set(schemas.flat().map(({ AttributeName }) => AttributeName!));
  if (defined.every((name) => keys.has(name))) return;
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...keys].join(', ')}]`,
  );
}
