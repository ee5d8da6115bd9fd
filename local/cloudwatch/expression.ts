import { NotSimulatedError } from '../errors.ts';

/** The value of one period of the metric with that id; undefined if it has none. */
export type ReadMetric = (id: string) => number | undefined;

/** Compiled metric math: undefined where an operand is missing or the result is no number. */
export interface Expression {
  /** Ids of the metrics it reads. */
  ids: readonly string[];
  evaluate(read: ReadMetric): number | undefined;
}

/**
 * Compiles metric math as far as it is arithmetic: numbers, ids, `+ - * /`, a sign and parentheses.
 * Throws NotSimulatedError for functions and all else. CloudWatch User Guide, "Using math expressions".
 */
export function compileExpression(text: string): Expression {
  const parser = new Parser(text);
  const root = parser.parse();
  const evaluate = (read: ReadMetric): number | undefined => {
    const value = root(read);
    return Number.isFinite(value) ? value : undefined;
  };
  return { ids: [...parser.ids], evaluate };
}

/** NaN stands for a missing operand, as it makes every result of it NaN. */
type Node = (read: ReadMetric) => number;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z]\w*)|([-+*/()]))/y;

class Parser {
  readonly ids = new Set<string>();
  readonly #text: string;
  readonly #tokens: string[] = [];

  constructor(text: string) {
    this.#text = text;
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const match = TOKEN.exec(text);
      if (!match) this.#refuse();
      this.#tokens.push(match[0].trim());
    }
  }

  parse(): Node {
    const root = this.#sum();
    if (this.#tokens.length > 0) this.#refuse();
    return root;
  }

  #sum(): Node {
    let left = this.#product();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      const [before, right] = [left, this.#product()];
      left =
        operator === '+'
          ? (read) => before(read) + right(read)
          : (read) => before(read) - right(read);
    }
    return left;
  }

  #product(): Node {
    let left = this.#factor();
    for (let operator = this.#take('*', '/'); operator; operator = this.#take('*', '/')) {
      const [before, right] = [left, this.#factor()];
      left =
        operator === '*'
          ? (read) => before(read) * right(read)
          : (read) => before(read) / right(read);
    }
    return left;
  }

  #factor(): Node {
    if (this.#take('-')) {
      const operand = this.#factor();
      return (read) => -operand(read);
    }
    if (this.#take('(')) {
      const inner = this.#sum();
      if (!this.#take(')')) this.#refuse();
      return inner;
    }
    const token = this.#tokens.shift() ?? '';
    if (/^\d/.test(token)) return () => Number(token);
    if (!/^[a-z]/.test(token)) this.#refuse();
    this.ids.add(token);
    return (read) => read(token) ?? Number.NaN;
  }

  #take(...wanted: string[]): string | undefined {
    const next = this.#tokens[0];
    return next !== undefined && wanted.includes(next) ? this.#tokens.shift() : undefined;
  }

  #refuse(): never {
    throw new NotSimulatedError(`metric math ${this.#text}`);
  }
}
