import { compareBinary, type StoredItem, type StoredValue } from './attribute-value.ts';
import { sortableText } from './keys.ts';
import { compareNumbers } from './number.ts';

/** Whether two stored values are equal, wherever their attributes stand in the text. */
export function sameValue(left: StoredValue, right: StoredValue): boolean {
  if (left === right) return true;
  if (left.S !== undefined) return left.S === right.S;
  if (left.N !== undefined) return left.N === right.N;
  if (left.B !== undefined) return left.B === right.B;
  if (left.BOOL !== undefined) return left.BOOL === right.BOOL;
  if (left.NULL !== undefined) return left.NULL === right.NULL;
  if (left.M !== undefined) return right.M !== undefined && sameItem(left.M, right.M);
  if (left.L !== undefined) {
    const other = right.L;
    if (other?.length !== left.L.length) return false;
    return left.L.every((element, index) => sameValue(element, other[index]!));
  }
  return sameList(left.SS, right.SS) && sameList(left.NS, right.NS) && sameList(left.BS, right.BS);
}

/** Whether two items or maps have the same attributes with the same values. */
export function sameItem(left: StoredItem, right: StoredItem): boolean {
  let count = 0;
  for (const name in left) {
    const value = left[name];
    if (value === undefined) continue;
    const other = Object.hasOwn(right, name) ? right[name] : undefined;
    if (other === undefined || !sameValue(value, other)) return false;
    count += 1;
  }
  for (const name in right) if (right[name] !== undefined) count -= 1;
  return count === 0;
}

/**
 * The order of two strings, numbers or binary values; undefined if they are not of one such type.
 */
export function compareScalars(left: StoredValue, right: StoredValue): number | undefined {
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.S !== undefined && right.S !== undefined) return compareText(left.S, right.S);
  if (left.B !== undefined && right.B !== undefined) return compareBinary(left.B, right.B);
  return undefined;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return sortableText(left) < sortableText(right) ? -1 : 1;
}

/** Sets are stored sorted. */
function sameList(left: string[] | undefined, right: string[] | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.length === right.length && left.every((element, index) => element === right[index]);
}
