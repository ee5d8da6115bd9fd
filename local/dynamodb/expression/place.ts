import type { StoredItem, StoredValue } from '../attribute-value.ts';
import { validationException } from '../errors.ts';
import { valueAt } from './document-path.ts';
import type { Path } from './syntax.ts';

/** Where a path's last part is: an entry of a map, or an element of a list. */
export type Place = { map: StoredItem; name: string } | { list: StoredValue[]; index: number };

/** The place a path leads to; throws if the item has no map or list there to hold it. */
export function placeOf(item: StoredItem, path: Path): Place {
  const last = path[path.length - 1]!;
  if (path.length === 1) return { map: item, name: last as string };
  const parent = valueAt(item, path.slice(0, -1));
  if (typeof last === 'string' && parent?.M !== undefined) return { map: parent.M, name: last };
  if (typeof last === 'number' && parent?.L !== undefined) return { list: parent.L, index: last };
  throw validationException(
    'The document path provided in the update expression is invalid for update',
  );
}

/**
 * Writes the results that are values, each at its place. Elements beyond the end of a list follow
 * it in the order of their indices.
 */
export function write(
  places: readonly Place[],
  results: readonly (StoredValue | undefined)[],
): void {
  const beyond: { list: StoredValue[]; index: number; value: StoredValue }[] = [];
  results.forEach((value, at) => {
    if (value === undefined) return;
    const place = places[at]!;
    if ('map' in place) place.map[place.name] = value;
    else if (place.index < place.list.length) place.list[place.index] = value;
    else beyond.push({ ...place, value });
  });
  beyond.sort((left, right) => left.index - right.index);
  for (const { list, value } of beyond) list.push(value);
}

/** Removes what has no result, later elements of a list before earlier ones. */
export function removeAll(
  places: readonly Place[],
  results: readonly (StoredValue | undefined)[],
): void {
  const elements: { list: StoredValue[]; index: number }[] = [];
  results.forEach((value, at) => {
    if (value !== undefined) return;
    const place = places[at]!;
    if ('map' in place) delete place.map[place.name];
    else elements.push(place);
  });
  elements.sort((left, right) => right.index - left.index);
  for (const { list, index } of elements) list.splice(index, 1);
}
