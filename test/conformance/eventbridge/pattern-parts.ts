import { isExactNumber } from '../../../local/eventbridge/pattern/number-text.ts';
import type { PatternNode } from '../../../local/eventbridge/pattern/pattern-node.ts';

/** A number in a JSON text. */
export interface FoundNumber {
  text: string;
  value: number;
  /** Whether a double holds it exactly. */
  isExact: boolean;
  /** Whether it is so great, so small, or has so many digits that Java 17 may spell it by more than it needs. */
  isLong: boolean;
}

const STRING = /"(?:[^"\\]|\\.)*"/g;
const NUMBER = /-?\d[\d.eE+-]*/g;
const STRING_OR_NUMBER = new RegExp(`${STRING.source}|${NUMBER.source}`, 'g');
/** Begins the text that stands for a number: no text of a question does. */
const STAND_IN = '\u2603';
/** Between these, and with fewer digits, every Java spells a number by the fewest digits. */
const PLAIN = { from: 1e-5, to: 2 ** 53, digits: 16 };

/** The numbers of a JSON text, those in strings left out. */
export function numbersOf(json: string): FoundNumber[] {
  return (json.replace(STRING, '""').match(NUMBER) ?? []).map((text) => {
    const value = Number(text);
    const digits = String(value)
      .replace(/e.*|\D/g, '')
      .replace(/^0+|0+$/g, '');
    const size = Math.abs(value);
    const isPlain = value === 0 || (size >= PLAIN.from && size < PLAIN.to);
    const isLong = !isPlain || digits.length >= PLAIN.digits;
    return { text, value, isExact: isExactNumber(text), isLong };
  });
}

/** The JSON text with some of its numbers, as they are spelled, turned into texts that nothing else equals. */
export function withTextFor(json: string, numbers: ReadonlySet<string>): string {
  return json.replace(STRING_OR_NUMBER, (token) =>
    numbers.has(token) ? JSON.stringify(`${STAND_IN}${token}`) : token,
  );
}

/** Every list of items in a pattern, those of fields that are named twice and of `$or` among them. */
export function listsOf(node: PatternNode): (readonly PatternNode[])[] {
  if (node.kind === 'object') return node.entries.flatMap((entry) => listsOf(entry.node));
  if (node.kind !== 'array') return [];
  return [node.items, ...node.items.flatMap(listsOf)];
}

/** Where an event has a value: the dotted path, and how its names were spelled. */
export interface EventPath {
  path: string;
  spelling: string;
}

/** The paths of all values of a parsed event. */
export function eventPaths(value: unknown, names: readonly string[] = []): EventPath[] {
  if (Array.isArray(value)) return value.flatMap((element) => eventPaths(element, names));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => eventPaths(inner, [...names, name]));
  }
  return [{ path: names.join('.'), spelling: JSON.stringify(names) }];
}
