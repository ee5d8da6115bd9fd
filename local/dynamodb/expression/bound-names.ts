import type { StoredItem, TypeName } from '../attribute-value.ts';
import { typeOf } from '../attribute-value.ts';
import { samePath, showPath } from './document-path.ts';
import type { Expression, Operand, Path } from './syntax.ts';
import { SyntaxProblem } from './tokens.ts';

/**
 * Resolves the placeholders of one expression while it is checked; throws for those not defined.
 */
export class BoundNames {
  readonly values: StoredItem;
  readonly #expression: Expression<unknown>;
  readonly #names: Record<string, string> | undefined;
  readonly #paths: (Path | undefined)[] = [];

  constructor(
    expression: Expression<unknown>,
    names: Record<string, string> | undefined,
    values: StoredItem,
  ) {
    this.#expression = expression;
    this.#names = names;
    this.values = values;
  }

  path(index: number): Path {
    this.#paths[index] ??= this.#expression.paths[index]!.map((part) =>
      typeof part === 'string' && part.startsWith('#') ? this.#name(part) : part,
    );
    return this.#paths[index];
  }

  /**
   * The type of a value, or of a call of `size`; undefined for a path, whose type only the item
   * tells.
   */
  typeOf(operand: Operand): TypeName | undefined {
    if (operand.kind === 'call') return operand.name === 'size' ? 'N' : undefined;
    return operand.kind === 'value' ? typeOf(this.values[operand.name]!) : undefined;
  }

  /** Throws unless the value is defined. */
  requireValue(name: string): void {
    if (this.values[name] !== undefined) return;
    throw new SyntaxProblem(
      `An expression attribute value used in expression is not defined; attribute value: ${name}`,
    );
  }

  #name(placeholder: string): string {
    const name = this.#names?.[placeholder];
    if (name !== undefined) return name;
    throw new SyntaxProblem(
      `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }
}

/** The problem of an operand whose type an operator or function does not take. */
export function wrongOperandType(operator: string, type: string): SyntaxProblem {
  return new SyntaxProblem(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** The problem of a function that is called with more or fewer operands than it takes. */
export function wrongOperandCount(name: string, count: number): SyntaxProblem {
  return new SyntaxProblem(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${count}`,
  );
}

/** The problem of a function whose first operand is no document path. */
export function pathRequired(name: string): SyntaxProblem {
  return new SyntaxProblem(
    `Operator or function requires a document path; operator or function: ${name}`,
  );
}

/** The problem of a function where it may not stand, such as `size` as a whole condition. */
export function functionMisplaced(name: string): SyntaxProblem {
  return new SyntaxProblem(
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}

/** Throws SyntaxProblem where the first operand is given again. */
export function checkDistinct(
  operator: string,
  operands: readonly Operand[],
  bound: BoundNames,
): void {
  const [first, ...others] = operands;
  if (first?.kind !== 'path') return;
  const path = bound.path(first.path);
  for (const other of others) {
    if (other.kind !== 'path' || !samePath(path, bound.path(other.path))) continue;
    throw new SyntaxProblem(
      'The first operand must be distinct from the remaining operands for this operator or function; ' +
        `operator: ${operator}, first operand: ${showPath(path)}`,
    );
  }
}
