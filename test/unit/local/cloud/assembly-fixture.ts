import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Resources = Record<string, { Type: string; Properties: object; DependsOn?: string[] }>;

/** Writes a cloud assembly of one stack, as `cdk synth` does; call `remove` in the end. */
export function writeAssembly(resources: Resources): { directory: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  const manifest = {
    version: '48.0.0',
    artifacts: {
      Shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Shop.template.json' },
      },
    },
  };
  const template = {
    Resources: resources,
    Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'Shop.template.json'), JSON.stringify(template));
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

/** A bus with an archive; a rule to a queue with two dead-letter queues; a consumer; a table with its relay. */
export const shop: Resources = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Archive: {
    Type: 'AWS::Events::Archive',
    Properties: { ArchiveName: 'all', SourceArn: att('Bus'), RetentionDays: 30 },
  },
  DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
  TargetDeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: att('DeadLetters'), maxReceiveCount: 3 },
    },
  },
  QueuePolicy: policyOf('Queue'),
  TargetDeadLettersPolicy: policyOf('TargetDeadLetters'),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'placed',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['shop.orders'], 'detail-type': ['OrderPlaced'] },
      Targets: [
        { Id: 'Queue', Arn: att('Queue'), DeadLetterConfig: { Arn: att('TargetDeadLetters') } },
      ],
    },
  },
  ConsumerRole: roleWith([
    {
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: att('Queue'),
    },
    { Action: ['dynamodb:PutItem'], Resource: att('Table') },
  ]),
  Consumer: functionWith('ConsumerRole', 'consumer'),
  ConsumerMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: att('Queue'),
      FunctionName: { Ref: 'Consumer' },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  Failures: { Type: 'AWS::S3::Bucket', Properties: {} },
  RelayRole: roleWith([
    {
      Action: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action}`,
      ),
      Resource: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
    },
    { Action: 'events:PutEvents', Resource: att('Bus') },
    { Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Failures.Arn}/*' } },
    { Action: 's3:ListBucket', Resource: att('Failures') },
  ]),
  Relay: functionWith('RelayRole', 'relay'),
  RelayMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Relay' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: att('Failures') } },
    },
  },
};

function att(logicalId: string): object {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

function policyOf(queue: string): Resources[string] {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: att(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': att('Rule') } },
  };
  const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: queue }], PolicyDocument },
  };
}

function roleWith(statements: object[]): Resources[string] {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}

function functionWith(role: string, name: string): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Role: att(role),
      Timeout: 10,
      Code: { ZipFile: '' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Environment: { Variables: { TABLE: { Ref: 'Table' }, BUS: { Ref: 'Bus' } } },
    },
  };
}
