/** What a piece of an expression is; anything else is `unknown`, one character long. */
export type TokenKind = 'name' | 'nameRef' | 'valueRef' | 'index' | 'symbol' | 'unknown' | 'end';

/** A piece of an expression and where it stands: `start` and, exclusive, `end` in UTF-16 units. */
export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

const tokenPattern =
  /(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<nameRef>#[A-Za-z0-9_]+)|(?<valueRef>:[A-Za-z0-9_]+)|(?<index>0|[1-9]\d*)|(?<symbol><>|<=|>=|[=<>()[\],.+-])|(?<space>[ \t\r\n]+)|(?<unknown>.)/suy;

/** Splits an expression into its tokens, the last of kind `end`. */
function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (;;) {
    const start = tokenPattern.lastIndex;
    const groups = tokenPattern.exec(source)?.groups;
    if (groups === undefined) break;
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined)!;
    if (kind === 'space') continue;
    const end = tokenPattern.lastIndex;
    tokens.push({ kind: kind as TokenKind, text: source.slice(start, end), start, end });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: source.length, end: source.length });
  return tokens;
}

/** Reads tokens in turn. A token that does not fit is a `SyntaxProblem`. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: Token[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  /** The index of the token at hand. */
  get position(): number {
    return this.#at;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Takes the token if it is this symbol. */
  takeSymbol(text: string): boolean {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  /** Takes the token if it is this keyword, in any case. */
  takeKeyword(keyword: string): boolean {
    if (!isKeyword(this.peek(), keyword)) return false;
    this.#at += 1;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected();
  }

  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.unexpected();
  }

  /** The problem with the token at hand, quoted with its neighbours as DynamoDB does. */
  unexpected(): SyntaxProblem {
    const token = this.peek();
    const before = this.#tokens[this.#at - 1] ?? token;
    const after = this.#tokens[this.#at + 1] ?? token;
    const near = this.#source.slice(
      token.kind === 'end' && this.#at === 0 ? 0 : before.start,
      after.end,
    );
    return new SyntaxProblem(`Syntax error; token: "${token.text}", near: "${near}"`);
  }
}

/** What is wrong with an expression, without the name of the parameter it was given in. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
}

/** Whether a token is this keyword, in any case. */
export function isKeyword(token: Token, keyword: string): boolean {
  return token.kind === 'name' && token.text.toUpperCase() === keyword;
}
