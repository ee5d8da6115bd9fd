import { NotSimulatedError } from '../errors.ts';
import { compilePattern, type EventMatcher } from '../eventbridge/pattern.ts';

/** Filters of one mapping, unless AWS raised the quota. */
const MAXIMUM_FILTERS = 10;

/** What an event source mapping's filters may compare, beyond plain values. */
const OPERATORS = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'anything-but',
  'numeric',
  'exists',
]);

/**
 * Compiles the filters of a mapping; one that matches is enough. `keys` are the keys of a record that this kind
 * of source may filter on. Throws NotSimulatedError for a key or an operator that Lambda does not take.
 * AWS Lambda Developer Guide, "Control which events Lambda sends to your function".
 */
export function compileFilters(
  patterns: readonly string[],
  keys: readonly string[],
): EventMatcher | undefined {
  if (patterns.length === 0) return undefined;
  if (patterns.length > MAXIMUM_FILTERS) {
    throw new NotSimulatedError(`${patterns.length} filters of one event source mapping`);
  }
  const matchers = patterns.map((pattern) => {
    const parsed = JSON.parse(pattern) as Record<string, unknown>;
    for (const key of Object.keys(parsed)) {
      if (!keys.includes(key)) throw new NotSimulatedError(`filter on "${key}" of the record`);
    }
    checkOperators(parsed);
    return compilePattern(parsed);
  });
  return (record) => matchers.some((matches) => matches(record));
}

function checkOperators(node: unknown): void {
  if (Array.isArray(node)) {
    for (const value of node) if (isObject(value)) checkOperator(value);
    return;
  }
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$or' && Array.isArray(value)) value.forEach(checkOperators);
    else checkOperators(value);
  }
}

function checkOperator(operation: Record<string, unknown>): void {
  for (const [name, operand] of Object.entries(operation)) {
    const nested = isObject(operand) && !Array.isArray(operand);
    if (OPERATORS.has(name) && !nested) continue;
    const what = nested ? `${name} of an object` : name;
    throw new NotSimulatedError(`operator "${what}" in the filter of an event source mapping`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
