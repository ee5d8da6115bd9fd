import type { StoredValue, TypeName } from '../attribute-value.ts';
import { compareScalars } from '../comparison.ts';
import {
  type BoundNames,
  checkDistinct,
  functionMisplaced,
  pathRequired,
  wrongOperandCount,
  wrongOperandType,
} from './bound-names.ts';
import { type Condition, conditionFunctions, type FunctionCall, type Operand } from './syntax.ts';
import { SyntaxProblem } from './tokens.ts';

const ordered: readonly TypeName[] = ['S', 'N', 'B'];
const withSize: readonly TypeName[] = ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'];
const typeNames = ['N', 'BS', 'L', 'B', 'NULL', 'M', 'S', 'SS', 'NS', 'BOOL'];
/** What DynamoDB's message lists where a path is given instead of a type's name. */
const everyType =
  '{INT,HDS,DOUBLE,L,FLOAT,B,INTSET,SS,DECIMAL,DICT,M,N,DOUBLESET,HD,FS,BOOL,S,NS,BS,DECIMALSET,NULL}';

/**
 * Checks a condition against the names and values of a call, operands before the operator they
 * belong to.
 */
export function checkCondition(condition: Condition, bound: BoundNames): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkCondition(condition.left, bound);
      checkCondition(condition.right, bound);
      return;
    case 'not':
      checkCondition(condition.condition, bound);
      return;
    case 'compare': {
      const { comparator, left, right } = condition;
      checkOperands([left, right], bound);
      checkDistinct(comparator, [left, right], bound);
      if (comparator !== '=' && comparator !== '<>') {
        checkTypes(comparator, ordered, [left, right], bound);
      }
      return;
    }
    case 'between':
      checkBetween(condition, bound);
      return;
    case 'in': {
      const operands = [condition.operand, ...condition.list];
      checkOperands(operands, bound);
      checkDistinct('IN', operands, bound);
      return;
    }
    case 'call':
      checkCall(condition, bound);
      if (!conditionFunctions[condition.name]!.condition) throw functionMisplaced(condition.name);
  }
}

function checkBetween(
  { operand, low, high }: Extract<Condition, { kind: 'between' }>,
  bound: BoundNames,
): void {
  const operands = [operand, low, high];
  checkOperands(operands, bound);
  checkDistinct('BETWEEN', operands, bound);
  checkTypes('BETWEEN', ordered, operands, bound);
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const lower = bound.values[low.name]!;
  const upper = bound.values[high.name]!;
  const same = bound.typeOf(low) === bound.typeOf(high);
  if (same && compareScalars(lower, upper)! <= 0) return;
  const rule = same
    ? 'upper bound to be greater than or equal to lower bound'
    : 'same data type for lower and upper bounds';
  throw new SyntaxProblem(
    `The BETWEEN operator requires ${rule}; lower bound operand: ${show(lower)}, upper bound operand: ${show(upper)}`,
  );
}

function checkOperands(operands: readonly Operand[], bound: BoundNames): void {
  for (const operand of operands) {
    if (operand.kind === 'path') bound.path(operand.path);
    else if (operand.kind === 'value') bound.requireValue(operand.name);
    else {
      checkCall(operand, bound);
      if (conditionFunctions[operand.name]!.condition) throw functionMisplaced(operand.name);
    }
  }
}

function checkCall({ name, operands }: FunctionCall, bound: BoundNames): void {
  checkOperands(operands, bound);
  if (operands.length !== conditionFunctions[name]!.operands) {
    throw wrongOperandCount(name, operands.length);
  }
  const [first, second] = operands as [Operand, Operand];
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      if (first.kind !== 'path') throw pathRequired(name);
      return;
    case 'size':
      checkTypes(name, withSize, operands, bound);
      return;
    case 'attribute_type':
      checkTypeName(second, bound);
      return;
    case 'begins_with':
      checkDistinct(name, operands, bound);
      checkTypes(name, ['S', 'B'], operands, bound);
      return;
    default:
      checkDistinct(name, operands, bound);
  }
}

function checkTypeName(operand: Operand, bound: BoundNames): void {
  const type = bound.typeOf(operand);
  if (operand.kind !== 'value' || type !== 'S') {
    throw wrongOperandType('attribute_type', type ?? everyType);
  }
  const name = bound.values[operand.name]!.S!;
  if (typeNames.includes(name)) return;
  throw new SyntaxProblem(
    `Invalid attribute type name found; type: ${name}, valid types: {${typeNames.join(',')}}`,
  );
}

function checkTypes(
  operator: string,
  allowed: readonly TypeName[],
  operands: readonly Operand[],
  bound: BoundNames,
): void {
  for (const operand of operands) {
    const type = bound.typeOf(operand);
    if (type !== undefined && !allowed.includes(type)) throw wrongOperandType(operator, type);
  }
}

function show(value: StoredValue): string {
  const [type, content] = Object.entries(value)[0]!;
  return `AttributeValue: {${type}:${content}}`;
}
