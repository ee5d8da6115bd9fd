import { readAlternatives } from './pattern/alternatives.ts';
import { matchesConsistently } from './pattern/array-consistency.ts';
import { checkComplexity } from './pattern/complexity.ts';
import {
  compileFields,
  type EventObject,
  type Field,
  findings,
  readField,
} from './pattern/field.ts';
import { parsePatternNode } from './pattern/pattern-node.ts';

export { InvalidPatternError } from './pattern/invalid-pattern-error.ts';

/** Whether a parsed JSON event matches a pattern; what is not an object never does. */
export type EventMatcher = (event: unknown) => boolean;

/**
 * Compiles an event pattern of the EventBridge bus, given as JSON text or as its value, once for
 * many events. Throws `InvalidPatternError` with the path of what is wrong.
 *
 * Reproduces
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and,
 * where that page says less or other, the library that EventBridge matches with,
 * https://github.com/aws/event-ruler at 2.1: numbers beyond 5e9, `exactly`, which cases of a
 * character are the same, what `cidr` makes of values that are no address of its family. Left out
 * are accidents of the library's state machine by which it forgets something the pattern says: an
 * alternative of `$or` that shares an item of each of its fields with an earlier one, and some
 * mixtures in one list (a string, then `numeric` with `<`, then a third item; `wildcard` with
 * `equals-ignore-case`). An event is parsed already, so numbers that no double holds are rounded
 * before they are compared.
 */
export function compilePattern(pattern: object | string): EventMatcher {
  return compileFully(pattern).matches;
}

/** A compiled pattern that can also be looked into, for whoever sorts many by what they ask for. */
export interface CompiledPattern {
  readonly matches: EventMatcher;
  /** The fields of each alternative of `$or`, one without it; all fields of one must match. */
  readonly alternatives: readonly (readonly Field[])[];
}

/** As `compilePattern`, with the fields. */
export function compileFully(pattern: object | string): CompiledPattern {
  const node = parsePatternNode(pattern);
  const compiled = compiledFrom(compileFields(readAlternatives(node)));
  checkComplexity(node);
  return compiled;
}

/** A pattern of these alternatives: without one it matches nothing, and one without fields matches every event. */
export function compiledFrom(alternatives: readonly (readonly Field[])[]): CompiledPattern {
  const [first, ...others] = alternatives;
  if (alternatives.some((fields) => fields.length === 0))
    return { matches: isObject, alternatives };
  const matches: EventMatcher =
    first === undefined || others.length > 0
      ? (event) => isObject(event) && alternatives.some((fields) => matchesAll(event, fields))
      : (event) => isObject(event) && matchesAll(event, first);
  return { matches, alternatives };
}

function matchesAll(event: EventObject, fields: readonly Field[]): boolean {
  let scattered: Field[] | undefined;
  for (const field of fields) {
    const finding = readField(event, field, 0);
    if (finding === findings.matched) continue;
    if (finding === findings.absent && field.absentMatches) continue;
    if (finding !== findings.scattered) return false;
    scattered ??= [];
    scattered.push(field);
  }
  return scattered === undefined || matchesConsistently(event, scattered);
}

function isObject(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
