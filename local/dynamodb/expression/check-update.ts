import type { TypeName } from '../attribute-value.ts';
import {
  type BoundNames,
  checkDistinct,
  functionMisplaced,
  pathRequired,
  wrongOperandCount,
  wrongOperandType,
} from './bound-names.ts';
import { checkDisjoint } from './document-path.ts';
import { type Assigned, type Operand, type UpdateAction, updateFunctions } from './syntax.ts';
import { SyntaxProblem } from './tokens.ts';

const sets: readonly TypeName[] = ['SS', 'NS', 'BS'];
const addable: readonly TypeName[] = ['N', ...sets];

/** Types as the messages of ADD and DELETE call them; both speak of what ADD allows. */
const longNames: Record<TypeName, string> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOL',
  NULL: 'NULL',
  M: 'MAP',
  L: 'LIST',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

/**
 * Checks an update against the names and values of a call: first that no two paths overlap, then
 * each action, and then that no call repeats its first operand.
 */
export function checkUpdate(actions: UpdateAction[], bound: BoundNames): void {
  checkDisjoint(actions.map((action) => bound.path(action.path)));
  for (const action of actions) {
    if (action.clause === 'SET') checkAssigned(action.value, bound);
    else if (action.clause !== 'REMOVE') {
      bound.requireValue(action.value.name);
      const type = bound.typeOf(action.value)!;
      const allowed = action.clause === 'ADD' ? addable : sets;
      if (allowed.includes(type)) continue;
      throw new SyntaxProblem(
        `Incorrect operand type for operator or function; operator: ${action.clause}, ` +
          `operand type: ${longNames[type]}, typeSet: ALLOWED_FOR_ADD_OPERAND`,
      );
    }
  }
  for (const action of actions) if (action.clause === 'SET') checkCalls(action.value, bound);
}

function checkCalls(value: Assigned, bound: BoundNames): void {
  if (value.kind === 'sum') {
    checkCalls(value.left, bound);
    checkCalls(value.right, bound);
  } else if (value.kind === 'call') {
    for (const operand of value.operands) checkCalls(operand, bound);
    if (value.name === 'if_not_exists') checkDistinct(value.name, value.operands, bound);
  }
}

function checkAssigned(value: Assigned, bound: BoundNames): void {
  if (value.kind !== 'sum') {
    checkOperand(value, bound, true);
    return;
  }
  for (const operand of [value.left, value.right]) checkOperand(operand, bound, false);
  const operator = value.sign === 1 ? '+' : '-';
  for (const operand of [value.left, value.right]) {
    const type = bound.typeOf(operand);
    if (type !== undefined && type !== 'N') throw wrongOperandType(operator, type);
  }
}

/** `outermost` is where list_append may stand. */
function checkOperand(operand: Operand, bound: BoundNames, outermost: boolean): void {
  if (operand.kind === 'path') bound.path(operand.path);
  else if (operand.kind === 'value') bound.requireValue(operand.name);
  else {
    const { name, operands } = operand;
    for (const inner of operands) checkOperand(inner, bound, false);
    if (operands.length !== updateFunctions[name]) throw wrongOperandCount(name, operands.length);
    if (name === 'if_not_exists') {
      if (operands[0]!.kind !== 'path') throw pathRequired(name);
    } else checkListAppend(operands, bound, outermost);
  }
}

function checkListAppend(
  operands: readonly Operand[],
  bound: BoundNames,
  outermost: boolean,
): void {
  if (!outermost) throw functionMisplaced('list_append');
  for (const operand of operands) {
    const type = bound.typeOf(operand);
    if (type !== undefined && type !== 'L') throw wrongOperandType('list_append', type);
  }
}
