import { describe, expect, it } from 'vitest';
import { DynamoDbService } from '../../../../local/dynamodb/service.ts';
import { Fixture } from './fixture.ts';

const surroundings = {
  ...{ account: '111122223333', region: 'eu-west-1', partition: 'aws' },
  urlSuffix: 'amazonaws.com',
};

describe('the accesses of operations on tables', () => {
  it('are made once for a table, and kept for a thousand names at a time', () => {
    const service = new DynamoDbService(new Fixture().db, surroundings);
    const accesses = (TableName: string) => service.accesses('GetItem', { TableName });
    const first = accesses('orders');
    expect(first).toEqual([
      {
        action: 'dynamodb:GetItem',
        resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      },
    ]);
    for (let at = 0; at < 999; at += 1) accesses(`table-${at}`);
    expect(accesses('orders')).toBe(first);
    accesses('one-more');
    expect(accesses('orders')).not.toBe(first);
    expect(accesses('orders')).toEqual(first);
  });
});
