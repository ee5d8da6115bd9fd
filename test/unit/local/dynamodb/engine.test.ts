import { describe, expect, it } from 'vitest';
import { supportedParameters } from '../../../../local/dynamodb/parameters.ts';
import { NotSimulatedError } from '../../../../local/errors.ts';
import { Fixture, failure, N, ordersTable, refusal, S } from './fixture.ts';

describe('what is not simulated', () => {
  it('an operation that the engine does not know is refused by name', () => {
    const error = failure(() => new Fixture().execute('ExecuteStatement', {}));
    expect(error).toBeInstanceOf(NotSimulatedError);
    expect(error.message).toBe('not simulated: DynamoDB ExecuteStatement');
  });

  it('an operation that is a property of every object is refused too', () => {
    expect(failure(() => new Fixture().execute('toString', {}))).toBeInstanceOf(NotSimulatedError);
  });

  it('a parameter nobody knows is refused by name', () => {
    for (const operation of Object.keys(supportedParameters)) {
      expect(refusal(() => new Fixture().execute(operation, { Novelty: 1 }))).toContain(
        `DynamoDB ${operation} with the parameter Novelty`,
      );
    }
  });

  it('an unknown member of a part of a request is refused by name', () => {
    const fixture = new Fixture();
    const Put = { TableName: 'orders', Item: { pk: S('a') }, Expected: {} };
    const requests: [string, object, string][] = [
      ['TransactWriteItems', { TransactItems: [{ Put }] }, 'Put with the parameter Expected'],
      [
        'BatchGetItem',
        { RequestItems: { orders: { Keys: [{ pk: S('a') }], AttributesToGet: [] } } },
        'KeysAndAttributes with the parameter AttributesToGet',
      ],
    ];
    for (const [operation, input, message] of requests) {
      expect(refusal(() => fixture.execute(operation, input))).toContain(message);
    }
  });

  it('item collection metrics are refused, unless none are asked', () => {
    const fixture = new Fixture();
    const put = (asked: string) => () =>
      fixture.put({ pk: S('a') }, { ReturnItemCollectionMetrics: asked });
    expect(put('NONE')()).toEqual({});
    expect(failure(put('SIZE'))).toBeInstanceOf(NotSimulatedError);
  });

  it('an attribute named __proto__ is refused', () => {
    const fixture = new Fixture();
    const item = JSON.parse('{"pk":{"S":"a"},"__proto__":{"S":"x"}}');
    expect(failure(() => fixture.put(item))).toBeInstanceOf(NotSimulatedError);
    const names = { ExpressionAttributeNames: { '#p': '__proto__' } };
    expect(failure(() => fixture.update('SET #p = pk', undefined, names))).toBeInstanceOf(
      NotSimulatedError,
    );
  });
});

describe('tables', () => {
  it('are made, listed and deleted', () => {
    const { db } = new Fixture();
    const names = () => db.execute('ListTables', {}).output;
    db.createTable({ ...ordersTable(), tableName: 'archive', tableArn: 'arn:archive' });
    expect(names()).toEqual({ TableNames: ['archive', 'orders'] });
    db.execute('DeleteTable', { TableName: 'orders' });
    expect(names()).toEqual({ TableNames: ['archive'] });
    expect(refusal(() => db.execute('DeleteTable', { TableName: 'orders' }))).toMatch(
      'ResourceNotFoundException',
    );
  });

  it('have one name each', () => {
    expect(() => new Fixture().db.createTable(ordersTable())).toThrow(
      'Table already exists: orders',
    );
  });

  it('need a type for each key', () => {
    const spec = { ...ordersTable(), tableName: 'other', keySchema: { hash: 'unknown' } };
    expect(refusal(() => new Fixture().db.createTable(spec))).toMatch(
      'not defined in AttributeDefinitions',
    );
  });

  it('are listed in pages', () => {
    const fixture = new Fixture();
    for (const tableName of ['a-table', 'z-table']) {
      fixture.db.createTable({ ...ordersTable(), tableName, tableArn: `arn:${tableName}` });
    }
    expect(fixture.execute('ListTables', { Limit: 2 }).output).toEqual({
      TableNames: ['a-table', 'orders'],
      LastEvaluatedTableName: 'orders',
    });
    expect(fixture.execute('ListTables', { ExclusiveStartTableName: 'orders' }).output).toEqual({
      TableNames: ['z-table'],
    });
  });

  it('are described', () => {
    const spec = ordersTable({
      range: 'N',
      attributeTypes: { pk: 'S', sk: 'N', g: 'S' },
      indexes: [
        { name: 'by-g', hash: ['g'], range: [], projection: { include: ['x'] }, kind: 'global' },
      ],
      streamView: 'NEW_IMAGE',
      ttlAttribute: 'expires',
    });
    const fixture = new Fixture(spec);
    fixture.put({ pk: S('a'), sk: N(1), g: S('g') });
    fixture.put({ pk: S('a'), sk: N(2) });
    expect(fixture.run('DescribeTable')).toMatchObject({
      Table: {
        TableName: 'orders',
        TableArn: spec.tableArn,
        TableStatus: 'ACTIVE',
        CreationDateTime: new Date(fixture.nowMs),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        ItemCount: 2,
        TableSizeBytes: 16,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-g',
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
            ItemCount: 1,
          },
        ],
      },
    });
    expect(fixture.run('DescribeTimeToLive')).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
  });

  it('say that there is no table to describe', () => {
    expect(refusal(() => new Fixture().run('DescribeTable', { TableName: 'nope' }))).toBe(
      'ResourceNotFoundException: Requested resource not found: Table: nope not found',
    );
  });

  it('say how many items they hold, and without a stream make no records', () => {
    const fixture = new Fixture();
    for (const pk of ['a', 'b', 'b']) fixture.put({ pk: S(pk) });
    expect(fixture.db.itemCount('orders')).toBe(2);
    expect(fixture.records).toEqual([]);
  });
});
