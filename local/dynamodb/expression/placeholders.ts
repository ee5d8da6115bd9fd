import { NotSimulatedError } from '../../errors.ts';
import { fitsBytes } from '../../utf8.ts';
import { maximumNameBytes, normaliseValue, type StoredItem, typeOf } from '../attribute-value.ts';
import {
  isValidationException,
  rewordedValidation,
  validationException,
  wordsForWrites,
} from '../errors.ts';
import { utf8Length } from '../item-size.ts';
import { BoundNames } from './bound-names.ts';
import {
  type Compiled,
  compiledCondition,
  compiledProjection,
  compiledUpdate,
} from './compiled.ts';
import type { Condition, Path, UpdateAction } from './syntax.ts';
import { SyntaxProblem } from './tokens.ts';

/** An expression with its names resolved and the values it refers to. */
export interface Bound<T> {
  root: T;
  paths: readonly Path[];
  values: StoredItem;
}

const maximumExpressionBytes = 4096;
const noValues: StoredItem = {};

/**
 * The ExpressionAttributeNames and -Values of one request. Binds the request's expressions to them
 * and, at the end, refuses those that no expression used. Every problem is a ValidationException.
 */
export class Placeholders {
  readonly #names: Record<string, string> | undefined;
  readonly #values: StoredItem;
  readonly #compiled: Compiled<unknown>[] = [];
  /** Whether any value was not in stored form. */
  readonly rewritten: boolean;

  constructor(names: Record<string, string> | undefined, values: object | undefined) {
    this.#names = names;
    if (names !== undefined) checkNames(names);
    this.#values = values === undefined ? noValues : normaliseValues(values);
    this.rewritten = values !== undefined && isRewritten(values, this.#values);
  }

  condition(parameter: string, source: string): Bound<Condition> {
    return this.#bind(parameter, source, compiledCondition);
  }

  update(source: string): Bound<UpdateAction[]> {
    return this.#bind('UpdateExpression', source, compiledUpdate);
  }

  projection(source: string): Bound<number[]> {
    return this.#bind('ProjectionExpression', source, compiledProjection);
  }

  /** Throws if a name or value was given that no expression uses. */
  finish(): void {
    if (this.#names !== undefined) this.#checkUsed('Names', this.#names, 'names');
    if (this.#values !== noValues) this.#checkUsed('Values', this.#values, 'values');
  }

  #bind<T>(parameter: string, source: string, compile: (source: string) => Compiled<T>): Bound<T> {
    try {
      checkSize(source);
      const compiled = compile(source);
      this.#compiled.push(compiled as Compiled<unknown>);
      return { root: compiled.expression.root, paths: this.#paths(compiled), values: this.#values };
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      throw validationException(`Invalid ${parameter}: ${error.message}`);
    }
  }

  /**
   * The resolved paths; the whole check is done again only if names or types differ from the last
   * call's.
   */
  #paths<T>(compiled: Compiled<T>): readonly Path[] {
    const { last, expression } = compiled;
    if (last !== undefined && this.#isLike(compiled, last)) return last.paths;
    const bound = new BoundNames(expression, this.#names, this.#values);
    compiled.check(expression.root, bound);
    const paths = expression.paths.map((_, index) => bound.path(index));
    compiled.last = {
      names: expression.names.map((name) => this.#names![name]!),
      types: expression.values.map((name) => typeOf(this.#values[name]!)),
      paths,
    };
    return paths;
  }

  #isLike<T>(compiled: Compiled<T>, last: NonNullable<Compiled<T>['last']>): boolean {
    if (compiled.dependsOnValues) return false;
    const { names, values } = compiled.expression;
    for (let index = 0; index < names.length; index += 1) {
      if (this.#names?.[names[index]!] !== last.names[index]) return false;
    }
    for (let index = 0; index < values.length; index += 1) {
      const value = this.#values[values[index]!];
      if (value === undefined || value[last.types[index]!] === undefined) return false;
    }
    return true;
  }

  #checkUsed(kind: string, given: object, member: 'names' | 'values'): void {
    let unused = 0;
    for (const name in given) if (!this.#isUsed(name, member)) unused += 1;
    if (unused === 0) return;
    const keys = Object.keys(given)
      .filter((name) => !this.#isUsed(name, member))
      .join(', ');
    throw validationException(
      `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${keys}}`,
    );
  }

  #isUsed(name: string, member: 'names' | 'values'): boolean {
    for (const { expression } of this.#compiled) if (expression[member].includes(name)) return true;
    return false;
  }
}

function checkSize(source: string): void {
  if (source === '') throw new SyntaxProblem('The expression can not be empty;');
  if (source.length * 3 <= maximumExpressionBytes) return;
  const bytes = utf8Length(source);
  if (bytes > maximumExpressionBytes) {
    throw new SyntaxProblem(
      `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
    );
  }
}

const namePattern = /^#[A-Za-z0-9_]+$/;
const valuePattern = /^:[A-Za-z0-9_]+$/;

function checkNames(names: Record<string, string>): void {
  let empty = true;
  for (const key in names) {
    empty = false;
    checkKey('Names', namePattern, key);
    if (names[key] === '__proto__') throw new NotSimulatedError('an attribute named __proto__');
    if (!fitsBytes(names[key]!, maximumNameBytes)) {
      throw validationException(
        `ExpressionAttributeNames contains invalid value: Attribute name is too large, must be less than 65536 bytes for key ${key}`,
      );
    }
    if (names[key] === '') {
      throw validationException(
        `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`,
      );
    }
  }
  if (empty) throw validationException('ExpressionAttributeNames must not be empty');
}

function normaliseValues(values: object): StoredItem {
  const normal: StoredItem = {};
  let empty = true;
  for (const key in values) {
    empty = false;
    checkKey('Values', valuePattern, key);
    normal[key] = normaliseNamed(key, values[key as keyof typeof values]);
  }
  if (empty) throw validationException('ExpressionAttributeValues must not be empty');
  return normal;
}

function isRewritten(given: object, normal: StoredItem): boolean {
  for (const key in given) if (given[key as keyof typeof given] !== normal[key]) return true;
  return false;
}

function checkKey(kind: string, pattern: RegExp, key: string): void {
  if (pattern.test(key)) return;
  throw validationException(
    `ExpressionAttribute${kind} contains invalid key: Syntax error; key: "${key}"`,
  );
}

function normaliseNamed(key: string, value: unknown): ReturnType<typeof normaliseValue> {
  try {
    return normaliseValue(value);
  } catch (error) {
    if (!isValidationException(error)) throw error;
    throw rewordedValidation(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
      wordsForWrites(error),
    );
  }
}
