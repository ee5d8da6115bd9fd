import { invalidPattern } from './logs-errors.ts';

/** One token of an expression over JSON events. */
export interface Token {
  /** `text` is quoted, `word` is not. */
  kind: 'selector' | 'symbol' | 'text' | 'word' | 'regex' | 'end';
  text: string;
}

const TOKENS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['selector', /\$(?:\.[^\s.[\](){}=!<>&|"]+|\[(?:\d+|\*|"[^"]*"|'[^']*')\])*/y],
  ['symbol', /&&|\|\||!=|<=|>=|[()=<>]/y],
  ['text', /"(?:[^"\\]|\\.)*"/y],
  ['regex', /%[^%]*%/y],
  ['word', /[^\s()=!<>&|"%]+/y],
];
const SPACE = /\s*/y;

/** Reads an expression token by token. */
export class JsonFilterTokens {
  readonly #text: string;
  #position = 0;
  #ahead: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    return token;
  }

  /** Takes the next token if it is this symbol. */
  takes(symbol: string): boolean {
    const { kind, text } = this.peek();
    const isNext = kind === 'symbol' && text === symbol;
    if (isNext) this.next();
    return isNext;
  }

  /** The error for a token that may not stand where it does. */
  unexpected({ kind, text }: Token = this.peek()): Error {
    return invalidPattern(kind === 'end' ? 'it ends too soon' : `Invalid token '${text}'`);
  }

  #read(): Token {
    SPACE.lastIndex = this.#position;
    SPACE.exec(this.#text);
    const start = SPACE.lastIndex;
    if (start >= this.#text.length) return { kind: 'end', text: '' };
    for (const [kind, pattern] of TOKENS) {
      pattern.lastIndex = start;
      const found = pattern.exec(this.#text)?.[0];
      if (!found) continue;
      this.#position = pattern.lastIndex;
      return { kind, text: kind === 'text' ? unquoted(found) : found };
    }
    throw invalidPattern(`Invalid character(s) in term '${this.#text.slice(start)}'`);
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}
