import { invalidPattern } from './logs-errors.ts';

/** The values that a selector finds in an event: none where the field is not there. */
export type Selector = (event: unknown) => readonly unknown[];

const STEP = /\.([^.[\]]+)|\[(?:(\d+)|(\*)|"([^"]*)"|'([^']*)')\]/y;
/** A `*` of an array, or the name or index of a member. */
type Step = { every: true } | { every: false; key: string };

/** Compiles `$.items[0].name`, `$.items[*].name` or `$["a.b"]`. */
export function compileSelector(text: string): Selector {
  const steps: Step[] = [];
  let position = 1;
  while (position < text.length) {
    STEP.lastIndex = position;
    const found = STEP.exec(text);
    if (!found) throw invalidPattern(`Invalid selector '${text}'`);
    const [, name, index, star, double, single] = found;
    const key = name ?? index ?? double ?? single;
    steps.push(star ? { every: true } : { every: false, key: key! });
    position = STEP.lastIndex;
  }
  if (steps.length === 0) throw invalidPattern(`Invalid selector '${text}'`);
  return (event) => steps.reduce<readonly unknown[]>(walk, [event]);
}

function walk(values: readonly unknown[], step: Step): readonly unknown[] {
  return values.flatMap((value) => {
    if (typeof value !== 'object' || value === null) return [];
    if (step.every) return Array.isArray(value) ? value : [];
    return Object.hasOwn(value, step.key) ? [(value as Record<string, unknown>)[step.key]] : [];
  });
}
