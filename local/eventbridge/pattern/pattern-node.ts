import { InvalidPatternError } from './invalid-pattern-error.ts';

/**
 * One value of a pattern's JSON text, with what `JSON.parse` loses: the order and repetition of
 * names, and the digits of a number.
 */
export type PatternNode =
  | { readonly kind: 'object'; readonly entries: readonly PatternEntry[] }
  | { readonly kind: 'array'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'literal'; readonly value: boolean | null };

/** A name of an object in a pattern with its value. */
export interface PatternEntry {
  readonly name: string;
  readonly node: PatternNode;
}

/**
 * Reads a pattern, given as JSON text or as the value of it. Throws `InvalidPatternError` when it
 * is not JSON.
 */
export function parsePatternNode(pattern: object | string): PatternNode {
  const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new InvalidPatternError('', `it is not JSON (${(error as Error).message})`);
  }
  return new TokenReader(text).readNode();
}

const tokenPattern = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

/** Reads nodes from JSON text that is known to be valid, hence without a check of its own. */
class TokenReader {
  readonly #tokens: RegExp = new RegExp(tokenPattern);
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  readNode(token: string = this.#next()): PatternNode {
    if (token === '{') return { kind: 'object', entries: this.#readEntries() };
    if (token === '[') return { kind: 'array', items: this.#readItems() };
    const value: unknown = JSON.parse(token);
    if (typeof value === 'string') return { kind: 'string', value: wellFormed(value) };
    if (typeof value === 'number') return { kind: 'number', value, text: token };
    return { kind: 'literal', value: value as boolean | null };
  }

  #readEntries(): PatternEntry[] {
    const entries: PatternEntry[] = [];
    for (let token = this.#next(); token !== '}'; token = this.#next()) {
      const nameToken = token === ',' ? this.#next() : token;
      this.#next(); // the colon
      entries.push({ name: JSON.parse(nameToken) as string, node: this.readNode() });
    }
    return entries;
  }

  #readItems(): PatternNode[] {
    const items: PatternNode[] = [];
    for (let token = this.#next(); token !== ']'; token = this.#next()) {
      items.push(this.readNode(token === ',' ? this.#next() : token));
    }
    return items;
  }

  #next(): string {
    return this.#tokens.exec(this.#text)?.[1] ?? '';
  }
}

/**
 * Half of a surrogate pair is a question mark to event-ruler, which compares UTF-8; it begins no
 * whole character.
 */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
}
