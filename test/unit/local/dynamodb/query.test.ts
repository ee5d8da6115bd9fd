import { describe, expect, it } from 'vitest';
import { type Answer, Fixture, type Item, N, ordersTable, refusal, S } from './fixture.ts';

const values: Item = {
  ':a': S('a'),
  ':one': N(1),
  ':two': N(2),
  ':three': N(3),
  ':s': S('s'),
  ':empty': S(''),
};

function filled(): Fixture {
  const fixture = new Fixture(ordersTable({ range: 'N' }));
  for (const sk of [3, 1, 2, 10]) fixture.put({ pk: S('a'), sk: N(sk), x: N(sk * 10) });
  fixture.put({ pk: S('b'), sk: N(1) });
  return fixture;
}

function query(fixture: Fixture, expression: string, input: object = {}): Answer {
  const all = `${expression} ${JSON.stringify(input)}`;
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(all));
  return fixture.run('Query', {
    KeyConditionExpression: expression,
    ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    ...input,
  });
}

const sortKeys = ({ Items }: Answer) => Items!.map((item) => Number(item['sk']!.N));
const start = (pk: string, sk: number) => ({ ExclusiveStartKey: { pk: S(pk), sk: N(sk) } });

describe('Query', () => {
  it.each([
    ['pk = :a', [1, 2, 3, 10]],
    [':a = pk', [1, 2, 3, 10]],
    ['pk = :a AND sk = :two', [2]],
    ['pk = :a AND sk < :two', [1]],
    ['pk = :a AND sk <= :two', [1, 2]],
    ['pk = :a AND sk > :two', [3, 10]],
    ['sk >= :two AND pk = :a', [2, 3, 10]],
    ['pk = :a AND :two < sk', [3, 10]],
    ['(pk = :a) AND (sk BETWEEN :two AND :three)', [2, 3]],
  ])('finds in order: %s', (expression, found) => {
    expect(sortKeys(query(filled(), expression))).toEqual(found);
  });

  it('goes backwards if asked', () => {
    const backwards = { ScanIndexForward: false };
    expect(sortKeys(query(filled(), 'pk = :a', backwards))).toEqual([10, 3, 2, 1]);
    expect(sortKeys(query(filled(), 'pk = :a AND sk < :three', backwards))).toEqual([2, 1]);
    expect(sortKeys(query(filled(), 'pk = :a AND sk >= :three', backwards))).toEqual([10, 3]);
  });

  it('finds strings by their beginning', () => {
    const fixture = new Fixture(ordersTable({ range: 'S' }));
    const texts = ['v', 'v#1', 'v#10', 'v#2', 'w', '\u{1f600}1', '\u{1f600}', '\uffee'];
    for (const text of texts) fixture.put({ pk: S('a'), sk: S(text) });
    const found = (prefix: string, forward: boolean) =>
      fixture
        .run('Query', {
          KeyConditionExpression: 'pk = :a AND begins_with(sk, :p)',
          ExpressionAttributeValues: { ':a': S('a'), ':p': S(prefix) },
          ScanIndexForward: forward,
        })
        .Items!.map((item) => item['sk']!.S);
    expect(found('v#', true)).toEqual(['v#1', 'v#10', 'v#2']);
    expect(found('v#', false)).toEqual(['v#2', 'v#10', 'v#1']);
    expect(found('\u{1f600}', true)).toEqual(['\u{1f600}', '\u{1f600}1']);
  });

  it('counts what it scanned and what the filter left', () => {
    const answer = query(filled(), 'pk = :a', { FilterExpression: 'x > :two AND x <> :one' });
    expect(answer).toMatchObject({ Count: 4, ScannedCount: 4 });
    const filtered = query(filled(), 'pk = :a', { FilterExpression: 'attribute_not_exists(x)' });
    expect(filtered).toEqual({ Items: [], Count: 0, ScannedCount: 4 });
  });

  it('leaves out the items if only the count is asked', () => {
    expect(query(filled(), 'pk = :a', { Select: 'COUNT' })).toEqual({ Count: 4, ScannedCount: 4 });
  });

  it('projects', () => {
    const answer = query(filled(), 'pk = :a AND sk = :one', { ProjectionExpression: 'x' });
    expect(answer.Items).toEqual([{ x: N(10) }]);
  });

  it('finds the one item of a partition without a sort key', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('a') });
    expect(query(fixture, 'pk = :a').Items).toEqual([{ pk: S('a') }]);
    const after = { ExclusiveStartKey: { pk: S('a') } };
    expect(query(fixture, 'pk = :a', after).Items).toEqual([]);
  });

  it.each([
    ['sk = :one', 'Query condition missed key schema element: pk'],
    ['pk = :a AND x = :one', 'Query condition missed key schema element: sk'],
    ['pk < :a', 'Query key condition not supported'],
    ['pk <> :a', 'Invalid operator used in KeyConditionExpression: <>'],
    ['pk = :a OR sk = :one', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT pk = :a', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['pk = :a AND sk IN (:one)', 'Invalid operator used in KeyConditionExpression: IN'],
    [
      'pk = :a AND attribute_exists(sk)',
      'Invalid operator used in KeyConditionExpression: attribute_exists',
    ],
    [
      'pk = :a AND sk > :one AND sk < :three',
      'KeyConditionExpressions must only contain one condition per key',
    ],
    ['pk = :a AND sk = :one AND x = :two', 'Conditions can be of length 1 or 2 only'],
    ['pk = :a AND size(sk) > :one', 'KeyConditionExpressions cannot contain nested operations'],
    [
      'pk = sk',
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    ],
    [
      'pk = :a AND sk.x = :one',
      'KeyConditionExpressions cannot have conditions on nested attributes',
    ],
    [
      'pk = :a AND sk = :s',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'pk = :empty',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'name = :a',
      'Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name',
    ],
  ])('refuses the key condition %s', (expression, message) => {
    expect(refusal(() => query(filled(), expression))).toBe(`ValidationException: ${message}`);
  });

  it.each([
    [
      { FilterExpression: 'sk = :one' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    ],
    [
      { Limit: 0 },
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ IndexName: 'none' }, 'The table does not have the specified index: none'],
    [
      { Select: 'SOME' },
      "1 validation error detected: Value 'SOME' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
    ],
    [
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      { Select: 'COUNT', ProjectionExpression: 'x' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'x' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      start('b', 1),
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      { ExclusiveStartKey: { pk: S('a') } },
      'The provided starting key is invalid: The provided key element does not match the schema',
    ],
    [
      { ExclusiveStartKey: { pk: S('a'), sk: {} } },
      'The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
  ])('refuses %o', (input, message) => {
    expect(refusal(() => query(filled(), 'pk = :a', input))).toBe(
      `ValidationException: ${message}`,
    );
  });

  it('refuses a request without a key condition', () => {
    expect(refusal(() => filled().run('Query'))).toBe(
      'ValidationException: Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  });
});
