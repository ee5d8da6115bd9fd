import { byCodeUnit, type StoredItem, type StoredValue, sortedBinary } from '../attribute-value.ts';
import { validationException } from '../errors.ts';
import { addNumbers, compareNumbers } from '../number.ts';
import { valueAt } from './document-path.ts';
import { type Place, placeOf, removeAll, write } from './place.ts';
import type { Bound } from './placeholders.ts';
import type { Assigned, Operand, UpdateAction } from './syntax.ts';

const wrongType = 'An operand in the update expression has an incorrect data type';
const missing = 'The provided expression refers to an attribute that does not exist in the item';

/**
 * Applies an update expression to an item, in place. Every operand is read before anything is
 * written, and list indices mean the list as it was. Throws a ValidationException if the item does
 * not fit.
 */
export function applyUpdate(
  { root, paths, values }: Bound<UpdateAction[]>,
  item: StoredItem,
): void {
  const places: Place[] = [];
  const results = root.map((action): StoredValue | undefined => {
    const path = paths[action.path]!;
    places.push(placeOf(item, path));
    if (action.clause === 'REMOVE') return undefined;
    if (action.clause === 'SET') return assigned(action.value, item, paths, values);
    const old = valueAt(item, path);
    const operand = values[action.value.name]!;
    return action.clause === 'ADD' ? added(old, operand) : without(old, operand);
  });
  write(places, results);
  removeAll(places, results);
}

/** Whether an update only removes, so that it makes no item where there is none. */
export function onlyRemoves(actions: readonly UpdateAction[]): boolean {
  return actions.every(({ clause }) => clause === 'REMOVE' || clause === 'DELETE');
}

function assigned(
  value: Assigned,
  item: StoredItem,
  paths: Bound<unknown>['paths'],
  values: StoredItem,
): StoredValue {
  const read = (operand: Operand): StoredValue => {
    if (operand.kind === 'value') return values[operand.name]!;
    if (operand.kind === 'path') {
      const found = valueAt(item, paths[operand.path]!);
      if (found === undefined) throw validationException(missing);
      return unshared(found);
    }
    const [first, second] = operand.operands as [Operand, Operand];
    if (operand.name === 'list_append') return appended(read(first), read(second));
    const present = first.kind === 'path' && valueAt(item, paths[first.path]!);
    // It is read in any case, and has to be there.
    const other = read(second);
    return present ? unshared(present) : other;
  };
  if (value.kind !== 'sum') return read(value);
  const left = read(value.left);
  const right = read(value.right);
  if (left.N === undefined || right.N === undefined) throw validationException(wrongType);
  return { N: addNumbers(left.N, right.N, value.sign) };
}

/** A copy of what may be changed within, for the item holds it already. */
function unshared(value: StoredValue): StoredValue {
  return value.M === undefined && value.L === undefined
    ? value
    : (JSON.parse(JSON.stringify(value)) as StoredValue);
}

function appended(left: StoredValue, right: StoredValue): StoredValue {
  if (left.L === undefined || right.L === undefined) throw validationException(wrongType);
  return { L: [...left.L, ...right.L] };
}

function added(old: StoredValue | undefined, operand: StoredValue): StoredValue {
  if (old === undefined) return operand;
  if (operand.N !== undefined) {
    if (old.N === undefined) throw validationException(wrongType);
    return { N: addNumbers(old.N, operand.N, 1) };
  }
  if (operand.SS !== undefined) return { SS: union(old.SS, operand.SS).sort(byCodeUnit) };
  if (operand.NS !== undefined) return { NS: union(old.NS, operand.NS).sort(compareNumbers) };
  return { BS: sortedBinary(union(old.BS, operand.BS!)) };
}

/**
 * A set without the elements of another; undefined if none is left, for there are no empty sets.
 */
function without(old: StoredValue | undefined, operand: StoredValue): StoredValue | undefined {
  if (old === undefined) return undefined;
  if (operand.SS !== undefined) return setOf('SS', difference(old.SS, operand.SS));
  if (operand.NS !== undefined) return setOf('NS', difference(old.NS, operand.NS));
  return setOf('BS', difference(old.BS, operand.BS!));
}

function setOf(type: 'SS' | 'NS' | 'BS', elements: string[]): StoredValue | undefined {
  return elements.length === 0 ? undefined : { [type]: elements };
}

function union(old: string[] | undefined, more: string[]): string[] {
  if (old === undefined) throw validationException(wrongType);
  return [...new Set([...old, ...more])];
}

function difference(old: string[] | undefined, fewer: string[]): string[] {
  if (old === undefined) throw validationException(wrongType);
  return old.filter((element) => !fewer.includes(element));
}
