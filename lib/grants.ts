import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Contract } from '../events/contract.ts';
import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { tableOfIndex } from './environment.ts';

/** Finds a table of the service by its short name; throws if the service has none of that name. */
export type TableLookup = (name: string) => ITable;

/** What the definition's `uses.tables` and `uses.indexes` allow: those operations on those tables. */
export function tableStatements(definition: FunctionDefinition, tableNamed: TableLookup) {
  const { tables = {}, indexes = [] } = definition.uses;
  return [
    ...Object.entries(tables).map(([name, operations]) =>
      allow(
        operations.map((operation) => `dynamodb:${operation}`),
        tableNamed(name).tableArn,
      ),
    ),
    ...indexes.map((pair) => {
      const table = tableOfIndex(pair);
      const index = pair.slice(table.length + 1);
      return allow(['dynamodb:Query'], `${tableNamed(table).tableArn}/index/${index}`);
    }),
  ];
}

/** What a consumer and the poller in front of it do with its queue and its DLQ. */
export function consumeStatements(queue: IQueue, dlq: IQueue): PolicyStatement[] {
  return [
    allow(
      [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
      ],
      queue.queueArn,
    ),
    allow(['sqs:SendMessage'], dlq.queueArn),
  ];
}

/**
 * What the poller of a DynamoDB stream needs, failed records to S3 included
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html, services-dynamodb-errors.html).
 */
export function streamStatements(table: ITable, failures: IBucket): PolicyStatement[] {
  const { account } = Stack.of(table);
  const owned = { StringEquals: { 's3:ResourceAccount': account } };
  return [
    allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      table.tableStreamArn!,
    ),
    // ListStreams knows no resource: it lists those of the account.
    allow(['dynamodb:ListStreams'], '*'),
    allow(['s3:ListBucket'], failures.bucketArn, owned),
    allow(['s3:PutObject'], failures.arnForObjects('aws/lambda/*'), owned),
  ];
}

/**
 * A producer may put its own source and its own detail-types on the bus, and nothing else. An operator
 * with `ForAllValues` is true of an absent key, hence the second condition.
 */
export function publishStatement(contracts: readonly Contract[], busArn: string): PolicyStatement {
  return allow(['events:PutEvents'], busArn, {
    'ForAllValues:StringEquals': {
      'events:source': unique(contracts.map(({ source }) => source)),
      'events:detail-type': unique(contracts.map(({ name }) => name)),
    },
    Null: { 'events:source': 'false', 'events:detail-type': 'false' },
  });
}

/** The call of one other function. */
export function invokeStatement(scope: Construct, functionName: string): PolicyStatement {
  return allow(['lambda:InvokeFunction'], functionArn(scope, functionName));
}

/** Writing to a function's own log group. */
export function logStatement(logGroup: ILogGroup): PolicyStatement {
  return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
}

/** The use of a customer managed key, through the services that hold data encrypted under it alone. */
export function keyStatement(key: IKey): PolicyStatement {
  const { region } = Stack.of(key);
  const services = ['dynamodb', 'sqs', 's3'].map((service) => `${service}.${region}.amazonaws.com`);
  return allow(
    [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    key.keyArn,
    { StringEquals: { 'kms:ViaService': services } },
  );
}

/** The ARN of a function of this account and region, by its name. */
export function functionArn(scope: Construct, functionName: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function allow(
  actions: string[],
  resource: string,
  conditions?: Record<string, Record<string, unknown>>,
): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource], conditions });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
