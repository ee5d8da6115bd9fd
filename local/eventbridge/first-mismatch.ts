import { compilePattern } from './pattern.ts';

type Pattern = Readonly<Record<string, unknown>>;

/**
 * The path of the first field of a pattern that an event fails, such as `detail.data.total`; undefined if it matches. Where
 * each field matches but not all together, as in different elements of one array, the path is `*`.
 */
export function firstMismatch(pattern: Pattern, event: unknown): string | undefined {
  if (compilePattern(pattern)(event)) return undefined;
  for (const path of leafPaths(pattern, [])) {
    if (!compilePattern(only(pattern, path))(event)) return path.join('.');
  }
  return '*';
}

/** Paths to conditions: lists, and `$or` with all below it. */
function leafPaths(pattern: Pattern, parents: readonly string[]): string[][] {
  return Object.entries(pattern).flatMap(([name, value]) => {
    const path = [...parents, name];
    if (Array.isArray(value) || typeof value !== 'object' || value === null) return [path];
    return leafPaths(value as Pattern, path);
  });
}

/** The pattern with nothing but the condition at `path`. */
function only(pattern: Pattern, [name, ...rest]: readonly string[]): Pattern {
  const value = pattern[name!];
  return { [name!]: rest.length === 0 ? value : only(value as Pattern, rest) };
}
