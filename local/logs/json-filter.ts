import { NotSimulatedError } from '../errors.ts';
import { JsonFilterTokens, type Token } from './json-filter-tokens.ts';
import { compileSelector, type Selector } from './json-selector.ts';
import { invalidPattern } from './logs-errors.ts';

/** Whether a message matches. */
export type LogFilter = (message: string) => boolean;

type Test = (event: unknown) => boolean;

const MAX_DEPTH = 50;

/**
 * Compiles `{ $.level = "ERROR" && ($.count > 5 || $.note NOT EXISTS) }`. A message that is no JSON object matches
 * nothing. Amazon CloudWatch Logs User Guide, "Using filter patterns to match terms in JSON log events".
 */
export function compileJsonFilter(text: string): LogFilter {
  if (!text.endsWith('}')) {
    throw invalidPattern("If a filter pattern starts with '{' it must end with '}'");
  }
  const test = new JsonFilterParser(new JsonFilterTokens(text.slice(1, -1))).parse();
  return (message) => {
    const event = parsed(message);
    return event !== undefined && test(event);
  };
}

function parsed(message: string): object | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // A message of any other form is no JSON event.
    return undefined;
  }
}

/** Recursive descent: `||` binds less than `&&`. */
class JsonFilterParser {
  readonly #tokens: JsonFilterTokens;
  #depth = 0;

  constructor(tokens: JsonFilterTokens) {
    this.#tokens = tokens;
  }

  parse(): Test {
    const test = this.#any();
    if (this.#tokens.peek().kind !== 'end') throw this.#tokens.unexpected();
    return test;
  }

  #any(): Test {
    const tests = [this.#all()];
    while (this.#tokens.takes('||')) tests.push(this.#all());
    return tests.length === 1 ? tests[0]! : (event) => tests.some((test) => test(event));
  }

  #all(): Test {
    const tests = [this.#one()];
    while (this.#tokens.takes('&&')) tests.push(this.#one());
    return tests.length === 1 ? tests[0]! : (event) => tests.every((test) => test(event));
  }

  #one(): Test {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw invalidPattern('it is nested too deeply');
    const test = this.#tokens.takes('(') ? this.#grouped() : this.#comparison();
    this.#depth -= 1;
    return test;
  }

  #grouped(): Test {
    const test = this.#any();
    if (!this.#tokens.takes(')')) throw this.#tokens.unexpected();
    return test;
  }

  #comparison(): Test {
    const token = this.#tokens.next();
    if (token.kind !== 'selector') throw this.#tokens.unexpected(token);
    const selector = compileSelector(token.text);
    const operator = this.#tokens.next();
    if (operator.kind === 'word') return this.#wordTest(selector, operator);
    if (operator.kind !== 'symbol' || !COMPARISONS.has(operator.text)) {
      throw this.#tokens.unexpected(operator);
    }
    const value = this.#tokens.next();
    if (value.kind === 'regex') throw new NotSimulatedError(`regular expression ${value.text}`);
    if (value.kind !== 'text' && value.kind !== 'word') throw this.#tokens.unexpected(value);
    return compared(selector, operator.text, value);
  }

  /** `IS NULL`, `IS TRUE`, `IS FALSE`, `EXISTS` and `NOT EXISTS`. */
  #wordTest(selector: Selector, word: Token): Test {
    const name = word.text.toUpperCase();
    if (name === 'EXISTS') return (event) => selector(event).length > 0;
    const second = this.#tokens.next();
    const test = WORDS[`${name} ${second.text.toUpperCase()}`];
    if (!test || second.kind !== 'word') throw this.#tokens.unexpected(second);
    return (event) => test(selector(event));
  }
}

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);

const WORDS: Readonly<Record<string, (values: readonly unknown[]) => boolean>> = {
  'IS NULL': (values) => values.includes(null),
  'IS TRUE': (values) => values.includes(true),
  'IS FALSE': (values) => values.includes(false),
  'NOT EXISTS': (values) => values.length === 0,
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function compared(selector: Selector, operator: string, { kind, text }: Token): Test {
  const isNumber = kind === 'word' && NUMBER.test(text);
  if (operator !== '=' && operator !== '!=') {
    if (!isNumber) throw invalidPattern(`Invalid numeric comparison with '${text}'`);
    const compare = ORDERS[operator]!;
    return some(selector, (value) => typeof value === 'number' && compare(value, Number(text)));
  }
  const equals = isNumber ? equalNumber(Number(text)) : equalText(text);
  const negated = operator === '!=';
  return some(selector, (value) => isPlain(value) && equals(value) !== negated);
}

const ORDERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function some(selector: Selector, test: (value: unknown) => boolean): Test {
  return (event) => selector(event).some(test);
}

/** A number is equal to its own text too. */
function equalNumber(expected: number): (value: unknown) => boolean {
  return (value) => value !== '' && Number(value) === expected && typeof value !== 'boolean';
}

/** Each `*` stands for any run of characters. */
function equalText(expected: string): (value: unknown) => boolean {
  const parts = expected.split('*');
  if (parts.length === 1) return (value) => String(value) === expected;
  const [start = ''] = parts;
  const end = parts.at(-1)!;
  return (value) => {
    const text = String(value);
    if (!text.startsWith(start) || !text.endsWith(end)) return false;
    let position = start.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, position);
      if (found === -1) return false;
      position = found + part.length;
    }
    return position <= text.length - end.length;
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
