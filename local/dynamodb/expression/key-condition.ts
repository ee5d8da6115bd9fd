import type { StoredValue } from '../attribute-value.ts';
import { validationException } from '../errors.ts';
import type { KeySchema, KeyType } from '../keys.ts';
import type { Bound } from './placeholders.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

/** What a Query asks of the last sort attribute that it names. */
export type RangeCondition =
  | { operator: '=' | '<' | '<=' | '>' | '>=' | 'begins_with'; value: StoredValue }
  | { operator: 'between'; low: StoredValue; high: StoredValue };

/** A key condition as a partition and, perhaps, a part of it. */
export interface KeyCondition {
  /** The values of the partition key's attributes. */
  hash: readonly StoredValue[];
  /** The values of the sort attributes before the last one that is named. */
  prefix: readonly StoredValue[];
  range?: RangeCondition;
}

/** One term of the expression: a key attribute and what it is compared with. */
interface Term {
  attribute: string;
  operator: Comparator | 'begins_with' | 'between';
  values: StoredValue[];
}

const mirrored: Record<Comparator, Comparator> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * Reads a KeyConditionExpression by the key schema it queries; throws a ValidationException if it
 * is no such thing.
 */
export function readKeyCondition(bound: Bound<Condition>, schema: KeySchema): KeyCondition {
  const terms = termsOf(bound.root, bound);
  if (new Set(terms.map((term) => term.attribute)).size < terms.length) {
    throw validationException('KeyConditionExpressions must only contain one condition per key');
  }
  const most = Math.max(2, schema.parts.length);
  if (terms.length > most) {
    const lengths = Array.from({ length: most }, (_, at) => at + 1);
    throw validationException(`Conditions can be of length ${lengths.join(' or ')} only`);
  }
  if (schema.hash.length > 1) checkPartitionTerms(terms, schema);
  const hash = partitionTerms(terms, schema);
  const range = sortTerms(terms, schema);
  for (const { operator } of hash) if (operator !== '=') throw notSupported();
  checkTypes(hash, schema.hash);
  checkTypes(range, schema.range);
  const values = hash.map((term) => term.values[0]!);
  if (range.length === 0) return { hash: values, prefix: none };
  const prefix = range.length === 1 ? none : range.slice(0, -1).map((term) => term.values[0]!);
  return { hash: values, prefix, range: rangeCondition(range[range.length - 1]!) };
}

const none: readonly StoredValue[] = [];

/** Of several partition attributes, those are named that have no equality. The words are DynamoDB Local's. */
function checkPartitionTerms(terms: readonly Term[], { hash }: KeySchema): void {
  const without = hash.filter(({ name }) => termOf(terms, name)?.operator !== '=');
  if (without.length === 0) return;
  const names = without.map(({ name }) => name).join(', ');
  throw validationException(
    `HASH key attributes ${names} must have equality conditions specified in the query`,
  );
}

/** The terms of the partition key, in the order of its attributes; each has to be there. */
function partitionTerms(terms: readonly Term[], { hash }: KeySchema): Term[] {
  return hash.map(({ name }) => {
    const term = termOf(terms, name);
    if (term === undefined) throw missed(name);
    return term;
  });
}

/**
 * The terms of the sort key, in the order of its attributes. None may be left out before the last one named, and all
 * before it ask for equality. Amazon DynamoDB Developer Guide, "Multi-attribute keys".
 */
function sortTerms(terms: readonly Term[], { hash, range }: KeySchema): Term[] {
  const found: Term[] = [];
  const wanted = terms.length - hash.length;
  if (wanted > 0 && range.length === 0) throw notSupported();
  for (const { name } of range) {
    if (found.length === wanted) break;
    const term = termOf(terms, name);
    if (term === undefined) throw gap(terms, range);
    if (found.length + 1 < wanted && term.operator !== '=') throw gap(terms, range);
    found.push(term);
  }
  return found;
}

/** What is wrong with terms of which one names no sort attribute, or one before the last does not ask for equality. */
function gap(terms: readonly Term[], range: KeySchema['range']): Error {
  const named = range.map(({ name }) => termOf(terms, name));
  const last = named.findLastIndex((term) => term !== undefined);
  const gaps = range.slice(0, last).filter((_, at) => named[at]?.operator !== '=');
  if (last < 0 || gaps.length === 0) return missed(range[named.indexOf(undefined)]!.name);
  return validationException(
    `RANGE key attributes ${gaps.map(({ name }) => name).join(', ')} must have equality conditions specified in the query ` +
      `because a condition is present on key attribute ${range[last]!.name}`,
  );
}

function termOf(terms: readonly Term[], attribute: string): Term | undefined {
  for (const term of terms) if (term.attribute === attribute) return term;
  return undefined;
}

function rangeCondition({ operator, values }: Term): RangeCondition {
  const [value, high] = values as [StoredValue, StoredValue];
  if (operator === 'between') return { operator, low: value, high };
  if (operator === '<>') throw invalidOperator(operator);
  return { operator, value };
}

function termsOf(condition: Condition, bound: Bound<Condition>): Term[] {
  switch (condition.kind) {
    case 'and':
      return [...termsOf(condition.left, bound), ...termsOf(condition.right, bound)];
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase());
    case 'compare': {
      const { comparator, left, right } = condition;
      if (comparator === '<>') throw invalidOperator(comparator);
      if (left.kind === 'value' && right.kind === 'path') {
        return [term(right, mirrored[comparator], [left], bound)];
      }
      return [term(left, comparator, [right], bound)];
    }
    case 'between':
      return [term(condition.operand, 'between', [condition.low, condition.high], bound)];
    case 'call': {
      const [subject, prefix] = condition.operands as [Operand, Operand];
      if (condition.name !== 'begins_with') throw invalidOperator(condition.name);
      return [term(subject, condition.name, [prefix], bound)];
    }
  }
}

function term(
  subject: Operand,
  operator: Term['operator'],
  operands: Operand[],
  bound: Bound<Condition>,
): Term {
  if ([subject, ...operands].some((operand) => operand.kind === 'call')) {
    throw validationException('KeyConditionExpressions cannot contain nested operations');
  }
  if (subject.kind === 'path' && operands.some((operand) => operand.kind === 'path')) {
    throw validationException(
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    );
  }
  if (subject.kind !== 'path') {
    throw validationException(
      'Invalid condition in KeyConditionExpression: No key attribute specified',
    );
  }
  const path = bound.paths[subject.path]!;
  if (path.length > 1) {
    throw validationException(
      'KeyConditionExpressions cannot have conditions on nested attributes',
    );
  }
  const values = operands.map((operand) => {
    return bound.values[(operand as Extract<Operand, { kind: 'value' }>).name]!;
  });
  return { attribute: path[0] as string, operator, values };
}

function checkTypes(terms: readonly Term[], parts: KeySchema['parts']): void {
  for (let at = 0; at < terms.length; at += 1) checkType(terms[at]!, parts[at]!.type);
}

function checkType({ values, attribute }: Term, type: KeyType): void {
  for (const value of values) {
    if (value[type] === undefined) {
      throw validationException(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
    if (value.S === '' || value.B === '') {
      const kind = value.B === undefined ? 'string' : 'binary';
      throw validationException(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${attribute}`,
      );
    }
  }
}

function notSupported(): Error {
  return validationException('Query key condition not supported');
}

function missed(attribute: string): Error {
  return validationException(`Query condition missed key schema element: ${attribute}`);
}

function invalidOperator(operator: string): Error {
  return validationException(`Invalid operator used in KeyConditionExpression: ${operator}`);
}
