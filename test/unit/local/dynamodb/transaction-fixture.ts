import { type Fixture, type Item, N, S } from './fixture.ts';

const TableName = 'orders';

/** The key of an item of the table `orders`. */
export const key = (pk: string): Item => ({ pk: S(pk) });

/** A part of a transaction that puts an item with nothing but its key. */
export const put = (pk: string, input: object = {}) => ({
  Put: { TableName, Item: key(pk), ...input },
});

/** A part of a transaction that adds one to the number `n` of an item. */
export const increment = (pk: string) => ({
  Update: {
    TableName,
    Key: key(pk),
    UpdateExpression: 'SET n = n + :one',
    ExpressionAttributeValues: { ':one': N(1) },
  },
});

/** Runs a TransactWriteItems; gives what it answered and consumed. */
export function write(fixture: Fixture, items: object[], input: object = {}) {
  return fixture.execute('TransactWriteItems', { TransactItems: items, ...input });
}
