import type { StoredItem, StoredValue } from './attribute-value.ts';
import { normaliseItem, typeOf } from './attribute-value.ts';
import { schemaMismatch, validationException } from './errors.ts';
import { utf8Length } from './item-size.ts';
import { sortableNumber } from './number.ts';

/** The types a key attribute may have: string, number or binary. */
export type KeyType = 'S' | 'N' | 'B';

/** The key attributes of a table or an index. */
export interface KeySchema {
  hash: string;
  hashType: KeyType;
  range?: string;
  rangeType?: KeyType;
}

/**
 * Where an item is: `hash` identifies its partition, `range` sorts within it by code unit. Both are
 * derived from the key's values; `range` is empty if the schema has none.
 */
export interface ItemKey {
  hash: string;
  range: string;
}

const maximumHashBytes = 2048;
const maximumRangeBytes = 1024;
const mismatch = 'The provided key element does not match the schema';

/**
 * The key attributes alone, in stored form, checked; throws what a read, update or delete would.
 */
export function readKey(schema: KeySchema, given: unknown): StoredItem {
  const key = normaliseItem(keyObject(given));
  const hash = key[schema.hash];
  const wanted = schema.range === undefined ? 1 : 2;
  if (Object.keys(key).length !== wanted || hash?.[schema.hashType] === undefined) {
    throw emptyKeyFirst(schema, key);
  }
  checkKeyValue(schema.hash, hash, maximumHashBytes);
  if (schema.range !== undefined) {
    const range = key[schema.range];
    if (range?.[schema.rangeType!] === undefined) throw schemaMismatch(mismatch);
    checkKeyValue(schema.range, range, maximumRangeBytes);
  }
  return key;
}

/**
 * Checks that an item to put has its key; throws a ValidationException that names what is wrong.
 */
export function checkItemKey(schema: KeySchema, item: StoredItem): void {
  checkItemKeyPart(item, schema.hash, schema.hashType, maximumHashBytes);
  if (schema.range !== undefined) {
    checkItemKeyPart(item, schema.range, schema.rangeType!, maximumRangeBytes);
  }
}

/** Where an item with a checked key is. */
export function locate(schema: KeySchema, item: StoredItem): ItemKey {
  return {
    hash: identityOf(item[schema.hash]!),
    range: schema.range === undefined ? '' : sortableOf(item[schema.range]!),
  };
}

/** The key attributes of an item, in the schema's order. */
export function keyOf(schema: KeySchema, item: StoredItem): StoredItem {
  return schema.range === undefined
    ? { [schema.hash]: item[schema.hash]! }
    : { [schema.hash]: item[schema.hash]!, [schema.range]: item[schema.range]! };
}

/**
 * Checks the attributes of an item that are keys of an index. They may be absent; throws a
 * ValidationException if one has the wrong type, is empty or too long.
 */
export function checkIndexKey(indexName: string, schema: KeySchema, item: StoredItem): void {
  checkIndexKeyPart(indexName, schema.hash, schema.hashType, item);
  if (schema.range !== undefined) {
    checkIndexKeyPart(indexName, schema.range, schema.rangeType!, item);
  }
}

/** Text that identifies a key value among those of its type. */
export function identityOf(value: StoredValue): string {
  return value.S ?? value.N ?? value.B!;
}

/** Text whose order by code unit is DynamoDB's order of the key value: UTF-8, number or bytes. */
export function sortableOf(value: StoredValue): string {
  if (value.S !== undefined) return sortableText(value.S);
  if (value.N !== undefined) return sortableNumber(value.N);
  return Buffer.from(value.B!, 'base64').toString('latin1');
}

/** Code units from here on are not in the order of the code points they encode. */
const unordered = /[\ud800-\uffff]/;

/** Text with surrogates moved behind all other code units, which gives the order of UTF-8. */
export function sortableText(text: string): string {
  if (!unordered.test(text)) return text;
  return text.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800);
  });
}

function keyObject(given: unknown): object {
  if (given !== null && typeof given === 'object') return given;
  throw validationException(
    "1 validation error detected: Value null at 'key' failed to satisfy constraint: Member must not be null",
  );
}

function emptyKeyFirst(schema: KeySchema, key: StoredItem): Error {
  const empty = [schema.hash, schema.range].find(
    (name) => name !== undefined && isEmpty(key[name]),
  );
  return empty === undefined
    ? schemaMismatch(mismatch)
    : validationException(emptyKeyMessage(empty, key[empty]!));
}

function checkItemKeyPart(item: StoredItem, name: string, type: KeyType, limit: number): void {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  if (value === undefined) {
    throw validationException(
      `One or more parameter values were invalid: Missing the key ${name} in the item`,
    );
  }
  if (value[type] === undefined) {
    throw schemaMismatch(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
    );
  }
  checkKeyValue(name, value, limit);
}

function checkKeyValue(name: string, value: StoredValue, limit: number): void {
  if (isEmpty(value)) throw validationException(emptyKeyMessage(name, value));
  checkLength(value, limit);
}

function checkIndexKeyPart(indexName: string, name: string, type: KeyType, item: StoredItem): void {
  const value = item[name];
  if (value === undefined) return;
  if (value[type] === undefined) {
    throw schemaMismatch(
      `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
    );
  }
  if (isEmpty(value)) {
    const kind = value.B === undefined ? 'string' : 'binary';
    throw validationException(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
        `The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${name}`,
    );
  }
  checkLength(value, maximumHashBytes);
}

/** Whether a key value is an empty string or no bytes, which no key may be. */
export function isEmpty(value: StoredValue | undefined): boolean {
  return value?.S === '' || value?.B === '';
}

function emptyKeyMessage(name: string, value: StoredValue): string {
  const kind = value.B === undefined ? 'string' : 'binary';
  return `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`;
}

function checkLength(value: StoredValue, limit: number): void {
  const bytes =
    value.S !== undefined
      ? utf8Length(value.S)
      : value.B !== undefined
        ? Buffer.byteLength(value.B, 'base64')
        : 0;
  if (bytes <= limit) return;
  throw schemaMismatch(
    limit === maximumHashBytes
      ? 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes'
      : 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  );
}
