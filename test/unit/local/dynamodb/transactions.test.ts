import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Fixture, failure, N, ordersTable, refusal, S } from './fixture.ts';
import { increment, key, put, write } from './transaction-fixture.ts';

const TableName = 'orders';
const check = (pk: string, ConditionExpression: string) => ({
  ConditionCheck: { TableName, Key: key(pk), ConditionExpression },
});

/** The reasons for which a transaction is cancelled. */
function reasons(fixture: Fixture, ...items: object[]) {
  const error = failure(() => write(fixture, items));
  expect(error).toBeInstanceOf(TransactionCanceledException);
  return (error as TransactionCanceledException).CancellationReasons;
}

const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const none = { Code: 'None' };
const invalid = (Message: string) => ({ Code: 'ValidationError', Message });

describe('TransactWriteItems', () => {
  it('puts, updates, deletes and checks as one', () => {
    const fixture = new Fixture();
    for (const pk of ['b', 'c', 'd']) fixture.put({ ...key(pk), n: N(1) });
    const conditions = { ConditionExpression: 'attribute_not_exists(pk)' };
    write(fixture, [
      put('a', conditions),
      increment('b'),
      { Delete: { TableName, Key: key('c') } },
      check('d', 'attribute_exists(pk)'),
    ]);
    expect(fixture.get(key('a'))).toEqual(key('a'));
    expect(fixture.get(key('b'))).toEqual({ ...key('b'), n: N(2) });
    expect(fixture.get(key('c'))).toBeUndefined();
    expect(fixture.get(key('d'))).toEqual({ ...key('d'), n: N(1) });
  });

  it('reports every failed condition at its place, and changes nothing', () => {
    const fixture = new Fixture();
    fixture.put({ ...key('b'), n: N(1) });
    const exists = 'attribute_not_exists(pk)';
    const returning = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    expect(
      reasons(
        fixture,
        put('a'),
        put('b', { ConditionExpression: exists, ...returning }),
        check('c', 'attribute_exists(pk)'),
        increment('d'),
      ),
    ).toEqual([
      none,
      { ...failed, Item: { ...key('b'), n: N(1) } },
      failed,
      invalid('The provided expression refers to an attribute that does not exist in the item'),
    ]);
    expect(fixture.db.itemCount('orders')).toBe(1);
  });

  it('says the codes in the message', () => {
    const error = failure(() =>
      write(new Fixture(), [put('a'), check('b', 'attribute_exists(pk)')]),
    );
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    );
    expect(error.$metadata.httpStatusCode).toBe(400);
  });

  it('cancels for the first action that does not fit the schema, without looking at conditions', () => {
    expect(
      reasons(
        new Fixture(),
        check('a', 'attribute_exists(pk)'),
        { Put: { TableName, Item: { pk: N(1) } } },
        { Delete: { TableName, Key: { pk: N(1) } } },
      ),
    ).toEqual([
      none,
      invalid(
        'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
      ),
      none,
    ]);
  });

  it.each([
    [
      { Delete: { TableName, Key: { pk: N(1) } } },
      'The provided key element does not match the schema',
    ],
    [
      { Update: { TableName, Key: key('a'), UpdateExpression: 'REMOVE pk' } },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    [
      {
        Update: {
          TableName,
          Key: key('a'),
          UpdateExpression: 'SET x = :x',
          ExpressionAttributeValues: { ':x': S('x'.repeat(409_600)) },
        },
      },
      'Item size to update has exceeded the maximum allowed size',
    ],
  ])('cancels for %o', (item, message) => {
    expect(reasons(new Fixture(), item)).toEqual([invalid(message)]);
  });

  it('moves an item in its indexes only if all goes well', () => {
    const fixture = new Fixture(
      ordersTable({
        attributeTypes: { pk: 'S', g: 'S' },
        indexes: [{ name: 'by-g', hash: ['g'], range: [], projection: 'ALL', kind: 'global' }],
      }),
    );
    const item = { Put: { TableName, Item: { ...key('a'), g: S('g') } } };
    reasons(fixture, item, check('b', 'attribute_exists(pk)'));
    expect(fixture.run('Scan', { IndexName: 'by-g' }).Count).toBe(0);
    write(fixture, [item]);
    expect(fixture.run('Scan', { IndexName: 'by-g' }).Count).toBe(1);
  });

  it('takes 100 actions, and no more', () => {
    const fixture = new Fixture();
    const puts = (count: number) => Array.from({ length: count }, (_, at) => put(`order#${at}`));
    write(fixture, puts(100));
    expect(fixture.db.itemCount('orders')).toBe(100);
    expect(refusal(() => write(fixture, puts(101)))).toMatch(
      /^ValidationException: .* 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    );
  });

  it('takes 4 MB, and no more', () => {
    const sized = (pk: string, bytes: number) => ({
      Put: { TableName, Item: { ...key(pk), x: S('x'.repeat(bytes - 4)) } },
    });
    const full = Array.from({ length: 10 }, (_, at) => sized(String(at), 409_600));
    const fixture = new Fixture();
    write(fixture, [...full, sized('a', 4_194_304 - 4_096_000)]);
    expect(refusal(() => write(fixture, [...full, sized('a', 4_194_305 - 4_096_000)]))).toBe(
      'ValidationException: Transaction payload size cannot exceed 4MB. Payload Size: 4194305',
    );
  });

  it.each([
    [
      [],
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [[{}], 'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request'],
    [
      [{ ...put('a'), Delete: { TableName, Key: key('a') } }],
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
    [
      [put('a'), check('a', 'attribute_exists(pk)')],
      'Transaction request cannot include multiple operations on one item',
    ],
    [
      [put('a'), { ConditionCheck: { TableName, Key: key('b') } }],
      "1 validation error detected: Value null at 'transactItems.2.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    ],
    [
      [put('a', { ConditionExpression: 'x =' })],
      'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="',
    ],
    [
      [put('')],
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      [{ Put: { TableName, Item: { ...key('a'), x: S('x'.repeat(409_600)) } } }],
      'Item size has exceeded the maximum allowed size',
    ],
  ])('refuses %o', (items, message) => {
    expect(refusal(() => write(new Fixture(), items))).toBe(`ValidationException: ${message}`);
  });

  it('refuses a table there is not', () => {
    expect(
      refusal(() => write(new Fixture(), [{ Put: { TableName: 'nope', Item: key('a') } }])),
    ).toBe('ResourceNotFoundException: Requested resource not found');
  });
});
