import fc, { type Arbitrary } from 'fast-check';
import { type Item, item } from './items.ts';

/** Does this event match this pattern? Both as JSON text, as patterns may say what a parsed value does not. */
export interface Question {
  pattern: string;
  event: string;
}

/** How the value of a field in the event came from the items of its list in the pattern. */
type Shape = 'value' | 'list' | 'object' | 'nested list' | 'missing' | 'list and object';

/** A field of a pattern, and what the event has there. */
interface Field {
  path: readonly string[];
  items: readonly Item[];
  /** Which of the values near the items. */
  choices: readonly number[];
  shape: Shape;
  /** By depth, in which element of an array of objects it lies. */
  elements: readonly number[];
}

/** An object of a pattern. */
interface PatternPart {
  fields: readonly Field[];
  or?: { under: readonly string[]; branches: readonly PatternPart[] } | undefined;
}

const NAMES = ['a', 'a', 'a', 'b', 'b', 'c', 'a.b', 'prefix', 'toString'];
const shape = fc.constantFrom<Shape>(
  ...(['value', 'value', 'value', 'value', 'value', 'value', 'list', 'list'] as const),
  ...(['object', 'nested list', 'missing', 'list and object'] as const),
);

const fieldNamed = (names: readonly string[]): Arbitrary<Field> =>
  fc.record({
    path: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    choices: fc.array(fc.nat(200), { minLength: 1, maxLength: 3 }),
    shape,
    elements: fc.array(fc.nat(2), { maxLength: 3 }),
  });

/** A field without a name is seen by event-ruler where another alternative of $or has one: only outside of $or. */
const field = fieldNamed([...NAMES, '']);
const fieldInOr = fieldNamed(NAMES);

const branch: Arbitrary<PatternPart> = fc.record({
  fields: fc.array(fieldInOr, { minLength: 1, maxLength: 2 }),
});

const orPart: Arbitrary<PatternPart> = fc.record({
  fields: fc.array(fieldInOr, { maxLength: 2 }),
  or: fc.record({
    under: fc.array(fc.constantFrom('a', 'b'), { maxLength: 1 }),
    branches: fc.array(branch, { minLength: 1, maxLength: 3 }),
  }),
});

const part: Arbitrary<PatternPart> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.record({ fields: fc.array(field, { minLength: 1, maxLength: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ fields: fc.array(field, { minLength: 1, maxLength: 4 }) }) },
  { weight: 2, arbitrary: orPart },
);

/** Whether the objects at each depth of an event lie in arrays. */
const layout = fc.tuple(fc.nat(3), fc.nat(3)).map((depths) => depths.map((chance) => chance === 0));

/** Patterns with every operator, and for each an event made of what it asks for, or nearly. */
export const question: Arbitrary<Question> = fc.tuple(part, layout).map(([pattern, arrays]) => ({
  pattern: patternText(pattern),
  event: eventText(fieldsOf(pattern), arrays),
}));

function patternText({ fields, or }: PatternPart): string {
  const entries = fields.map(({ path, items }) => {
    const list = `[${items.map(({ text }) => text).join()}]`;
    return { path, text: list };
  });
  if (or) {
    const text = `[${or.branches.map(patternText).join()}]`;
    entries.push({ path: [...or.under, '$or'], text });
  }
  return objectText(entries);
}

interface Entry {
  path: readonly string[];
  text: string;
}

/** An object; where a name is wanted as a value and as an object, it stands there twice. */
function objectText(entries: readonly Entry[]): string {
  const names = [...new Set(entries.map(({ path }) => path[0]!))];
  const members = names.flatMap((name) => {
    const here = entries.filter(({ path }) => path[0] === name);
    const values = here.filter(({ path }) => path.length === 1).map(({ text }) => text);
    const inner = here.filter(({ path }) => path.length > 1);
    const below = inner.map(({ path, text }) => ({ path: path.slice(1), text }));
    const all = inner.length > 0 ? [...values, objectText(below)] : values;
    return all.map((text) => `${JSON.stringify(name)}:${text}`);
  });
  return `{${members.join()}}`;
}

function fieldsOf({ fields, or }: PatternPart, under: readonly string[] = []): Field[] {
  const here = fields.map((one) => ({ ...one, path: [...under, ...one.path] }));
  const place = [...under, ...(or?.under ?? [])];
  return [...here, ...(or?.branches ?? []).flatMap((branch) => fieldsOf(branch, place))];
}

/** What an event has under one name: values, and objects by the element of the array that they are in. */
interface Slot {
  values: string[];
  objects: Map<number, Slots>;
}

type Slots = Map<string, Slot>;

function eventText(fields: readonly Field[], arrays: readonly boolean[]): string {
  const root: Slots = new Map();
  for (const one of fields) if (one.shape !== 'missing') place(one, root, arrays);
  return slotsText(root);
}

function place(one: Field, root: Slots, arrays: readonly boolean[]): void {
  let slots = root;
  const { path, elements } = one;
  path.slice(0, -1).forEach((name, depth) => {
    const { objects } = slotOf(slots, name);
    const element = arrays[depth] ? (elements[depth] ?? 0) : 0;
    slots = objects.get(element) ?? new Map();
    objects.set(element, slots);
  });
  slotOf(slots, path.at(-1)!).values.push(...valuesOf(one));
}

function slotOf(slots: Slots, name: string): Slot {
  const slot = slots.get(name) ?? { values: [], objects: new Map() };
  slots.set(name, slot);
  return slot;
}

function valuesOf({ items, choices, shape: kind }: Field): string[] {
  const near = items.flatMap((one) => one.near);
  const values = choices.map((choice) => near[choice % near.length]!);
  if (kind === 'list') return [`[${values.join()}]`];
  if (kind === 'object') return [`{"b":${values[0]}}`];
  if (kind === 'nested list') return [`[[${values[0]}],${values.at(-1)}]`];
  if (kind === 'list and object') return [`[${values[0]},{"b":${values.at(-1)}}]`];
  return values.slice(0, 1);
}

function slotsText(slots: Slots): string {
  const members = [...slots].map(([name, { values, objects }]) => {
    const all = [...values, ...[...objects.values()].map(slotsText)];
    return `${JSON.stringify(name)}:${all.length === 1 ? all[0] : `[${all.join()}]`}`;
  });
  return `{${members.join()}}`;
}
