import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { NotSimulatedError } from '../errors.ts';
import { fitsBytes } from '../utf8.ts';
import {
  type Item,
  rewordedValidation,
  serializationException,
  validationException,
} from './errors.ts';
import { canonicalNumber, compareNumbers } from './number.ts';

/**
 * An AttributeValue as it is stored and compared: numbers canonical, sets sorted, binary values in
 * base64, exactly one member set. Its JSON is what Lambda gives stream consumers.
 */
export interface StoredValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  M?: StoredItem;
  L?: StoredValue[];
  SS?: string[];
  NS?: string[];
  BS?: string[];
}

/** An item in stored form: values by the name of their attribute. */
export type StoredItem = Record<string, StoredValue>;

/** The name of an attribute's type, such as `S` or `NS`. */
export type TypeName = keyof StoredValue;

const maximumDepth = 32;
/** Bytes of an attribute's name. Amazon DynamoDB Developer Guide, "Quotas". */
export const maximumNameBytes = 65_535;
const invalid = 'One or more parameter values were invalid: ';

/**
 * A caller's item in stored form; the very object if nothing has to change. Throws a
 * ValidationException for what DynamoDB refuses in any item.
 */
export function normaliseItem(item: object): StoredItem {
  return normaliseMap(item as Record<string, unknown>, 1);
}

/** A caller's value in stored form; the very object if nothing has to change. */
export function normaliseValue(value: unknown): StoredValue {
  return normaliseAt(value, 1);
}

/** The name of the one type a stored value has. */
export function typeOf(value: StoredValue): TypeName {
  if (value.S !== undefined) return 'S';
  if (value.N !== undefined) return 'N';
  for (const type in value) if (value[type as TypeName] !== undefined) return type as TypeName;
  throw new TypeError('an AttributeValue without a type');
}

/** A stored item as the SDK gives it to callers, in place: base64 becomes bytes. */
export function reviveItem(item: StoredItem): Item {
  for (const name in item) reviveValue(item[name]!);
  return item as unknown as Item;
}

/** Whether an item's JSON text may hold a binary value. */
export function mayHoldBinary(text: string): boolean {
  return text.includes('"B":"') || text.includes('"BS":[');
}

function reviveValue(value: StoredValue): void {
  const revived = value as { B?: unknown; BS?: unknown };
  if (value.B !== undefined) revived.B = bytesOf(value.B);
  else if (value.BS !== undefined) revived.BS = value.BS.map(bytesOf);
  else if (value.L !== undefined) value.L.forEach(reviveValue);
  else if (value.M !== undefined) reviveItem(value.M);
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function normaliseMap(map: Record<string, unknown>, depth: number): StoredItem {
  let copy: StoredItem | undefined;
  for (const name in map) {
    const value = map[name];
    if (value === undefined) continue;
    checkName(name);
    const normal = normaliseAt(value, depth);
    if (normal !== value) copy ??= { ...map } as StoredItem;
    if (copy !== undefined) copy[name] = normal;
  }
  return copy ?? (map as StoredItem);
}

function normaliseAt(value: unknown, depth: number): StoredValue {
  const type = onlyType(value);
  if (depth > maximumDepth) {
    throw validationException(
      'Nesting Levels have exceeded supported limits: ' +
        'Attributes in the item have nested levels beyond supported limit',
    );
  }
  const given = value as StoredValue;
  switch (type) {
    case 'S':
      stringOf(given.S);
      return given;
    case 'N': {
      const number = canonicalNumber(stringOf(given.N));
      return number === given.N ? given : { N: number };
    }
    case 'BOOL':
      if (typeof given.BOOL !== 'boolean') throw wrongType(given.BOOL, 'Boolean');
      return given;
    case 'NULL':
      if (given.NULL === true) return given;
      throw validationException(`${invalid}Null attribute value types must have the value of true`);
    case 'M': {
      if (given.M === null || typeof given.M !== 'object') throw wrongType(given.M, 'Map');
      const map = normaliseMap(given.M, depth + 1);
      return map === given.M ? given : { M: map };
    }
    case 'L':
      return normaliseList(given, depth);
    case 'B':
      return { B: base64Of(given.B) };
    default:
      return normaliseSet(given, type);
  }
}

function normaliseList(given: StoredValue, depth: number): StoredValue {
  const elements = listOf(given.L);
  const normal = elements.map((element) => normaliseAt(element, depth + 1));
  return normal.every((element, index) => element === elements[index]) ? given : { L: normal };
}

function normaliseSet(given: StoredValue, type: 'SS' | 'NS' | 'BS'): StoredValue {
  const elements = listOf(given[type]);
  if (type === 'SS') return { SS: normaliseStrings(elements) };
  if (type === 'NS') return { NS: normaliseNumbers(elements) };
  if (elements.length === 0) throw validationException(`${invalid}Binary sets should not be empty`);
  const bytes = sortedBinary(elements.map(base64Of));
  if (hasTwins(bytes)) {
    const shown = bytes.join(', ');
    throw validationException(
      `${invalid}Input collection [${shown}]of type BS contains duplicates.`,
    );
  }
  return { BS: bytes };
}

function normaliseStrings(elements: unknown[]): string[] {
  if (elements.length === 0) {
    throw validationException(`${invalid}An string set  may not be empty`);
  }
  const strings = elements.map(stringOf).sort(byCodeUnit);
  if (hasTwins(strings)) {
    const quoted = elements.map((element) => `"${element}"`).join(', ');
    throw rewordedValidation(
      `${invalid}Input collection [${elements.join(', ')}] contains duplicates.`,
      `${invalid}Input collection [${quoted}] contains duplicates.`,
    );
  }
  return strings;
}

function normaliseNumbers(elements: unknown[]): string[] {
  if (elements.length === 0) {
    throw validationException(`${invalid}An number set  may not be empty`);
  }
  const numbers = elements.map((element) => canonicalNumber(stringOf(element)));
  numbers.sort(compareNumbers);
  if (hasTwins(numbers)) throw validationException('Input collection contains duplicates');
  return numbers;
}

/** Sorts base64 texts by the bytes they stand for, in place. */
export function sortedBinary(elements: string[]): string[] {
  return elements.sort(compareBinary);
}

/** Negative, zero or positive by the order of the bytes that two base64 texts stand for. */
export function compareBinary(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'base64'), Buffer.from(right, 'base64'));
}

/** The order of strings in sorted sets. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function hasTwins(sorted: readonly string[]): boolean {
  return sorted.some((element, index) => element === sorted[index + 1]);
}

const typeNames = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

function onlyType(value: unknown): TypeName {
  let type: string | undefined;
  if (value !== null && typeof value === 'object') {
    for (const name in value) {
      if (value[name as keyof typeof value] === undefined || !typeNames.has(name)) continue;
      if (type !== undefined) {
        throw validationException(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      }
      type = name;
    }
  }
  if (type === undefined) {
    throw validationException(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  return type as TypeName;
}

function checkName(name: string): void {
  if (name === '') throw validationException('Empty attribute name');
  if (name === '__proto__') throw new NotSimulatedError('an attribute named __proto__');
  if (!fitsBytes(name, maximumNameBytes)) {
    throw validationException('Attribute name is too large, must be less than 65536 bytes');
  }
}

function stringOf(value: unknown): string {
  if (typeof value !== 'string') throw wrongType(value, 'String');
  return value;
}

function listOf(value: unknown): AttributeValue[] {
  if (!Array.isArray(value)) throw wrongType(value, 'List');
  return value;
}

function base64Of(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw wrongType(value, 'Blob');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

function wrongType(value: unknown, wanted: string): Error {
  return serializationException(`${typeof value} can not be converted to a ${wanted}`);
}
