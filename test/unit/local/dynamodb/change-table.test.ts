import { describe, expect, it } from 'vitest';
import { attribute, ControlFixture, globalIndex, ordersInput } from './control-fixture.ts';
import { refusal } from './fixture.ts';

const units = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };

function made(input: object = ordersInput): ControlFixture {
  const fixture = new ControlFixture();
  fixture.create(input);
  return fixture;
}

const update = (fixture: ControlFixture, change: object) =>
  fixture.run('UpdateTable', { TableName: 'orders', ...change });

const addIndex = {
  AttributeDefinitions: [attribute('g')],
  GlobalSecondaryIndexUpdates: [{ Create: globalIndex('by-g', 'g') }],
};
const queryByG = {
  ...{ TableName: 'orders', IndexName: 'by-g', KeyConditionExpression: 'g = :g' },
  ExpressionAttributeValues: { ':g': { S: 'x' } },
};

describe('a table deleted by request', () => {
  it('is DELETING for a while, cannot be used, and is gone then', () => {
    const fixture = made();
    fixture.put('a');
    expect(fixture.run('DeleteTable', { TableName: 'orders' })).toMatchObject({
      TableDescription: { TableStatus: 'DELETING' },
    });
    expect(refusal(() => fixture.put('b'))).toMatch('ResourceNotFoundException');
    expect(refusal(() => fixture.run('DeleteTable', { TableName: 'orders' }))).toBe(
      'ResourceInUseException: Attempt to change a resource which is still in use: Table is being deleted: orders',
    );
    fixture.settle();
    expect(refusal(() => fixture.table)).toBe(
      'ResourceNotFoundException: Requested resource not found: Table: orders not found',
    );
    fixture.create();
    expect(fixture.table['ItemCount']).toBe(0);
  });

  it('stays if it is protected, until the protection is lifted', () => {
    const fixture = made({ ...ordersInput, DeletionProtectionEnabled: true });
    const remove = () => fixture.run('DeleteTable', { TableName: 'orders' });
    expect(refusal(remove)).toBe(
      'ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
    update(fixture, { DeletionProtectionEnabled: false });
    fixture.settle();
    expect(remove()).toMatchObject({ TableDescription: { TableName: 'orders' } });
  });
});

describe('a table changed by request', () => {
  it('needs something to change', () => {
    expect(refusal(() => update(made(), {}))).toMatch(
      /^ValidationException: At least one of ProvisionedThroughput, BillingMode/,
    );
  });

  it('is changed by one request at a time', () => {
    const fixture = made();
    update(fixture, { DeletionProtectionEnabled: true });
    expect(refusal(() => update(fixture, { DeletionProtectionEnabled: false }))).toBe(
      'ResourceInUseException: Attempt to change a resource which is still in use: Table is being updated: orders',
    );
  });

  it('goes from on demand to provisioned units and back', () => {
    const fixture = made();
    expect(refusal(() => update(fixture, { ProvisionedThroughput: units }))).toMatch('Neither');
    update(fixture, { BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
    fixture.settle();
    expect(fixture.table).toMatchObject({ ProvisionedThroughput: units });
    expect(refusal(() => update(fixture, { ProvisionedThroughput: units }))).toMatch(
      'The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 3.',
    );
    update(fixture, { BillingMode: 'PAY_PER_REQUEST' });
    fixture.settle();
    expect(fixture.table).toMatchObject({ BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } });
  });

  it('gets a stream, or loses it, and can have no second one', () => {
    const fixture = made();
    const off = { StreamSpecification: { StreamEnabled: false } };
    const on = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } };
    expect(refusal(() => update(fixture, off))).toBe(
      'ValidationException: Table has no stream to disable: TableName: orders',
    );
    update(fixture, on);
    fixture.settle();
    expect(fixture.table).toMatchObject({
      ...on,
      LatestStreamArn:
        'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000',
      LatestStreamLabel: '2026-01-01T00:00:00.000',
    });
    expect(refusal(() => update(fixture, on))).toBe(
      'ValidationException: Table already has an enabled stream: TableName: orders',
    );
    update(fixture, off);
    fixture.settle();
    expect(fixture.table).not.toHaveProperty('StreamSpecification');
    expect(fixture.table).toHaveProperty('LatestStreamArn');
  });
});

describe('a global index added to a table', () => {
  it('holds the items that were there, and is read once it is ACTIVE', () => {
    const fixture = made();
    fixture.put('a', { g: { S: 'x' } });
    fixture.put('b', { g: { N: '1' } });
    fixture.put('c', { g: { S: '' } });
    update(fixture, addIndex);
    expect(fixture.table).toMatchObject({
      TableStatus: 'UPDATING',
      GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING', Backfilling: true }],
    });
    expect(refusal(() => fixture.run('Query', queryByG))).toBe(
      'ValidationException: Cannot read from backfilling global secondary index: by-g',
    );
    fixture.put('d', { g: { S: 'x' } });
    fixture.settle();
    expect(fixture.run('Query', queryByG)).toMatchObject({ Count: 2 });
    expect(fixture.table).toMatchObject({
      AttributeDefinitions: [attribute('pk'), attribute('g')],
      GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE', ItemCount: 2 }],
    });
    expect(refusal(() => fixture.put('e', { g: { N: '1' } }))).toMatch(
      'Type mismatch for Index Key g',
    );
  });

  it('is taken away with the attribute that was its key', () => {
    const fixture = made();
    update(fixture, addIndex);
    fixture.settle();
    update(fixture, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-g' } }] });
    expect(fixture.table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexStatus: 'DELETING' }] });
    fixture.settle();
    expect(fixture.table).toMatchObject({ AttributeDefinitions: [attribute('pk')] });
    expect(refusal(() => fixture.run('Query', queryByG))).toMatch(
      'The table does not have the specified index: by-g',
    );
    fixture.put('a', { g: { N: '1' } });
    expect(fixture.table['ItemCount']).toBe(1);
  });

  it.each([
    [
      { GlobalSecondaryIndexUpdates: [{}] },
      'One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'nope' } }] },
      'Requested resource not found: Index: nope not found',
    ],
    [
      { ...addIndex, AttributeDefinitions: undefined },
      'Some index key attributes are not defined in AttributeDefinitions. Keys: [g], AttributeDefinitions: []',
    ],
    [
      {
        AttributeDefinitions: [attribute('g')],
        GlobalSecondaryIndexUpdates: ['one', 'two'].map((name) => {
          return { Create: globalIndex(name, 'g') };
        }),
      },
      'LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      { ...addIndex, AttributeDefinitions: [attribute('g'), attribute('pk', 'N')] },
      'ValidationException: invalid attribute, SchemaElement redefined should be of same type as previously defined',
    ],
    [
      {
        ...{ AttributeDefinitions: [attribute('g')] },
        GlobalSecondaryIndexUpdates: [
          { Create: globalIndex('by-g', 'g'), Delete: { IndexName: 'by-h' } },
        ],
      },
      'ValidationException: One or more parameter values were invalid: Only one of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete may be given',
    ],
  ])('is refused if it cannot be: %#', (change, message) => {
    expect(refusal(() => update(made(), change))).toContain(message);
  });

  it('is refused if there is one of its name', () => {
    const fixture = made(indexed);
    expect(refusal(() => update(fixture, addIndex))).toBe(
      'ValidationException: Attempting to create an index which already exists',
    );
  });

  it('brings the types of its own keys, and of nothing else', () => {
    const fixture = made();
    const AttributeDefinitions = [attribute('pk'), attribute('g'), attribute('unused', 'N')];
    update(fixture, { ...addIndex, AttributeDefinitions });
    expect(fixture.table).toMatchObject({
      AttributeDefinitions: [attribute('pk'), attribute('g')],
    });
  });
});

const indexed = {
  ...ordersInput,
  AttributeDefinitions: [attribute('pk'), attribute('g')],
  GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
};

const provisioned = {
  ...{ ...indexed, BillingMode: 'PROVISIONED', ProvisionedThroughput: units },
  GlobalSecondaryIndexes: [{ ...globalIndex('by-g', 'g'), ProvisionedThroughput: units }],
};

describe('the units of a global index', () => {
  const change = (Update: object) => ({
    GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-g', ...Update } }],
  });
  const other = { ReadCapacityUnits: 5, WriteCapacityUnits: 4 };

  it('are changed by themselves, or with the billing mode of the table', () => {
    const fixture = made(provisioned);
    update(fixture, change({ ProvisionedThroughput: other }));
    fixture.settle();
    const there = { GlobalSecondaryIndexes: [{ ProvisionedThroughput: other }] };
    expect(fixture.table).toMatchObject({ ProvisionedThroughput: units, ...there });
    update(fixture, { BillingMode: 'PAY_PER_REQUEST' });
    fixture.settle();
    update(fixture, {
      ...{ BillingMode: 'PROVISIONED', ProvisionedThroughput: units },
      ...change({ ProvisionedThroughput: other }),
    });
    fixture.settle();
    expect(fixture.table).toMatchObject({ ProvisionedThroughput: units, ...there });
  });

  it.each([
    [
      indexed,
      change({ ProvisionedThroughput: other }),
      'ProvisionedThroughput should not be specified for index: by-g when BillingMode is PAY_PER_REQUEST',
    ],
    [indexed, change({}), 'No provisioned throughput specified for the global secondary index'],
    [provisioned, change({}), 'No provisioned throughput specified for the global secondary index'],
    [
      provisioned,
      change({ ProvisionedThroughput: units }),
      'The provisioned throughput for the index by-g will not change.',
    ],
    [
      provisioned,
      { BillingMode: 'PAY_PER_REQUEST', ...change({ ProvisionedThroughput: other }) },
      'should not be specified for index: by-g',
    ],
    [
      indexed,
      { BillingMode: 'PROVISIONED', ProvisionedThroughput: units },
      'ProvisionedThroughput must be specified for index: by-g',
    ],
  ])('are refused if they do not fit its table: %#', (input, asked, message) => {
    const fixture = made(input);
    expect(refusal(() => update(fixture, asked))).toContain(message);
    expect(fixture.table['TableStatus']).toBe('ACTIVE');
  });
});

describe('the encryption of a table', () => {
  it.each([
    [{ KMSMasterKeyId: 'alias/own' }, 'KMSMasterKeyId'],
    [{ Enabled: false, KMSMasterKeyId: 'alias/own' }, 'KMSMasterKeyId'],
    [{ SSEType: 'KMS' }, 'SSEType'],
  ])('is not asked for with %o', (SSESpecification, member) => {
    const message = `ValidationException: One or more parameter values were invalid: SSESpecification: ${member} is given, but Enabled is not true`;
    expect(refusal(() => made({ ...ordersInput, SSESpecification }))).toBe(message);
    expect(refusal(() => update(made(), { SSESpecification }))).toBe(message);
  });
});
