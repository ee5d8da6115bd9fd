import { describe, expect, it } from 'vitest';
import { Fixture, type Item, N, refusal, S } from './fixture.ts';

const defined: Item = {
  ':a': N(1),
  ':b': N(2),
  ':s': S('s'),
  ':q': S('Q'),
  ':yes': { BOOL: true },
  ':l': { L: [] },
};

function bound(expression: string) {
  const used = Object.entries(defined).filter(([name]) =>
    new RegExp(`${name}\\b`).test(expression),
  );
  return used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) };
}

function condition(expression: string): string {
  const input = { ConditionExpression: expression, ...bound(expression) };
  return refusal(() => new Fixture().put({ pk: S('a') }, input));
}

function update(expression: string): string {
  const input = { Key: { pk: S('a') }, UpdateExpression: expression, ...bound(expression) };
  return refusal(() => new Fixture().run('UpdateItem', input));
}

describe('a syntax error', () => {
  it.each([
    ['n =', '<EOF>', '='],
    ['n = = :a', '=', '= = :a'],
    ['n => :a', '>', '=> :a'],
    ['n = :a n = :a', 'n', ':a n ='],
    ['n = :a AND', '<EOF>', 'AND'],
    ['and = :a', 'and', 'and ='],
    ['n', '<EOF>', 'n'],
    ['(n) AND n = :a', 'AND', ') AND n'],
    ['n IN :a', ':a', 'IN :a'],
    ['n IN (:a,)', ')', ',)'],
    ['n BETWEEN :a OR :a', 'OR', ':a OR :a'],
    ['attribute_exists()', ')', '()'],
    ['n != :a', '!', 'n !='],
    ['a-b = :a', '-', 'a-b'],
    ['_a = :a', '_', '_a'],
    ['1a = :a', '1', '1a'],
    ['l[-1] = :a', '-', '[-1'],
    ['l[01] = :a', '1', '01]'],
    ["n = 'x'", "'", "= 'x"],
    ['n = #', '#', '= #'],
    ['  ', '<EOF>', '  '],
  ])('is quoted with its neighbours: %s', (expression, token, near) => {
    expect(condition(expression)).toBe(
      `ValidationException: 1 validation error detected: Invalid ConditionExpression: Syntax error; token: "${token}", near: "${near}"`,
    );
  });

  it.each([
    ['nothing', 'nothing', 'nothing'],
    ['SET n :a', ':a', 'n :a'],
    ['SET n = :a, REMOVE q', 'REMOVE', ', REMOVE q'],
    ['SET n = :a + :a + :a', '+', ':a + :a'],
    ['SET foo(n) = :a', '(', 'foo(n'],
    ['ADD n q', 'q', 'n q'],
    ['REMOVE :a', ':a', 'REMOVE :a'],
  ])('is reported of an update: %s', (expression, token, near) => {
    expect(update(expression)).toBe(
      `ValidationException: 1 validation error detected: Invalid UpdateExpression: Syntax error; token: "${token}", near: "${near}"`,
    );
  });
});

describe('a condition expression', () => {
  it.each([
    ['', 'The expression can not be empty;'],
    ['((n = :a))', 'The expression has redundant parentheses;'],
    ['n = ((:a))', 'The expression has redundant parentheses;'],
    ['name = :a', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['m.Status = :a', 'Attribute name is a reserved keyword; reserved keyword: Status'],
    ['foo(n)', 'Invalid function name; function: foo'],
    ['ATTRIBUTE_EXISTS(n)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
    [
      'if_not_exists(n, :a) = :a',
      'The function is not allowed in a condition expression; function: if_not_exists',
    ],
    ['size(n)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'attribute_exists(n) = :a',
      'The function is not allowed to be used this way in an expression; function: attribute_exists',
    ],
    [
      'attribute_exists(:a)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'size(n, n) = :a',
      'Incorrect number of operands for operator or function; operator or function: size, number of operands: 2',
    ],
    [
      'size(:a) = :b',
      'Incorrect operand type for operator or function; operator or function: size, operand type: N',
    ],
    [
      'n < :yes',
      'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    ],
    [
      'begins_with(n, :a)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'attribute_type(n, :a)',
      'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
    ],
    [
      'attribute_type(n, :q)',
      'Invalid attribute type name found; type: Q, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}',
    ],
    [
      'm[0].x = m[0].x',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [m, [0], x]',
    ],
    [
      'contains(n, n)',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [n]',
    ],
    [
      'n BETWEEN :b AND :a',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'n BETWEEN :a AND :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:s}',
    ],
    [
      'n = :undefined',
      'An expression attribute value used in expression is not defined; attribute value: :undefined',
    ],
    [
      '#n = :a',
      'An expression attribute name used in the document path is not defined; attribute name: #n',
    ],
    ['l[2147483648] = :a', 'List index is not within the allowable range; index: [2147483648]'],
    [
      Array(101).fill('n = :a').join(' OR ').concat(' OR n = :a'.repeat(60)),
      'The expression contains too many operators; operator count: 301',
    ],
    [
      `n IN (${Array(101).fill(':a').join(',')})`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
  ])('is refused: %s', (expression, message) => {
    expect(condition(expression)).toBe(
      `ValidationException: 1 validation error detected: Invalid ConditionExpression: ${message}`,
    );
  });

  it('may be 4096 bytes long, and no longer', () => {
    const fixture = new Fixture();
    const input = { ExpressionAttributeNames: { '#n': 'n' } };
    const padded = (bytes: number) => 'attribute_not_exists(#n)'.padEnd(bytes);
    fixture.put({ pk: S('a') }, { ConditionExpression: padded(4096), ...input });
    expect(
      refusal(() => fixture.put({ pk: S('a') }, { ConditionExpression: padded(4097), ...input })),
    ).toBe(
      'ValidationException: 1 validation error detected: Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    );
  });

  it('may not go into a key, which is a scalar', () => {
    expect(condition('pk.x = :a')).toBe(
      "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    );
  });
});

describe('an update expression', () => {
  it.each([
    ['SET n = :a SET m = :b', 'The "SET" section can only be used once in an update expression;'],
    [
      'SET m.x = :a, m = :b',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m]',
    ],
    [
      'SET n = :a REMOVE n',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    ],
    [
      'SET n[0] = :a REMOVE n.x',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [n, [0]], path two: [n, x]',
    ],
    ['SET n = size(m)', 'The function is not allowed in an update expression; function: size'],
    [
      'SET n = if_not_exists(:a, :b)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET n = if_not_exists(m[0], m[0])',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: [m, [0]]',
    ],
    [
      'SET n = list_append(n)',
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
    ],
    [
      'SET n = list_append(:l, :a)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
    ],
    [
      'SET n = list_append(:l, list_append(n, n))',
      'The function is not allowed to be used this way in an expression; function: list_append',
    ],
    [
      'SET n = n - :s',
      'Incorrect operand type for operator or function; operator or function: -, operand type: S',
    ],
    [
      'ADD n :s',
      'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    [
      'DELETE n :a',
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
  ])('is refused: %s', (expression, message) => {
    expect(update(expression)).toBe(
      `ValidationException: 1 validation error detected: Invalid UpdateExpression: ${message}`,
    );
  });

  it('may not change the key', () => {
    expect(update('SET pk = :s')).toBe(
      'ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    );
  });
});
