import { reservedWords } from './reserved-words.ts';
import {
  conditionFunctions,
  type FunctionCall,
  type Operand,
  type RawPathPart,
  updateFunctions,
} from './syntax.ts';
import { SyntaxProblem, TokenReader } from './tokens.ts';

const keywords = new Set(['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'SET', 'REMOVE', 'ADD', 'DELETE']);
const maximumIndex = 2_147_483_647;
const maximumOperators = 300;
/** Each group has an operator of its own, or is redundant: no expression that is taken has more within each other. */
const maximumGroups = maximumOperators + 2;
const maximumPathParts = 32;

/** What operands may be called in an expression. */
export type Dialect = 'condition' | 'update' | 'projection';

/**
 * Reads the parts that all expressions are made of. Problems of grammar are thrown where they are
 * met; those of names and functions only once the whole has been read, as DynamoDB reports them.
 */
export class OperandParser {
  readonly tokens: TokenReader;
  readonly paths: RawPathPart[][] = [];
  readonly names: string[] = [];
  readonly values: string[] = [];
  readonly #dialect: Dialect;
  #operators = 0;
  /** Groups in parentheses that are open. */
  #depth = 0;
  #redundantParentheses = false;
  #problem: string | undefined;
  /** The tokens between which the last group in parentheses was. */
  #group = { start: -1, end: -1 };

  constructor(source: string, dialect: Dialect) {
    this.tokens = new TokenReader(source);
    this.#dialect = dialect;
  }

  /** Ends the reading; throws if anything is left, or for a problem kept until now. */
  finish(): void {
    if (this.tokens.peek().kind !== 'end') throw this.tokens.unexpected();
    if (this.#redundantParentheses) {
      throw new SyntaxProblem('The expression has redundant parentheses;');
    }
    if (this.#problem !== undefined) throw new SyntaxProblem(this.#problem);
    if (this.#operators > maximumOperators) throw tooManyOperators();
  }

  countOperator(): void {
    this.#operators += 1;
  }

  /** Keeps a problem until the whole expression has been read; the first one counts. */
  note(problem: string): void {
    this.#problem ??= problem;
  }

  /** What is in parentheses, or undefined if the token at hand opens none. */
  parseGroup<T>(parse: () => T): T | undefined {
    const start = this.tokens.position;
    if (!this.tokens.takeSymbol('(')) return undefined;
    this.#depth += 1;
    if (this.#depth > maximumGroups) throw this.#tooDeep();
    const content = parse();
    this.#depth -= 1;
    if (this.#group.start === start + 1 && this.#group.end === this.tokens.position) {
      this.#redundantParentheses = true;
    }
    this.tokens.expectSymbol(')');
    this.#group = { start, end: this.tokens.position };
    return content;
  }

  /** A path, a value, a call or one of these in parentheses. */
  parseOperand(): Operand {
    const token = this.tokens.peek();
    if (token.kind === 'valueRef') return this.parseValue();
    if (token.kind === 'name' && this.tokens.peek(1).text === '(') return this.#parseCall();
    const grouped = this.parseGroup(() => this.parseOperand());
    return grouped ?? { kind: 'path', path: this.parsePath() };
  }

  parseValue(): { kind: 'value'; name: string } {
    const token = this.tokens.peek();
    if (token.kind !== 'valueRef') throw this.tokens.unexpected();
    this.tokens.next();
    if (!this.values.includes(token.text)) this.values.push(token.text);
    return { kind: 'value', name: token.text };
  }

  /** Reads a document path; returns its index among the expression's paths. */
  parsePath(): number {
    const parts: RawPathPart[] = [this.#parseName()];
    for (;;) {
      if (this.tokens.takeSymbol('.')) parts.push(this.#parseName());
      else if (this.tokens.takeSymbol('[')) parts.push(this.#parseIndex());
      else break;
    }
    if (parts.length > maximumPathParts) {
      const levels = parts.length;
      this.note(`The document path has too many nesting levels; nesting levels: ${levels}`);
    }
    return this.paths.push(parts) - 1;
  }

  /** The problem of groups deeper than any that is taken, told before the stack ends. */
  #tooDeep(): SyntaxProblem {
    if (this.#operators > maximumOperators) return tooManyOperators();
    return new SyntaxProblem('The expression has redundant parentheses;');
  }

  #parseName(): string {
    const token = this.tokens.peek();
    if (token.kind === 'nameRef') {
      if (!this.names.includes(token.text)) this.names.push(token.text);
    } else if (token.kind !== 'name' || keywords.has(token.text.toUpperCase())) {
      throw this.tokens.unexpected();
    } else if (reservedWords.has(token.text.toUpperCase())) {
      this.note(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    this.tokens.next();
    return token.text;
  }

  #parseIndex(): number {
    const token = this.tokens.peek();
    if (token.kind !== 'index') throw this.tokens.unexpected();
    this.tokens.next();
    this.tokens.expectSymbol(']');
    const index = Number(token.text);
    if (index > maximumIndex) {
      this.note(`List index is not within the allowable range; index: [${token.text}]`);
    }
    return index;
  }

  #parseCall(): FunctionCall {
    const token = this.tokens.peek();
    if (keywords.has(token.text.toUpperCase())) throw this.tokens.unexpected();
    const name = this.tokens.next().text;
    this.#checkFunction(name);
    this.tokens.expectSymbol('(');
    const operands = [this.parseOperand()];
    while (this.tokens.takeSymbol(',')) operands.push(this.parseOperand());
    this.tokens.expectSymbol(')');
    this.countOperator();
    return { kind: 'call', name, operands };
  }

  #checkFunction(name: string): void {
    const inConditions = Object.hasOwn(conditionFunctions, name);
    const inUpdates = Object.hasOwn(updateFunctions, name);
    if (!inConditions && !inUpdates) {
      this.note(`Invalid function name; function: ${name}`);
    } else if (this.#dialect === 'condition' ? !inConditions : !inUpdates) {
      const article = this.#dialect === 'condition' ? 'a condition' : 'an update';
      this.note(`The function is not allowed in ${article} expression; function: ${name}`);
    }
  }
}

function tooManyOperators(): SyntaxProblem {
  const count = maximumOperators + 1;
  return new SyntaxProblem(`The expression contains too many operators; operator count: ${count}`);
}
