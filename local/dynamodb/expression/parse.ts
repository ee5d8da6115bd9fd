import { OperandParser } from './operand-parser.ts';
import type {
  Assigned,
  Comparator,
  Condition,
  Expression,
  Operand,
  UpdateAction,
} from './syntax.ts';
import { isKeyword, SyntaxProblem } from './tokens.ts';

const comparators = new Set(['=', '<>', '<', '<=', '>', '>=']);
const maximumInOperands = 100;

/** Parses a condition, filter or key condition; throws a `SyntaxProblem`. */
export function parseCondition(source: string): Expression<Condition> {
  const parser = new OperandParser(source, 'condition');
  const root = asCondition(parser, parseOr(parser));
  parser.finish();
  return { root, paths: parser.paths, names: parser.names, values: parser.values };
}

/** Parses a projection, whose tree is the indices of its paths; throws a `SyntaxProblem`. */
export function parseProjection(source: string): Expression<number[]> {
  const parser = new OperandParser(source, 'projection');
  const root = [parser.parsePath()];
  while (parser.tokens.takeSymbol(',')) root.push(parser.parsePath());
  parser.finish();
  return { root, paths: parser.paths, names: parser.names, values: parser.values };
}

/** Parses an update expression; throws a `SyntaxProblem`. */
export function parseUpdate(source: string): Expression<UpdateAction[]> {
  const parser = new OperandParser(source, 'update');
  const root: UpdateAction[] = [];
  const seen = new Set<string>();
  let repeated: string | undefined;
  do {
    const clause = clauses.find((name) => isKeyword(parser.tokens.peek(), name));
    if (clause === undefined) throw parser.tokens.unexpected();
    parser.tokens.next();
    if (seen.has(clause)) repeated ??= clause;
    seen.add(clause);
    do root.push(parseAction(parser, clause));
    while (parser.tokens.takeSymbol(','));
  } while (parser.tokens.peek().kind !== 'end');
  if (repeated !== undefined) {
    throw new SyntaxProblem(
      `The "${repeated}" section can only be used once in an update expression;`,
    );
  }
  parser.finish();
  return { root, paths: parser.paths, names: parser.names, values: parser.values };
}

const clauses = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

function parseAction(parser: OperandParser, clause: (typeof clauses)[number]): UpdateAction {
  const path = parser.parsePath();
  if (clause === 'REMOVE') return { clause, path };
  if (clause !== 'SET') return { clause, path, value: parser.parseValue() };
  parser.tokens.expectSymbol('=');
  parser.countOperator();
  return { clause, path, value: parseAssigned(parser) };
}

function parseAssigned(parser: OperandParser): Assigned {
  const grouped = parser.parseGroup(() => parseAssigned(parser));
  if (grouped?.kind === 'sum') return grouped;
  return parseSum(parser, grouped ?? parser.parseOperand());
}

function parseSum(parser: OperandParser, left: Operand): Assigned {
  const sign = parser.tokens.takeSymbol('+') ? 1 : parser.tokens.takeSymbol('-') ? -1 : undefined;
  if (sign === undefined) return left;
  parser.countOperator();
  return { kind: 'sum', sign, left, right: parser.parseOperand() };
}

/** Within parentheses only what follows them tells an operand from a condition. */
type Node = Condition | Operand;

function parseOr(parser: OperandParser): Node {
  return parseChain(parser, 'or', parseAnd);
}

function parseAnd(parser: OperandParser): Node {
  return parseChain(parser, 'and', parseNot);
}

/** What one operator joins, from left to right. */
function parseChain(
  parser: OperandParser,
  kind: 'and' | 'or',
  parsePart: (parser: OperandParser) => Node,
): Node {
  let left = parsePart(parser);
  while (isKeyword(parser.tokens.peek(), kind.toUpperCase())) {
    const first = asCondition(parser, left);
    parser.tokens.next();
    parser.countOperator();
    left = { kind, left: first, right: asCondition(parser, parsePart(parser)) };
  }
  return left;
}

function parseNot(parser: OperandParser): Node {
  if (!parser.tokens.takeKeyword('NOT')) return parseComparison(parser);
  parser.countOperator();
  return { kind: 'not', condition: asCondition(parser, parseNot(parser)) };
}

function parseComparison(parser: OperandParser): Node {
  const left = parser.parseGroup(() => parseOr(parser)) ?? parser.parseOperand();
  if (!isOperand(left)) return left;
  const { tokens } = parser;
  const token = tokens.peek();
  if (token.kind === 'symbol' && comparators.has(token.text)) {
    tokens.next();
    parser.countOperator();
    const comparator = token.text as Comparator;
    return { kind: 'compare', comparator, left, right: parser.parseOperand() };
  }
  if (tokens.takeKeyword('BETWEEN')) {
    parser.countOperator();
    const low = parser.parseOperand();
    tokens.expectKeyword('AND');
    return { kind: 'between', operand: left, low, high: parser.parseOperand() };
  }
  if (tokens.takeKeyword('IN')) return parseIn(parser, left);
  return left;
}

function parseIn(parser: OperandParser, operand: Operand): Condition {
  parser.countOperator();
  parser.tokens.expectSymbol('(');
  const list = [parser.parseOperand()];
  while (parser.tokens.takeSymbol(',')) list.push(parser.parseOperand());
  parser.tokens.expectSymbol(')');
  if (list.length > maximumInOperands) {
    const count = list.length;
    parser.note(`The IN operator is provided with too many operands; number of operands: ${count}`);
  }
  return { kind: 'in', operand, list };
}

function isOperand(node: Node): node is Operand {
  return node.kind === 'path' || node.kind === 'value' || node.kind === 'call';
}

/** A path or a value alone is no condition: the token after it does not fit. */
function asCondition(parser: OperandParser, node: Node): Condition {
  if (node.kind === 'path' || node.kind === 'value') throw parser.tokens.unexpected();
  return node;
}
