import { describe, expect, it } from 'vitest';
import {
  attribute,
  ControlFixture,
  globalIndex,
  ordersInput,
  rangedInput,
} from './control-fixture.ts';
import { refusal } from './fixture.ts';

const invalid = 'ValidationException: One or more parameter values were invalid: ';
const create = (input: object) => new ControlFixture().run('CreateTable', input);
const gsi = (...indexes: object[]) => ({
  ...{ ...ordersInput, GlobalSecondaryIndexes: indexes },
  AttributeDefinitions: [attribute('pk'), attribute('g')],
});
const lsi = (...indexes: object[]) => ({
  ...{ ...rangedInput, LocalSecondaryIndexes: indexes },
  AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('l')],
});
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const units = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };

describe('a table made by request', () => {
  it('is CREATING at first, cannot be used yet, and is ACTIVE soon', () => {
    const fixture = new ControlFixture();
    const { TableDescription } = fixture.run('CreateTable', ordersInput) as {
      TableDescription: object;
    };
    expect(TableDescription).toMatchObject({
      TableName: 'orders',
      TableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      TableStatus: 'CREATING',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ...{ ItemCount: 0, TableSizeBytes: 0, DeletionProtectionEnabled: false },
    });
    expect(refusal(() => fixture.put('a'))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
    fixture.settle();
    fixture.put('a');
    expect(fixture.table).toMatchObject({ TableStatus: 'ACTIVE', ItemCount: 1 });
  });

  it('is not made twice', () => {
    const fixture = new ControlFixture();
    fixture.create();
    expect(refusal(() => fixture.run('CreateTable', ordersInput))).toBe(
      'ResourceInUseException: Table already exists: orders',
    );
  });

  it('keeps its provisioned units, its class, its key and its tags, and tells them', () => {
    const fixture = new ControlFixture();
    const { BillingMode: _, ...input } = ordersInput;
    fixture.create({
      ...{ ...input, ProvisionedThroughput: units, TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'arn:key' },
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
    expect(fixture.table).toMatchObject({
      ProvisionedThroughput: units,
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: 'arn:key' },
    });
    expect(fixture.table).not.toHaveProperty('BillingModeSummary');
    const ResourceArn = fixture.table['TableArn'];
    expect(fixture.run('ListTagsOfResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
  });

  it('tells its indexes with their keys and ARNs', () => {
    const fixture = new ControlFixture();
    const local = {
      ...{ IndexName: 'by-l', KeySchema: [key('pk', 'HASH'), key('l', 'RANGE')] },
      Projection: { ProjectionType: 'KEYS_ONLY' },
    };
    fixture.create({ ...lsi(local), GlobalSecondaryIndexes: [globalIndex('by-sk', 'sk')] });
    expect(fixture.table).toMatchObject({
      LocalSecondaryIndexes: [{ ...local, ItemCount: 0 }],
      GlobalSecondaryIndexes: [
        {
          ...globalIndex('by-sk', 'sk'),
          IndexStatus: 'ACTIVE',
          IndexArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-sk',
        },
      ],
    });
  });

  it.each([
    [
      { TableName: 'ab' },
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      { TableName: 'a b', BillingMode: 'FREE' },
      "2 validation errors detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ],
    [
      { KeySchema: [] },
      "1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 } },
      "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])('is refused with members that break a constraint: %o', (change, message) => {
    expect(refusal(() => create({ ...ordersInput, ...change }))).toBe(
      `ValidationException: ${message}`,
    );
  });

  it.each([
    [
      { KeySchema: [key('pk', 'RANGE')] },
      'ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      { KeySchema: [key('id', 'HASH')] },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [id], AttributeDefinitions: [pk]`,
    ],
    [
      { AttributeDefinitions: [attribute('pk'), attribute('x')] },
      `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      { BillingMode: 'PROVISIONED' },
      `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    ],
    [
      { ProvisionedThroughput: units },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      { Tags: [attribute('k'), attribute('k')].map(() => ({ Key: 'k', Value: 'v' })) },
      'ValidationException: Duplicate Tag Key: k',
    ],
  ])('is refused if its members do not fit each other: %o', (change, message) => {
    expect(refusal(() => create({ ...ordersInput, ...change }))).toBe(message);
  });

  it.each([
    [gsi(), `${invalid}List of GlobalSecondaryIndexes is empty`],
    [
      gsi(globalIndex('by-g', 'g'), globalIndex('by-g', 'pk')),
      `${invalid}Duplicate index name: by-g`,
    ],
    [
      gsi({
        ...globalIndex('by-g', 'g'),
        Projection: { ProjectionType: 'ALL', NonKeyAttributes: ['x'] },
      }),
      `${invalid}ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    [
      gsi({ ...globalIndex('by-g', 'g'), ProvisionedThroughput: units }),
      `${invalid}ProvisionedThroughput should not be specified for index: by-g when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      gsi(globalIndex('by-pk', 'pk')),
      `${invalid}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, g], keys used: [pk]`,
    ],
    [
      gsi(...Array.from({ length: 21 }, (_, at) => globalIndex(`by-${at}`, 'g'))),
      `${invalid}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    ],
    [
      lsi({ ...globalIndex('by-l', 'l'), KeySchema: [key('l', 'HASH'), key('pk', 'RANGE')] }),
      `${invalid}Index KeySchema does not have the same leading hash key as table KeySchema for index: by-l. index hash key: l, table hash key: pk`,
    ],
    [
      {
        ...gsi(),
        GlobalSecondaryIndexes: undefined,
        LocalSecondaryIndexes: [globalIndex('by-g', 'g')],
      },
      `${invalid}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
  ])('is refused with indexes that cannot be: %#', (input, message) => {
    expect(refusal(() => create(input))).toBe(message);
  });

  it('takes as many indexes as AWS does', () => {
    const most = Array.from({ length: 20 }, (_, at) => globalIndex(`by-${at}`, 'g'));
    expect(create(gsi(...most))).toMatchObject({ TableDescription: { TableName: 'orders' } });
  });

  it.each(['ResourcePolicy', 'WarmThroughput', 'OnDemandThroughput'])(
    'is refused by name with %s',
    (parameter) => {
      expect(refusal(() => create({ ...ordersInput, [parameter]: {} }))).toContain(parameter);
      const index = { ...globalIndex('by-g', 'g'), OnDemandThroughput: {} };
      expect(refusal(() => create(gsi(index)))).toContain('OnDemandThroughput');
    },
  );
});
