import { describe, expect, it } from 'vitest';
import { Fixture, N, refusal, S } from './fixture.ts';

describe('names and values', () => {
  const put = (input: object) => refusal(() => new Fixture().put({ pk: S('a') }, input));
  const exists = 'attribute_not_exists(n)';

  it.each([
    [
      { ExpressionAttributeNames: { '#n': 'n' } },
      'ExpressionAttributeNames can only be specified when using expressions',
    ],
    [
      { ExpressionAttributeValues: { ':n': N(1) } },
      'ExpressionAttributeValues can only be specified when using expressions',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeNames: {} },
      'ExpressionAttributeNames must not be empty',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeValues: {} },
      'ExpressionAttributeValues must not be empty',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeNames: { n: 'n' } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeValues: { ':n!': N(1) } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: ":n!"',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeNames: { '#n': '' } },
      'ExpressionAttributeNames contains invalid value: Empty attribute name for key #n',
    ],
    [
      { ConditionExpression: exists, ExpressionAttributeNames: { '#n': 'n', '#m': 'm' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#n, #m}',
    ],
    [
      { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': N(1), ':m': N(1) } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:m}',
    ],
    [
      { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': N('x') } },
      'The parameter cannot be converted to a numeric value: x',
    ],
  ])('are refused: %o', (input, message) => {
    expect(put(input)).toBe(`ValidationException: 1 validation error detected: ${message}`);
  });
});
