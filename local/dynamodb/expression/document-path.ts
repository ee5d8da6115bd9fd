import type { StoredItem, StoredValue } from '../attribute-value.ts';
import type { Path } from './syntax.ts';
import { SyntaxProblem } from './tokens.ts';

/** The value at a document path, or undefined if the item does not reach that far. */
export function valueAt(item: StoredItem, path: Path): StoredValue | undefined {
  const name = path[0] as string;
  let value: StoredValue | undefined = Object.hasOwn(item, name) ? item[name] : undefined;
  for (let depth = 1; depth < path.length && value !== undefined; depth += 1) {
    value = childOf(value, path[depth]!);
  }
  return value;
}

/** The element of a map or list by name or index, or undefined if there is none. */
export function childOf(value: StoredValue, part: string | number): StoredValue | undefined {
  if (typeof part === 'number') return value.L?.[part];
  return value.M !== undefined && Object.hasOwn(value.M, part) ? value.M[part] : undefined;
}

/** A path as DynamoDB's messages show it: `[a, [0], b]`. */
export function showPath(path: Path): string {
  return `[${path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join(', ')}]`;
}

/** Whether two paths lead to the same place, whatever the item. */
export function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((part, depth) => part === right[depth]);
}

/**
 * Throws a `SyntaxProblem` if one path contains another, or treats as a map what another treats as
 * a list.
 */
export function checkDisjoint(paths: readonly Path[]): void {
  paths.forEach((second, index) => {
    for (const first of paths.slice(0, index)) {
      const relation = relationOf(first, second);
      if (relation === 'disjoint') continue;
      throw new SyntaxProblem(
        `Two document paths ${relation} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${showPath(first)}, path two: ${showPath(second)}`,
      );
    }
  });
}

function relationOf(first: Path, second: Path): 'overlap' | 'conflict' | 'disjoint' {
  const depth = Math.min(first.length, second.length);
  for (let at = 0; at < depth; at += 1) {
    if (first[at] === second[at]) continue;
    return typeof first[at] === typeof second[at] ? 'disjoint' : 'conflict';
  }
  return 'overlap';
}
