import { type StoredItem, type StoredValue, typeOf } from '../attribute-value.ts';
import { compareScalars, sameValue } from '../comparison.ts';
import { valueAt } from './document-path.ts';
import type { Bound } from './placeholders.ts';
import type { Comparator, Condition, FunctionCall, Operand } from './syntax.ts';

/** What a condition is evaluated against: the bindings of the call, and the item or nothing. */
interface Scope {
  bound: Bound<unknown>;
  item: StoredItem | undefined;
}

/**
 * Whether a condition holds for an item, or for none (Expressions.OperatorsAndFunctions, "Condition
 * and filter expressions, operators, and functions").
 */
export function holds(bound: Bound<Condition>, item: StoredItem | undefined): boolean {
  return evaluate(bound.root, { bound, item });
}

function evaluate(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return evaluate(condition.left, scope) && evaluate(condition.right, scope);
    case 'or':
      return evaluate(condition.left, scope) || evaluate(condition.right, scope);
    case 'not':
      return !evaluate(condition.condition, scope);
    case 'compare':
      return compare(
        condition.comparator,
        operandValue(condition.left, scope),
        operandValue(condition.right, scope),
      );
    case 'between': {
      const value = operandValue(condition.operand, scope);
      return (
        compare('>=', value, operandValue(condition.low, scope)) &&
        compare('<=', value, operandValue(condition.high, scope))
      );
    }
    case 'in': {
      const value = operandValue(condition.operand, scope);
      return condition.list.some((operand) => compare('=', value, operandValue(operand, scope)));
    }
    case 'call':
      return call(condition, scope);
  }
}

/** A comparison with a missing value is false, but for `<>`, which is true. */
function compare(
  comparator: Comparator,
  left: StoredValue | undefined,
  right: StoredValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return sameValue(left, right);
  if (comparator === '<>') return !sameValue(left, right);
  const order = compareScalars(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  if (comparator === '>') return order > 0;
  return order >= 0;
}

function call({ name, operands }: FunctionCall, scope: Scope): boolean {
  const first = operandValue(operands[0]!, scope);
  if (name === 'attribute_exists') return first !== undefined;
  if (name === 'attribute_not_exists') return first === undefined;
  const second = operandValue(operands[1]!, scope);
  if (first === undefined || second === undefined) return false;
  if (name === 'attribute_type') return typeOf(first) === second.S;
  return name === 'begins_with' ? beginsWith(first, second) : contains(first, second);
}

/** Whether a string or binary value begins with another of its type. */
function beginsWith(value: StoredValue, prefix: StoredValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  const beginning = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, beginning.length).equals(beginning);
}

function contains(value: StoredValue, part: StoredValue): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.L !== undefined) return value.L.some((element) => sameValue(element, part));
  if (value.SS !== undefined) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS !== undefined) return part.N !== undefined && value.NS.includes(part.N);
  if (part.B === undefined) return false;
  if (value.BS !== undefined) return value.BS.includes(part.B);
  if (value.B === undefined) return false;
  return Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
}

function operandValue(operand: Operand, scope: Scope): StoredValue | undefined {
  if (operand.kind === 'value') return scope.bound.values[operand.name];
  if (operand.kind === 'path') {
    return scope.item && valueAt(scope.item, scope.bound.paths[operand.path]!);
  }
  const value = operandValue(operand.operands[0]!, scope);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** Characters, bytes or elements; numbers, booleans and null have no size. */
function sizeOf(value: StoredValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}
