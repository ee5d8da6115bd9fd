import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Fixture, failure, N, refusal } from './fixture.ts';
import { key } from './transaction-fixture.ts';

const TableName = 'orders';

describe('TransactGetItems', () => {
  const get = (pk: string, input: object = {}) => ({ Get: { TableName, Key: key(pk), ...input } });
  const read = (fixture: Fixture, ...items: object[]) =>
    fixture.execute('TransactGetItems', { TransactItems: items }).output;

  it('answers for each key in turn', () => {
    const fixture = new Fixture();
    fixture.put({ ...key('a'), x: N(1), y: N(2) });
    expect(read(fixture, get('b'), get('a', { ProjectionExpression: 'y' }))).toEqual({
      Responses: [{}, { Item: { y: N(2) } }],
    });
  });

  it.each([
    [
      [],
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      [{}],
      "1 validation error detected: Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null",
    ],
    [[get('a'), get('a')], 'Transaction request cannot include multiple operations on one item'],
  ])('refuses %o', (items, message) => {
    expect(refusal(() => read(new Fixture(), ...items))).toBe(`ValidationException: ${message}`);
  });

  it('is cancelled by a key that does not fit the schema', () => {
    const error = failure(() => read(new Fixture(), get('a'), { Get: { TableName, Key: {} } }));
    expect((error as TransactionCanceledException).CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ]);
  });
});
