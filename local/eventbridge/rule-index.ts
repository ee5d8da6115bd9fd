import { type Field, visitValues } from './pattern/field.ts';
import type { Leaf } from './pattern/leaf.ts';
import type { CompiledPattern } from './pattern.ts';

/** Something with a pattern, such as a rule. */
export interface Indexed {
  readonly compiled: CompiledPattern;
}

/** Fewer patterns than these are tried one by one: that is faster than looking up which to try. */
const WORTH_AN_INDEX = 4;

/** A pattern, and where it stands among the others. */
interface Entry<Item> {
  item: Item;
  position: number;
}

/** The patterns that ask for exact values of one field. */
interface FieldIndex<Item> {
  field: Field;
  byValue: Map<Leaf, Entry<Item>[]>;
}

/**
 * Finds which of many patterns match an event without trying each: a pattern that asks for exact values of a field is
 * tried only if the event has one of them there. Of several such fields that one is taken which tells most patterns apart.
 */
export class RuleIndex<Item extends Indexed> {
  readonly #items: readonly Item[];
  readonly #fields: readonly FieldIndex<Item>[];
  /** Patterns that ask for no exact value: always tried. */
  readonly #others: readonly Entry<Item>[];

  constructor(items: readonly Item[]) {
    this.#items = items;
    const { fields, others } = items.length < WORTH_AN_INDEX ? NOTHING : sorted(items);
    this.#fields = fields as FieldIndex<Item>[];
    this.#others = others as Entry<Item>[];
  }

  /** Whose pattern matches a parsed event, in the order they were given. */
  matching(event: unknown): readonly Item[] {
    if (this.#items.length < WORTH_AN_INDEX) return tryEach(this.#items, event);
    const found: Entry<Item>[] = [];
    for (const { field, byValue } of this.#fields) {
      visitValues(event, field, 0, (value) => {
        const entries = byValue.get(value);
        if (entries) for (const entry of entries) addMatching(entry, event, found);
      });
    }
    for (const entry of this.#others) addMatching(entry, event, found);
    if (found.length > 1) found.sort((left, right) => left.position - right.position);
    return found.map(({ item }) => item);
  }
}

const NONE: readonly never[] = [];

/** As a filter, without a new list where nothing matches. */
function tryEach<Item extends Indexed>(items: readonly Item[], event: unknown): readonly Item[] {
  let found: Item[] | undefined;
  for (const item of items) {
    if (!item.compiled.matches(event)) continue;
    found ??= [];
    found.push(item);
  }
  return found ?? NONE;
}

const NOTHING = { fields: [], others: [] };

/** A pattern may be met by several values of an event, and counts once. */
function addMatching<Item extends Indexed>(
  entry: Entry<Item>,
  event: unknown,
  found: Entry<Item>[],
): void {
  if (entry.item.compiled.matches(event) && !found.includes(entry)) found.push(entry);
}

function sorted<Item extends Indexed>(
  items: readonly Item[],
): { fields: readonly FieldIndex<Item>[]; others: readonly Entry<Item>[] } {
  const values = distinctValues(items);
  const fields = new Map<string, FieldIndex<Item>>();
  const others: Entry<Item>[] = [];
  items.forEach((item, position) => {
    const entry = { item, position };
    const chosen = item.compiled.alternatives.map((alternative) =>
      mostTelling(alternative, values),
    );
    if (chosen.length === 0 || chosen.includes(undefined)) others.push(entry);
    else for (const field of chosen) put(fields, field!, entry);
  });
  return { fields: [...fields.values()], others };
}

/** The values that patterns ask for exactly, by the field's name. */
function distinctValues(items: readonly Indexed[]): ReadonlyMap<string, ReadonlySet<Leaf>> {
  const distinct = new Map<string, Set<Leaf>>();
  for (const { name, values } of items.flatMap(({ compiled }) => compiled.alternatives.flat())) {
    if (!values) continue;
    const known = distinct.get(name) ?? new Set();
    distinct.set(name, known);
    for (const value of values) known.add(value);
  }
  return distinct;
}

function mostTelling(
  alternative: readonly Field[],
  values: ReadonlyMap<string, ReadonlySet<Leaf>>,
): Field | undefined {
  const exact = alternative.filter((field) => field.values !== undefined);
  const tells = ({ name }: Field): number => values.get(name)?.size ?? 0;
  return exact.reduce<Field | undefined>(
    (best, field) => (best && tells(best) >= tells(field) ? best : field),
    undefined,
  );
}

function put<Item>(fields: Map<string, FieldIndex<Item>>, field: Field, entry: Entry<Item>): void {
  // Fields of one name are read alike, but for names without letters, which not every pattern sees.
  const key = JSON.stringify([field.name, field.steps]);
  const index = fields.get(key) ?? { field, byValue: new Map() };
  fields.set(key, index);
  for (const value of field.values ?? []) {
    const entries = index.byValue.get(value) ?? [];
    index.byValue.set(value, entries);
    if (!entries.includes(entry)) entries.push(entry);
  }
}
