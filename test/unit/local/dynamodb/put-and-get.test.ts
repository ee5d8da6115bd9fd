import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Fixture, failure, N, ordersTable, refusal, S } from './fixture.ts';

const a = { pk: S('a') };

describe('PutItem and GetItem', () => {
  it('gives back what was put, whatever its types', () => {
    const item = {
      ...a,
      number: N('1.5'),
      yes: { BOOL: true },
      no: { BOOL: false },
      nothing: { NULL: true as const },
      empty: S(''),
      bytes: { B: new Uint8Array([0, 255]) },
      list: { L: [S('x'), { B: new Uint8Array([1]) }] },
      map: { M: { inner: { M: {} }, none: { L: [] } } },
      strings: { SS: ['a', 'b'] },
      numbers: { NS: ['1', '2'] },
      binaries: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
    };
    const fixture = new Fixture();
    fixture.put(item);
    expect(fixture.get(a)).toEqual(item);
  });

  it('gives each caller an item of its own', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, list: { L: [S('x')] } });
    fixture.get(a)!['list']!.L!.push(S('y'));
    expect(fixture.get(a)).toEqual({ ...a, list: { L: [S('x')] } });
  });

  it('replaces the whole item, and returns the old one if asked', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, old: S('x') });
    const answer = fixture.put({ ...a, new: S('y') }, { ReturnValues: 'ALL_OLD' });
    expect(answer.Attributes).toEqual({ ...a, old: S('x') });
    expect(fixture.get(a)).toEqual({ ...a, new: S('y') });
  });

  it('returns no attributes where there was no item', () => {
    expect(new Fixture().put(a, { ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  it('answers without an item where there is none', () => {
    expect(new Fixture().run('GetItem', { Key: a })).toEqual({});
  });

  it('finds a table by its ARN', () => {
    const fixture = new Fixture();
    fixture.put(a, { TableName: ordersTable().tableArn });
    expect(fixture.get(a, { TableName: ordersTable().tableArn })).toEqual(a);
  });

  it('refuses a table there is not', () => {
    expect(refusal(() => new Fixture().put(a, { TableName: 'nope' }))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });

  it('leaves out members that are undefined, as the SDK does', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, gone: undefined as never, kept: { S: 'x', N: undefined } as never });
    expect(fixture.get(a)).toEqual({ ...a, kept: S('x') });
  });

  it('puts only if the condition holds', () => {
    const fixture = new Fixture();
    const first = () => fixture.put(a, { ConditionExpression: 'attribute_not_exists(pk)' });
    first();
    const error = failure(first);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error.message).toBe('The conditional request failed');
    expect(error.$metadata.httpStatusCode).toBe(400);
    expect(error).not.toHaveProperty('Item.pk');
  });

  it('returns the item that failed the condition if asked', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, state: S('x'), bytes: { B: new Uint8Array([7]) } });
    const error = failure(() =>
      fixture.put(a, {
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    expect(error).toHaveProperty('Item', {
      ...a,
      state: S('x'),
      bytes: { B: new Uint8Array([7]) },
    });
  });

  it('returns no item if there was none to fail the condition', () => {
    const error = failure(() =>
      new Fixture().put(a, {
        ConditionExpression: 'attribute_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ) as ConditionalCheckFailedException;
    expect(error.Item).toBeUndefined();
  });

  it.each([
    [{ ReturnValues: 'ALL_NEW' }, 'ReturnValues can only be ALL_OLD or NONE'],
    [
      { ReturnValues: 'ALL' },
      '1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
    ],
    [
      { ReturnConsumedCapacity: 'ALL' },
      "1 validation error detected: Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    ],
    [
      { ReturnValuesOnConditionCheckFailure: 'ALL_NEW' },
      "1 validation error detected: Value 'ALL_NEW' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
    ],
  ])('refuses %o', (input, message) => {
    expect(refusal(() => new Fixture().put(a, input))).toBe(`ValidationException: ${message}`);
  });
});

describe('DeleteItem', () => {
  it('deletes, and returns the old item if asked', () => {
    const fixture = new Fixture();
    fixture.put({ ...a, x: S('x') });
    const answer = fixture.run('DeleteItem', { Key: a, ReturnValues: 'ALL_OLD' });
    expect(answer.Attributes).toEqual({ ...a, x: S('x') });
    expect(fixture.get(a)).toBeUndefined();
  });

  it('succeeds where there is nothing to delete', () => {
    expect(new Fixture().run('DeleteItem', { Key: a, ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  it('keeps the item if the condition fails', () => {
    const fixture = new Fixture();
    fixture.put(a);
    const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
    expect(failure(() => fixture.run('DeleteItem', { Key: a, ...condition })).name).toBe(
      'ConditionalCheckFailedException',
    );
    expect(fixture.get(a)).toEqual(a);
  });
});

describe('a projection', () => {
  const item = {
    ...a,
    doc: { M: { x: S('x'), y: S('y'), deep: { M: { z: S('z') } } } },
    arr: { L: [S('0'), S('1'), { M: { k: S('k'), l: S('l') } }] },
  };
  const projected = (expression: string) => {
    const fixture = new Fixture();
    fixture.put(item);
    return fixture.get(a, { ProjectionExpression: expression });
  };

  it('keeps parts nested as they are in the item', () => {
    expect(projected('pk, doc.x, doc.deep.z')).toEqual({
      ...a,
      doc: { M: { x: S('x'), deep: { M: { z: S('z') } } } },
    });
  });

  it('closes up the elements of a list, in the order of the list', () => {
    expect(projected('arr[2].k, arr[0]')).toEqual({ arr: { L: [S('0'), { M: { k: S('k') } }] } });
  });

  it('merges paths into the same element', () => {
    expect(projected('arr[2].l, arr[2].k')).toEqual({
      arr: { L: [{ M: { k: S('k'), l: S('l') } }] },
    });
  });

  it('is an empty item if nothing is there', () => {
    expect(projected('nothing, doc.nothing, arr[9].x')).toEqual({});
  });

  it.each([
    ['doc, doc.x', 'overlap', '[doc]', '[doc, x]'],
    ['doc.x, doc.x', 'overlap', '[doc, x]', '[doc, x]'],
    ['arr[0], arr.x', 'conflict', '[arr, [0]]', '[arr, x]'],
  ])('refuses %s', (expression, relation, one, two) => {
    expect(refusal(() => projected(expression))).toBe(
      `ValidationException: Invalid ProjectionExpression: Two document paths ${relation} with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`,
    );
  });
});
