import type { TypeName } from '../attribute-value.ts';
import type { BoundNames } from './bound-names.ts';
import { checkCondition } from './check-condition.ts';
import { checkUpdate } from './check-update.ts';
import { checkDisjoint } from './document-path.ts';
import { parseCondition, parseProjection, parseUpdate } from './parse.ts';
import type { Expression, Path } from './syntax.ts';

/** A parsed expression and the last bindings it was checked with. */
export interface Compiled<T> {
  readonly expression: Expression<T>;
  /** Whether the check looks at values, not their types alone. */
  readonly dependsOnValues: boolean;
  /** Throws a `SyntaxProblem` if names, values or types do not fit the expression. */
  readonly check: (root: T, bound: BoundNames) => void;
  last?: { names: string[]; types: TypeName[]; paths: readonly Path[] };
}

const maximumCached = 2000;

/** A condition from the cache, or parsed; throws a `SyntaxProblem`. */
export const compiledCondition = cached(parseCondition, checkCondition);

/** An update expression from the cache, or parsed; throws a `SyntaxProblem`. */
export const compiledUpdate = cached(parseUpdate, checkUpdate);

/** A projection from the cache, or parsed; throws a `SyntaxProblem`. */
export const compiledProjection = cached(parseProjection, checkProjection);

function cached<T>(
  parse: (source: string) => Expression<T>,
  check: Compiled<T>['check'],
): (source: string) => Compiled<T> {
  const cache = new Map<string, Compiled<T>>();
  return (source) => {
    const known = cache.get(source);
    if (known !== undefined) return known;
    const dependsOnValues = /between|attribute_type/i.test(source);
    const compiled: Compiled<T> = { expression: parse(source), dependsOnValues, check };
    if (cache.size >= maximumCached) cache.clear();
    cache.set(source, compiled);
    return compiled;
  };
}

function checkProjection(root: number[], bound: BoundNames): void {
  checkDisjoint(root.map((path) => bound.path(path)));
}
