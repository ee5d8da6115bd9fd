import type { Conjunction } from './alternatives.ts';
import type { Condition } from './condition.ts';
import type { Leaf } from './leaf.ts';

/** An object of a parsed JSON event. */
export type EventObject = { readonly [name: string]: unknown };

/** A field of a pattern, prepared to be read from events. */
export interface Field extends Condition {
  /** The dotted name; fields are tried in its order. */
  readonly name: string;
  /**
   * By the number of name parts that lie behind, the steps that can follow. A name that holds dots
   * is one step of several parts: `a.b` is read as `b` inside `a` and as the field `a.b`.
   */
  readonly steps: readonly (readonly Step[])[];
  readonly partCount: number;
}

interface Step {
  readonly name: string;
  /** The number of name parts that lie behind once the step is taken. */
  readonly next: number;
  /** Whether every object inherits something by this name, which is not a field of the event. */
  readonly isInherited: boolean;
}

/** Prepares the fields of a pattern's alternatives, in each of which all must match. */
export function compileFields(alternatives: readonly Conjunction[]): readonly Field[][] {
  const seesUnnamed = alternatives.some((fields) => [...fields.keys()].some(hasUnnamedPart));
  return alternatives.map((fields) =>
    [...fields].map(([name, condition]) => {
      const ends = [...name.matchAll(/\.|$/g)].map((end) => end.index);
      const steps = ends.map((_, depth) => stepsFrom(name, ends, depth));
      const visible = steps.map((some) => some.filter((step) => step.name !== '' || seesUnnamed));
      return { ...condition, name, steps: visible, partCount: ends.length };
    }),
  );
}

/** The steps from a part of a name on, given where its parts end. */
function stepsFrom(name: string, ends: readonly number[], depth: number): Step[] {
  const start = depth === 0 ? 0 : ends[depth - 1]! + 1;
  return ends.slice(depth).map((end, offset) => {
    const step = name.slice(start, end);
    return { name: step, next: depth + offset + 1, isInherited: step in Object.prototype };
  });
}

/**
 * event-ruler skips what lies under a name that no pattern has a part of, and splits names as Java
 * does, losing empty parts at the end. So a field whose name is empty is seen only with a pattern
 * that has such a part further in.
 */
function hasUnnamedPart(name: string): boolean {
  const parts = name.replace(/\.+$/, '');
  return name === '' || (parts !== '' && parts.split('.').includes(''));
}

/**
 * What an event says of a field: there is no value; none passes the test; one passes; or values lie
 * in different elements of arrays, so that `matchesConsistently` must decide. Ordered so that the
 * greatest of several holds.
 */
export const findings = { absent: 0, rejected: 1, matched: 2, scattered: 3 } as const;

type Finding = (typeof findings)[keyof typeof findings];

/** Reads a field from an object of an event, of whose name parts `depth` lie behind. */
export function readField(object: EventObject, field: Field, depth: number): Finding {
  let finding: Finding = findings.absent;
  for (const step of field.steps[depth] ?? []) {
    const value = takeStep(object, step);
    if (value === undefined) continue;
    const found =
      step.next === field.partCount ? readEnd(value, field) : readOn(value, field, step);
    if (found > finding) finding = found;
  }
  return finding;
}

/** Tells of every value of a field in an event, in whatever array it lies. */
export function visitValues(
  value: unknown,
  field: Field,
  depth: number,
  visit: (leaf: Leaf) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) visitValues(element, field, depth, visit);
  } else if (isContainer(value)) {
    for (const step of field.steps[depth] ?? []) {
      const inner = takeStep(value as EventObject, step);
      if (inner !== undefined) visitValues(inner, field, step.next, visit);
    }
  } else if (depth === field.partCount) visit(value as Leaf);
}

/** The value one step further, `undefined` where there is none. */
export function takeStep(object: EventObject, step: Step): unknown {
  if (step.isInherited && !Object.hasOwn(object, step.name)) return undefined;
  return object[step.name];
}

function readOn(value: unknown, field: Field, step: Step): Finding {
  if (typeof value !== 'object' || value === null) return findings.absent;
  if (!Array.isArray(value)) return readField(value as EventObject, field, step.next);
  return value.some(isContainer) ? findings.scattered : findings.absent;
}

/**
 * An object where a value was expected is no value; the elements of an array are values, unless
 * they are arrays again.
 */
function readEnd(value: unknown, field: Field): Finding {
  if (!isContainer(value)) return field.test(value as Leaf) ? findings.matched : findings.rejected;
  if (!Array.isArray(value)) return findings.absent;
  let finding: Finding = findings.absent;
  for (const element of value) {
    if (Array.isArray(element)) return findings.scattered;
    if (isContainer(element) || finding === findings.matched) continue;
    finding = field.test(element as Leaf) ? findings.matched : findings.rejected;
  }
  return finding;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
