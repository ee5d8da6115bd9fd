import type { StoredItem, StoredValue } from '../attribute-value.ts';
import { childOf } from './document-path.ts';
import type { Path } from './syntax.ts';

/** What of a value is wanted: all of it, or these children. */
type Wanted = true | Map<string | number, Wanted>;

/**
 * The parts of an item that the paths reach, each nested as in the item; the elements of a list are
 * closed up, in the list's order.
 */
export function project(item: StoredItem, paths: readonly Path[]): StoredItem {
  const projected: StoredItem = {};
  let nested: Map<string | number, Wanted> | undefined;
  for (const path of paths) {
    if (path.length > 1) {
      nested ??= new Map();
      want(nested, path);
    } else {
      const name = path[0] as string;
      if (Object.hasOwn(item, name)) projected[name] = item[name]!;
    }
  }
  if (nested === undefined) return projected;
  for (const [name, wanted] of nested) {
    const value = Object.hasOwn(item, name) ? item[name as string] : undefined;
    const part = value && pick(value, wanted);
    if (part !== undefined) projected[name as string] = part;
  }
  return projected;
}

function want(tree: Map<string | number, Wanted>, path: Path): void {
  let node = tree;
  path.forEach((part, depth) => {
    if (depth === path.length - 1) {
      node.set(part, true);
      return;
    }
    const child = node.get(part) ?? new Map<string | number, Wanted>();
    node.set(part, child);
    node = child as Map<string | number, Wanted>;
  });
}

/** The wanted parts of a value, or undefined if it has none of them. */
function pick(value: StoredValue, wanted: Wanted): StoredValue | undefined {
  if (wanted === true) return value;
  const parts = [...wanted]
    .map(([part, inner]) => {
      const child = childOf(value, part);
      return { part, value: child && pick(child, inner) };
    })
    .filter((entry): entry is { part: string | number; value: StoredValue } => {
      return entry.value !== undefined;
    });
  if (parts.length === 0) return undefined;
  if (value.L !== undefined) {
    parts.sort((left, right) => Number(left.part) - Number(right.part));
    return { L: parts.map((part) => part.value) };
  }
  return { M: Object.fromEntries(parts.map(({ part, value: child }) => [part, child])) };
}
