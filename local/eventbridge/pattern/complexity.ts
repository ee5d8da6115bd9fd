import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { PatternNode } from './pattern-node.ts';

/** More prefixes of wildcards than these may match one value at once nowhere in a pattern; recorded of AWS. */
const MAXIMUM_COMPLEXITY = 10;

/** What a pattern of bytes takes next: a character of the text, or any characters. */
type Token = string | typeof STAR;

const STAR = Symbol('any characters');

/**
 * Throws `InvalidPatternError` for a pattern whose wildcards are too complex for EventBridge: of the wildcards of one
 * field, so many beginnings could match one text at once that each event would cost too much. Counts as event-ruler
 * does (aws/event-ruler, MachineComplexityEvaluator).
 */
export function checkComplexity(pattern: PatternNode): void {
  for (const [path, wildcards] of wildcardsByField(pattern)) {
    if (isTooComplex([...new Set(wildcards)].map(tokensOf))) {
      const reason =
        'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';
      throw new InvalidPatternError(path, reason);
    }
  }
}

/** The wildcards of each field; the alternatives of `$or` are of the fields around it. */
function wildcardsByField(pattern: PatternNode): Map<string, string[]> {
  const found = wildcardsIn(pattern, '');
  return new Map(
    [...Map.groupBy(found, ({ path }) => path)].map(([path, its]) => [
      path,
      its.map(({ text }) => text),
    ]),
  );
}

function wildcardsIn(node: PatternNode, path: string): { path: string; text: string }[] {
  if (node.kind === 'array') return node.items.flatMap((item) => wildcardsIn(item, path));
  if (node.kind !== 'object') return [];
  return node.entries.flatMap(({ name, node: inner }) => {
    if (name === 'wildcard') return textsOf(inner).map((text) => ({ path, text }));
    if (SAME_FIELD.has(name)) return wildcardsIn(inner, path);
    return wildcardsIn(inner, path === '' ? name : `${path}.${name}`);
  });
}

/** What stands around conditions of the same field. */
const SAME_FIELD = new Set(['$or', 'anything-but']);

function textsOf(node: PatternNode): string[] {
  if (node.kind === 'array') return node.items.flatMap(textsOf);
  return node.kind === 'string' ? [node.value] : [];
}

/** With the quotes of JSON around it, as event-ruler reads a text. */
function tokensOf(wildcard: string): Token[] {
  const tokens: Token[] = ['"'];
  for (let index = 0; index < wildcard.length; index += 1) {
    const character = wildcard.charAt(index);
    if (character === '*') tokens.push(STAR);
    else tokens.push(character === '\\' ? wildcard.charAt(++index) : character);
  }
  return [...tokens, '"'];
}

/** A place in a wildcard: which one, and how many of its tokens have been taken. */
interface Place {
  wildcard: number;
  taken: number;
}

/** Looks at every set of places that some text leads to, by breadth, and stops at the first that is too large. */
function isTooComplex(wildcards: readonly Token[][]): boolean {
  const alphabet = new Set(wildcards.flat());
  const start = wildcards.map((_tokens, wildcard): Place => ({ wildcard, taken: 0 }));
  const seen = new Set<string>();
  const waiting = [start];
  for (let places = waiting.pop(); places; places = waiting.pop()) {
    for (const character of alphabet) {
      const next = after(places, character, wildcards);
      if (complexityOf(next, wildcards) > MAXIMUM_COMPLEXITY) return true;
      const key = [...next.keys()].sort().join(' ');
      if (next.size === 0 || seen.has(key)) continue;
      seen.add(key);
      waiting.push([...next.values()]);
    }
  }
  return false;
}

/** Where a character leads from these places; `STAR` stands for one that no wildcard names. */
function after(
  places: readonly Place[],
  character: Token,
  wildcards: readonly Token[][],
): Map<string, Place> {
  const next = new Map<string, Place>();
  const reach = (wildcard: number, taken: number): void => {
    next.set(`${wildcard}/${taken}`, { wildcard, taken });
  };
  for (const { wildcard, taken } of places) {
    const tokens = wildcards[wildcard]!;
    const wanted = tokens[taken];
    if (tokens[taken - 1] === STAR) reach(wildcard, taken);
    if (wanted === STAR) {
      reach(wildcard, taken + 1);
      // Any characters may be none.
      if (tokens[taken + 1] === character) reach(wildcard, taken + 2);
    } else if (wanted === character) reach(wildcard, taken + 1);
  }
  return next;
}

/** A text that matches `foo` matches `foo*` as well: the places behind a star count although nothing led there. */
function complexityOf(places: ReadonlyMap<string, Place>, wildcards: readonly Token[][]): number {
  let complexity = places.size;
  for (const { wildcard, taken } of places.values()) {
    const isBeforeStar = wildcards[wildcard]![taken] === STAR;
    if (isBeforeStar && !places.has(`${wildcard}/${taken + 1}`)) complexity += 1;
  }
  return complexity;
}
