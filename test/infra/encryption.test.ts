import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/config.ts';
import {
  attribute,
  flat,
  permissionsOf,
  type Resource,
  type Statement,
  statementsOf,
  synthesize,
} from './synthesis.ts';

const owned = await synthesize();
const managed = await synthesize({ ...stages.dev, encryption: 'customer-managed' });

/** The property that names the key, by resource type. */
const KEY_PROPERTY: Record<string, (properties: Resource['Properties']) => unknown> = {
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
      .KMSMasterKeyID,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::Events::EventBus': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Events::Archive': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
};

/** What a service may do with the key of a stack. */
function keyStatements(service: string, principal: string): Statement[] {
  const [, key] = managed.of(service).all('AWS::KMS::Key')[0]!;
  return statementsOf(key.Properties['KeyPolicy']).filter(
    ({ Principal }) => Principal && flat(Principal['Service'] ?? '') === principal,
  );
}

const conditionValues = (statement: Statement): string[] =>
  Object.values(statement.Condition ?? {}).flatMap((keys) => Object.values(keys).map(flat));

describe('a stage with service-owned keys', () => {
  it('has no key of its own and pays for none', () => {
    for (const { text } of owned.stacks) expect(text).not.toMatch(/AWS::KMS|kms:/);
  });
});

describe.each(managed.stacks.map((stack) => [stack.name, stack] as const))(
  'the stack %s with customer managed keys',
  (_name, stack) => {
    const [keyId, key] = stack.all('AWS::KMS::Key')[0]!;

    it('has one key, that is rotated and found by its alias', () => {
      expect(stack.all('AWS::KMS::Key')).toHaveLength(1);
      expect(key.Properties['EnableKeyRotation']).toBe(true);
      expect(stack.one('AWS::KMS::Alias', 'AliasName', `alias/${stack.name}`)).toBeDefined();
    });

    it.each(Object.entries(KEY_PROPERTY))('encrypts each %s with it', (type, keyOf) => {
      for (const [, { Properties }] of stack.all(type)) {
        expect(keyOf(Properties)).toEqual(attribute(keyId));
      }
    });

    it('lets CloudWatch Logs use it for log groups of this account', () => {
      const [statement] = keyStatements(
        stack.name.slice('orderly-dev-'.length),
        'logs.AWS::Region.amazonaws.com',
      );
      expect(conditionValues(statement!)).toEqual([
        'arn:AWS::Partition:logs:AWS::Region:AWS::AccountId:log-group:*',
      ]);
    });
  },
);

describe('EventBridge with customer managed keys', () => {
  it('may use the key of a service for its rules alone', () => {
    for (const stack of managed.stacks.filter(({ name }) => !name.endsWith('platform'))) {
      const rules = stack
        .all('AWS::Events::Rule')
        .filter(([, { Properties }]) => Properties['EventPattern'])
        .map(([, { Properties }]) => Properties['Name']);
      const statements = keyStatements(
        stack.name.slice('orderly-dev-'.length),
        'events.amazonaws.com',
      );
      expect(statements.flatMap(conditionValues)).toEqual(
        rules.map(
          (name) => `arn:AWS::Partition:events:AWS::Region:AWS::AccountId:rule/orderly-dev/${name}`,
        ),
      );
      for (const { Action } of statements)
        expect(Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    }
  });

  it('may use the key of the platform for the bus, its archive and its log', () => {
    const actions = keyStatements('platform', 'events.amazonaws.com').flatMap(
      ({ Action }) => Action,
    );
    expect(actions).toEqual(
      expect.arrayContaining(['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncrypt*']),
    );
    expect(keyStatements('platform', 'delivery.logs.amazonaws.com')).toHaveLength(1);
  });

  it('has a DLQ for events that it could not encrypt or decrypt, with an alarm', () => {
    const platform = managed.of('platform');
    const [dlqId] = platform.one('AWS::SQS::Queue', 'QueueName', 'orderly-dev-platform-bus-dlq');
    const [, bus] = platform.all('AWS::Events::EventBus')[0]!;
    expect(bus.Properties['DeadLetterConfig']).toEqual({ Arn: attribute(dlqId) });
    expect(
      platform.one('AWS::CloudWatch::Alarm', 'AlarmName', 'orderly-dev-platform-bus-dlq'),
    ).toBeDefined();
  });
});

describe('alarms with customer managed keys', () => {
  it('may use the key of the topic they go to', () => {
    expect(keyStatements('platform', 'cloudwatch.amazonaws.com')).toHaveLength(1);
  });
});

describe('functions with customer managed keys', () => {
  const keyGrants = (service: string, name: string) =>
    permissionsOf(managed.of(service), `orderly-dev-${service}-${name}`).filter(({ Action }) =>
      Action.some((action) => action.startsWith('kms:')),
    );

  it.each([
    ['inventory', 'reserve-stock'],
    ['inventory', 'relay'],
    ['ordering', 'place-order'],
    ['payments', 'sweep-intents'],
  ])(
    'that hold data may use the key of their service through the services that keep it: %s/%s',
    (service, name) => {
      const [keyId] = managed.of(service).all('AWS::KMS::Key')[0]!;
      const grants = keyGrants(service, name);
      expect(grants).toHaveLength(1);
      expect(grants[0]!.Resource).toEqual([attribute(keyId)]);
      const via = grants[0]!.Condition!['StringEquals']!['kms:ViaService'] as unknown[];
      expect(via.map(flat)).toEqual(
        ['dynamodb', 'sqs', 's3'].map((one) => `${one}.AWS::Region.amazonaws.com`),
      );
    },
  );

  it('that hold none may not', () => {
    expect(keyGrants('inventory', 'health')).toEqual([]);
  });
});
