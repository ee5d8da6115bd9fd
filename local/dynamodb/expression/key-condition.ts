import type { StoredValue } from '../attribute-value.ts';
import { validationException } from '../errors.ts';
import type { KeySchema, KeyType } from '../keys.ts';
import type { Bound } from './placeholders.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

/** What a Query asks of the sort key. */
export type RangeCondition =
  | { operator: '=' | '<' | '<=' | '>' | '>=' | 'begins_with'; value: StoredValue }
  | { operator: 'between'; low: StoredValue; high: StoredValue };

/** A key condition as a partition and, perhaps, a part of it. */
export interface KeyCondition {
  hash: StoredValue;
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
  if (terms.length > 2) throw validationException('Conditions can be of length 1 or 2 only');
  const hash = terms.find((term) => term.attribute === schema.hash);
  if (hash === undefined) throw missed(schema.hash);
  const range = terms.find((term) => term !== hash);
  if (range !== undefined && range.attribute !== schema.range) {
    throw schema.range === undefined
      ? validationException('Query key condition not supported')
      : missed(schema.range);
  }
  if (hash.operator !== '=') throw validationException('Query key condition not supported');
  checkTypes(hash, schema.hashType);
  if (range === undefined) return { hash: hash.values[0]! };
  checkTypes(range, schema.rangeType!);
  return { hash: hash.values[0]!, range: rangeCondition(range) };
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

function checkTypes({ values, attribute }: Term, type: KeyType): void {
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

function missed(attribute: string): Error {
  return validationException(`Query condition missed key schema element: ${attribute}`);
}

function invalidOperator(operator: string): Error {
  return validationException(`Invalid operator used in KeyConditionExpression: ${operator}`);
}
