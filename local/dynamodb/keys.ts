import type { StoredItem, StoredValue } from './attribute-value.ts';
import { normaliseItem, typeOf } from './attribute-value.ts';
import { schemaMismatch, validationException } from './errors.ts';
import { utf8Length } from './item-size.ts';
import { sortableNumber } from './number.ts';

/** The types a key attribute may have: string, number or binary. */
export type KeyType = 'S' | 'N' | 'B';

/** One key attribute. */
export interface KeyPart {
  name: string;
  type: KeyType;
}

/**
 * The key attributes of a table or an index. Of a table there is one for the partition and at most one to sort by, of
 * a global index there may be four of each.
 */
export interface KeySchema {
  hash: readonly KeyPart[];
  range: readonly KeyPart[];
  /** All of them, in the order of the key schema. */
  parts: readonly KeyPart[];
}

/**
 * Where an item is: `hash` identifies its partition, `range` sorts within it by code unit. Both are
 * derived from the key's values; `range` is empty if the schema has none.
 */
export interface ItemKey {
  hash: string;
  range: string;
}

/** A key as one text, which no other key of its table has. */
export function textOfKey({ hash, range }: ItemKey): string {
  return `${hash}\u0000${range}`;
}

const maximumHashBytes = 2048;
const maximumRangeBytes = 1024;
const mismatch = 'The provided key element does not match the schema';

/**
 * The key attributes alone, in stored form, checked; throws what a read, update or delete would.
 */
export function readKey(schema: KeySchema, given: unknown): StoredItem {
  return fittingKey(schema, normaliseKey(given));
}

/** A key in stored form, whatever table it is of. */
export function normaliseKey(given: unknown): StoredItem {
  return normaliseItem(keyObject(given));
}

/** A key in stored form, if it is one of this schema; throws what a read, update or delete would. */
export function fittingKey(schema: KeySchema, key: StoredItem): StoredItem {
  const { hash, parts } = schema;
  if (Object.keys(key).length !== parts.length) throw emptyKeyFirst(schema, key);
  for (let at = 0; at < parts.length; at += 1) {
    const { name, type } = parts[at]!;
    const value = key[name];
    if (value?.[type] === undefined) throw emptyKeyFirst(schema, key);
    checkKeyValue(name, value, at < hash.length ? maximumHashBytes : maximumRangeBytes);
  }
  return key;
}

/**
 * Checks that an item to put has its key; throws a ValidationException that names what is wrong.
 */
export function checkItemKey(schema: KeySchema, item: StoredItem): void {
  for (const part of schema.hash) checkItemKeyPart(item, part, maximumHashBytes);
  for (const part of schema.range) checkItemKeyPart(item, part, maximumRangeBytes);
}

/** Where an item of a table is, whose key was checked. */
export function locate({ hash, range }: KeySchema, item: StoredItem): ItemKey {
  return {
    hash: identityOf(item[hash[0]!.name]!),
    range: range.length === 0 ? '' : sortableOf(item[range[0]!.name]!),
  };
}

/** The key attributes of an item, in the schema's order. */
export function keyOf({ parts }: KeySchema, item: StoredItem): StoredItem {
  const key: StoredItem = {};
  for (const { name } of parts) key[name] = item[name]!;
  return key;
}

/**
 * Checks the attributes of an item that are keys of an index. They may be absent; throws a
 * ValidationException if one has the wrong type, is empty or too long.
 */
export function checkIndexKey(indexName: string, schema: KeySchema, item: StoredItem): void {
  for (const part of schema.hash) checkIndexKeyPart(indexName, part, item, maximumHashBytes);
  for (const part of schema.range) checkIndexKeyPart(indexName, part, item, maximumRangeBytes);
}

/** Whether an index takes an item by a key attribute: not if it is absent, of another type, empty or too long. */
export function fitsIndex(value: StoredValue | undefined, type: KeyType, limit: KeyLimit): boolean {
  const text = value?.[type];
  if (text === undefined || text === '') return false;
  return type === 'N' || text.length * 3 <= keyLimits[limit] || bytesOf(value!) <= keyLimits[limit];
}

/** Which of the two limits an attribute of a key has. */
export type KeyLimit = 'hash' | 'range';

const keyLimits: Readonly<Record<KeyLimit, number>> = {
  hash: maximumHashBytes,
  range: maximumRangeBytes,
};

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
  const empty = schema.parts.find(({ name }) => isEmpty(key[name]));
  return empty === undefined
    ? schemaMismatch(mismatch)
    : validationException(emptyKeyMessage(empty.name, key[empty.name]!));
}

function checkItemKeyPart(item: StoredItem, { name, type }: KeyPart, limit: number): void {
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

function checkIndexKeyPart(
  indexName: string,
  { name, type }: KeyPart,
  item: StoredItem,
  limit: number,
): void {
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
  checkLength(value, limit);
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
  if (bytesOf(value) <= limit) return;
  throw schemaMismatch(
    limit === maximumHashBytes
      ? 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes'
      : 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  );
}

/** How many bytes of a key's limit a value takes; numbers are always short enough. */
function bytesOf({ S: text, B: base64 }: StoredValue): number {
  if (text !== undefined) return utf8Length(text);
  return base64 === undefined ? 0 : Buffer.byteLength(base64, 'base64');
}
