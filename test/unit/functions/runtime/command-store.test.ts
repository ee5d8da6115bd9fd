import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitCommand, findCommand } from '../../../../functions/runtime/command-store.ts';
import type { Deps } from '../../../../functions/runtime/definition.ts';
import { answering, depsOf, fakePorts } from '../../../support/ports.ts';
import { TestTables } from '../../../support/tables.ts';

let tables: TestTables;
let deps: Deps;

beforeEach(() => {
  const { ports } = fakePorts();
  tables = new TestTables(() => ports.clock.nowMs());
  deps = depsOf({ ...ports, dynamodb: tables.port }, { id: 'command-1' });
});

/** Sets a price on the condition that it is not there yet. */
function setPrice(amount: number, request = `hash-${amount}`, by = deps) {
  return commitCommand(by, {
    table: 'prices',
    request,
    result: { amount },
    outbox: [],
    writes: [
      {
        Put: {
          TableName: 'prices',
          Item: { pk: { S: 'price#CD-1' }, amount: { N: String(amount) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ],
  });
}

const price = () => tables.item('prices', { pk: 'price#CD-1' })?.amount;

describe('a command', () => {
  it('is committed with its effect, and answers its result', async () => {
    expect(await setPrice(5)).toEqual({ amount: 5 });
    expect(price()).toBe(5);
    expect(tables.item('prices', { pk: 'command#command-1' })).toMatchObject({
      request: 'hash-5',
      result: '{"amount":5}',
      cause: 'command-1',
      outbox: '[]',
    });
  });

  it('gets the same answer when it is sent again, without a second effect', async () => {
    await setPrice(5);
    expect(await setPrice(6, 'hash-5')).toEqual({ amount: 5 });
    expect(price()).toBe(5);
  });

  it('is looked for where the last write is seen', async () => {
    const { calls, port } = answering({ GetItem: () => ({}) });
    expect(await findCommand({ ...deps, dynamodb: port }, 'prices', 'hash-5')).toBeUndefined();
    expect(calls).toEqual([
      {
        operation: 'GetItem',
        input: {
          TableName: 'prices',
          Key: { pk: { S: 'command#command-1' } },
          ConsistentRead: true,
        },
      },
    ]);
  });

  it('is refused when its key came with another request before', async () => {
    await setPrice(5);
    await expect(setPrice(6)).rejects.toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
    expect(price()).toBe(5);
  });

  it('is a lost race when a condition of its effect fails', async () => {
    await setPrice(5);
    const other = { ...deps, cause: { id: 'command-2', correlationId: 'command-2' } };
    await expect(setPrice(6, 'hash-6', other)).rejects.toMatchObject({
      code: 'conflict',
      retriable: true,
      cause: expect.any(TransactionCanceledException),
    });
    expect(tables.item('prices', { pk: 'command#command-2' })).toBeUndefined();
  });

  it('throws any other failure', async () => {
    tables.interfere('TransactWriteItems', () => {
      throw new Error('slow down');
    });
    await expect(setPrice(5)).rejects.toThrow('slow down');
  });
});

describe('looking for a command', () => {
  it('finds its result', async () => {
    await setPrice(5);
    expect(await findCommand(deps, 'prices', 'hash-5')).toEqual({ result: { amount: 5 } });
  });

  it('finds nothing if it was never handled', async () => {
    expect(await findCommand(deps, 'prices', 'hash-5')).toBeUndefined();
  });

  it('refuses another request under its key', async () => {
    await setPrice(5);
    await expect(findCommand(deps, 'prices', 'hash-6')).rejects.toMatchObject({ status: 422 });
  });
});
