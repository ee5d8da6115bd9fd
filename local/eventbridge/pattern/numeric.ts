import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { LeafTest } from './leaf.ts';
import { isExactNumber } from './number-text.ts';
import type { PatternNode } from './pattern-node.ts';

/**
 * Compiles the list of a `numeric` operator: `=`, `<`, `<=`, `>` or `>=` with a number, or a lower
 * and then an upper bound. AWS's page limits numbers to +-5e9; event-ruler since 1.8 compares all
 * doubles, which is what is done here. Throws `InvalidPatternError`.
 */
export function numericTest(node: PatternNode, path: string): LeafTest {
  if (node.kind !== 'array')
    throw new InvalidPatternError(path, 'Value of numeric must be an array.');
  const [operator, operand, upperOperator, upperOperand, ...others] = node.items;
  const lower = comparison(operator, operand, path);
  if (upperOperator === undefined) return lower.test;
  const upper = comparison(upperOperator, upperOperand, path);
  const wrong = lower.operator.startsWith('>') ? upper : lower;
  if (wrong === lower || !upper.operator.startsWith('<')) {
    throw new InvalidPatternError(path, `Bad numeric range operator: ${wrong.operator}`);
  }
  if (others.length > 0) {
    throw new InvalidPatternError(path, 'Too many elements in numeric expression');
  }
  if (lower.operand >= upper.operand) {
    throw new InvalidPatternError(path, 'Bottom must be less than top');
  }
  return (leaf) => lower.test(leaf) && upper.test(leaf);
}

/**
 * The number of a node. Throws `InvalidPatternError` when it is not a number, or not one that a
 * double holds exactly.
 */
export function exactNumber(node: PatternNode | undefined, path: string): number {
  if (node?.kind !== 'number') throw new InvalidPatternError(path, 'it must be a number');
  if (!isExactNumber(node.text)) {
    throw new InvalidPatternError(
      path,
      `${node.text} has more digits or range than can be compared`,
    );
  }
  return node.value;
}

interface Comparison {
  readonly operator: string;
  readonly operand: number;
  readonly test: LeafTest;
}

function comparison(
  operatorNode: PatternNode | undefined,
  operandNode: PatternNode | undefined,
  path: string,
): Comparison {
  if (operatorNode?.kind !== 'string') {
    throw new InvalidPatternError(path, 'each number must have an operator before it');
  }
  const operator = operatorNode.value;
  if (operandNode?.kind !== 'number') {
    throw new InvalidPatternError(path, `Value of ${operator} must be numeric`);
  }
  const operand = exactNumber(operandNode, path);
  const test = comparisonTest(operator, operand);
  if (test === undefined) {
    throw new InvalidPatternError(path, `Unrecognized numeric range operator: ${operator}`);
  }
  return { operator, operand, test };
}

function comparisonTest(operator: string, operand: number): LeafTest | undefined {
  switch (operator) {
    case '=':
      return (leaf) => leaf === operand;
    case '<':
      return (leaf) => typeof leaf === 'number' && leaf < operand;
    case '<=':
      return (leaf) => typeof leaf === 'number' && leaf <= operand;
    case '>':
      return (leaf) => typeof leaf === 'number' && leaf > operand;
    case '>=':
      return (leaf) => typeof leaf === 'number' && leaf >= operand;
    default:
      return undefined;
  }
}
