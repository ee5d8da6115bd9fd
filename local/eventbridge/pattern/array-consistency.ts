import { type EventObject, type Field, takeStep } from './field.ts';
import type { Leaf } from './leaf.ts';

/**
 * The elements of arrays that a value lies in, innermost first. An array is known by its identity.
 */
interface Membership {
  readonly array: readonly unknown[];
  readonly index: number;
  readonly outer: Membership | undefined;
}

/**
 * Whether an event has values for all fields that do not lie in different elements of the same
 * array. `exists: false` holds when no value is left in the elements that the fields before it, in
 * the order of their names, have chosen: the order is event-ruler's. See "JSON Array Matching" in
 * the README of https://github.com/aws/event-ruler.
 */
export function matchesConsistently(event: EventObject, fields: readonly Field[]): boolean {
  const found = [...fields]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((field) => {
      const values = new FoundValues(field);
      values.visit(event, 0, undefined);
      return values;
    });
  return found.every((values) => values.canMatch) && choose(found, 0, undefined);
}

/** The values of one field anywhere in an event, by the array elements that they lie in. */
class FoundValues {
  readonly #field: Field;
  readonly present: (Membership | undefined)[] = [];
  readonly matching: (Membership | undefined)[] = [];

  constructor(field: Field) {
    this.#field = field;
  }

  get absentMatches(): boolean {
    return this.#field.absentMatches;
  }

  get canMatch(): boolean {
    return this.absentMatches || this.matching.length > 0;
  }

  visit(value: unknown, depth: number, membership: Membership | undefined): void {
    if (Array.isArray(value)) {
      value.forEach((element: unknown, index) => {
        // The element of an array that is itself a value may be chosen beside any other element of
        // that array.
        const isContainer = typeof element === 'object' && element !== null;
        const inside = isContainer ? { array: value, index, outer: membership } : membership;
        this.visit(element, depth, inside);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const step of this.#field.steps[depth] ?? []) {
        this.visit(takeStep(value as EventObject, step), step.next, membership);
      }
    } else if (depth === this.#field.partCount && value !== undefined) {
      this.present.push(membership);
      if (this.#field.test(value as Leaf)) this.matching.push(membership);
    }
  }
}

function choose(
  found: readonly FoundValues[],
  index: number,
  chosen: Membership | undefined,
): boolean {
  const values = found[index];
  if (values === undefined) return true;
  if (values.absentMatches && !values.present.some((value) => agrees(value, chosen))) {
    if (choose(found, index + 1, chosen)) return true;
  }
  return values.matching.some(
    (value) => agrees(value, chosen) && choose(found, index + 1, withChosen(chosen, value)),
  );
}

/** Whether a value lies in no other element of an array than the one already chosen. */
function agrees(value: Membership | undefined, chosen: Membership | undefined): boolean {
  for (let part = value; part !== undefined; part = part.outer) {
    for (let choice = chosen; choice !== undefined; choice = choice.outer) {
      if (choice.array === part.array && choice.index !== part.index) return false;
    }
  }
  return true;
}

function withChosen(
  chosen: Membership | undefined,
  value: Membership | undefined,
): Membership | undefined {
  if (value === undefined) return chosen;
  return { ...value, outer: withChosen(chosen, value.outer) };
}
