import { fitsBytes } from '../utf8.ts';
import type { StoredItem, StoredValue } from './attribute-value.ts';
import { numberSizeBytes } from './number.ts';

/** An item may be this large, names and values together. */
export const maximumItemBytes = 400 * 1024;

const writeUnitBytes = 1024;
const readUnitBytes = 4 * 1024;

/**
 * Bytes of an item by DynamoDB's rules (CapacityUnitCalculations, "DynamoDB item sizes and
 * formats").
 */
export function itemSizeBytes(item: StoredItem): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += utf8Length(name) + valueSizeBytes(value);
  }
  return bytes;
}

/** Bytes of a value alone: a list or map has three, and one more for each element. */
function valueSizeBytes(value: StoredValue): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberSizeBytes(value.N);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSizeBytes(value.M);
  if (value.L !== undefined) {
    return value.L.reduce((bytes, element) => bytes + 1 + valueSizeBytes(element), 3);
  }
  if (value.B !== undefined) return base64Bytes(value.B);
  if (value.SS !== undefined) return sum(value.SS, utf8Length);
  if (value.NS !== undefined) return sum(value.NS, numberSizeBytes);
  if (value.BS !== undefined) return sum(value.BS, base64Bytes);
  return 1;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  if (text.length > 40) return Buffer.byteLength(text);
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 127) return Buffer.byteLength(text);
  }
  return text.length;
}

/** Write units of an item of this size: one for each KB begun, and at least one. */
export function writeUnitsOf(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / writeUnitBytes));
}

/**
 * Strongly consistent read units of items of this size together: one for each 4 KB begun, at least
 * one.
 */
export function readUnitsOf(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / readUnitBytes));
}

/**
 * Write units of an item given as JSON text, which is parsed only if the text does not settle it.
 */
export function writeUnitsOfText(text: string | undefined): number {
  if (text === undefined || textFits(text, writeUnitBytes)) return 1;
  return writeUnitsOf(itemSizeBytes(JSON.parse(text) as StoredItem));
}

/**
 * Read units of an item given as JSON text, which is parsed only if the text does not settle it.
 */
export function readUnitsOfText(text: string | undefined): number {
  if (text === undefined || textFits(text, readUnitBytes)) return 1;
  return readUnitsOf(itemSizeBytes(JSON.parse(text) as StoredItem));
}

/** Each part of an item's JSON is at least as long as what DynamoDB counts for it. */
function textFits(text: string, bytes: number): boolean {
  return text.length <= bytes && fitsBytes(text, bytes);
}

function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

function sum(elements: readonly string[], size: (element: string) => number): number {
  return elements.reduce((bytes, element) => bytes + size(element), 0);
}
