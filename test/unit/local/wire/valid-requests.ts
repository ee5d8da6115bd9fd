import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { FUNCTION, type Named, PLACE, QUEUE, STREAM } from './request-names.ts';
import {
  cloudwatch,
  document,
  dynamodb,
  events,
  iam,
  logs,
  sqs,
  streams,
} from './signed-requests.ts';
import { ofApiGateway, ofLambda, ofSchemas } from './valid-rest-requests.ts';
import { queryRequest } from './wire-world.ts';

const TableName = 'things';
const id = { S: 'a' };
const names = { '#n': 'n' };
const values = { ':n': { N: '1' } };

const TRUST = document({
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const CONDITION = { Condition: { StringLike: { 'aws:PrincipalArn': 'arn:*' } } };
const POLICY = document({ Action: ['sqs:*'], Resource: 'arn:aws:sqs:*:*:a', ...CONDITION });
const QUEUE_POLICY = document({ Action: 'sqs:*', Resource: '*', Principal: '*', ...CONDITION });

/** Requests of every service and protocol, to be broken. */
export function validRequests(named: Named): HttpRequest[] {
  return [
    ...ofDynamoDb(),
    ...ofSqs(named),
    ...ofEvents(),
    ...ofIdentities(),
    ...ofWatching(),
    ...ofLambda(),
    ...ofApiGateway(named),
    ...ofSchemas(),
  ];
}

function ofDynamoDb(): HttpRequest[] {
  const Item = { id, tree: { M: { a: { L: [{ B: 'AP8=' }] } } } };
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
  return [
    dynamodb('PutItem', { TableName, Item }),
    dynamodb('GetItem', { TableName, Key: { id }, ProjectionExpression: 'tree.a[0]' }),
    dynamodb('UpdateItem', {
      ...{ TableName, Key: { id }, UpdateExpression: 'ADD #n :n SET more = :n' },
      ...{ ExpressionAttributeNames: names, ExpressionAttributeValues: values },
    }),
    dynamodb('Query', {
      ...{ TableName, KeyConditionExpression: 'id = :i', FilterExpression: 'size(tree) > :n' },
      ExpressionAttributeValues: { ...values, ':i': id },
    }),
    dynamodb('Scan', { TableName, Limit: 5, Segment: 0, TotalSegments: 2 }),
    dynamodb('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: { id } } },
        { Delete: { TableName, Key: { id: { S: 'b' } } } },
      ],
    }),
    dynamodb('BatchWriteItem', { RequestItems: { things: [{ PutRequest: { Item: { id } } }] } }),
    dynamodb('BatchGetItem', { RequestItems: { things: { Keys: [{ id }] } } }),
    dynamodb('CreateTable', {
      ...{ TableName: 'more', KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [
        { IndexName: 'by-id', KeySchema, Projection: { ProjectionType: 'ALL' } },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
    dynamodb('UpdateTimeToLive', {
      ...{ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } },
    }),
    streams('DescribeStream', { StreamArn: STREAM, Limit: 5 }),
    streams('GetShardIterator', {
      ...{ StreamArn: STREAM, ShardId: 'shardId-0', ShardIteratorType: 'TRIM_HORIZON' },
    }),
    streams('GetRecords', { ShardIterator: 'a|1', Limit: 5 }),
  ];
}

function ofSqs({ QueueUrl }: Named): HttpRequest[] {
  return [
    sqs('SendMessage', {
      ...{ QueueUrl, MessageBody: 'text', DelaySeconds: 1 },
      MessageAttributes: { a: { DataType: 'Binary', BinaryValue: 'AP8=' } },
    }),
    sqs('SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b' }] }),
    sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    sqs('DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: 'b' }] }),
    sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }),
    sqs('CreateQueue', { QueueName: 'more.fifo', Attributes: { FifoQueue: 'true' } }),
    sqs('SetQueueAttributes', {
      QueueUrl,
      Attributes: { Policy: QUEUE_POLICY, RedriveAllowPolicy: '{"redrivePermission":"allowAll"}' },
    }),
    sqs('StartMessageMoveTask', { SourceArn: QUEUE, MaxNumberOfMessagesPerSecond: 5 }),
    queryRequest('sqs', {
      ...{ Action: 'SendMessage', Version: '2012-11-05', QueueUrl, MessageBody: 'text' },
      ...{ 'MessageAttribute.1.Name': 'a', 'MessageAttribute.1.Value.DataType': 'String' },
      'MessageAttribute.1.Value.StringValue': 'b',
    }),
  ];
}

function ofEvents(): HttpRequest[] {
  const EventPattern = '{"source":["a"],"detail":{"n":[{"numeric":[">",1]}]}}';
  const EVENT = JSON.stringify({
    ...{ id: '1', account: '1', source: 'a', time: '2026-01-01T00:00:00Z', region: 'r' },
    ...{ resources: [], 'detail-type': 'd', detail: { n: 5 } },
  });
  return [
    events('PutEvents', {
      Entries: [
        { Source: 'a', DetailType: 'b', Detail: '{}', Time: 1_700_000_000, Resources: ['c'] },
      ],
    }),
    events('PutRule', { Name: 'r', EventPattern, State: 'ENABLED', Tags: [] }),
    events('PutRule', { Name: 's', ScheduleExpression: 'rate(5 minutes)' }),
    events('PutTargets', {
      Rule: 'r',
      Targets: [
        { Id: 'q', Arn: QUEUE, InputPath: '$.detail.n' },
        { Id: 'f', Arn: FUNCTION, InputTransformer: { InputTemplate: '"<aws.events.rule-name>"' } },
      ],
    }),
    events('TestEventPattern', { EventPattern, Event: EVENT }),
    events('CreateArchive', {
      ...{ ArchiveName: 'kept', EventSourceArn: `arn:aws:events:${PLACE}:event-bus/default` },
      ...{ EventPattern, RetentionDays: 5 },
    }),
    events('CreateEventBus', { Name: 'other', Tags: [{ Key: 'a', Value: 'b' }] }),
    events('ListReplays', { NamePrefix: 'a', State: 'RUNNING' }),
  ];
}

function ofIdentities(): HttpRequest[] {
  const TAG = { 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' };
  return [
    queryRequest('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' }),
    queryRequest('sts', {
      ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleSessionName: 'visit' },
      ...{ RoleArn: 'arn:aws:iam::000000000000:role/echo', DurationSeconds: '900' },
    }),
    iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...TAG }),
    iam('PutRolePolicy', { RoleName: 'echo', PolicyName: 'p', PolicyDocument: POLICY }),
    iam('CreatePolicy', { PolicyName: 'p', PolicyDocument: POLICY, Path: '/a/' }),
    iam('ListRoles', { MaxItems: '1', PathPrefix: '/' }),
  ];
}

function ofWatching(): HttpRequest[] {
  const Dimensions = [{ Name: 'Stage', Value: 'dev' }];
  const metric = { MetricName: 'Errors', Dimensions };
  const Metric = { Namespace: 'Shop', ...metric };
  return [
    logs('CreateLogGroup', { logGroupName: 'letters', tags: { a: 'b' } }),
    logs('CreateLogStream', { logGroupName: 'letters', logStreamName: 'first' }),
    logs('PutLogEvents', {
      ...{ logGroupName: 'letters', logStreamName: 'first' },
      logEvents: [{ timestamp: 1, message: '{"level":"ERROR"}' }],
    }),
    logs('GetLogEvents', { logGroupName: 'letters', logStreamName: 'first', limit: 5 }),
    logs('FilterLogEvents', {
      ...{ logGroupName: 'letters', filterPattern: '{ $.level = "ERROR" && $.n > 5 }' },
      ...{ startTime: 0, logStreamNames: ['first'] },
    }),
    logs('DescribeLogStreams', { logGroupName: 'letters', orderBy: 'LastEventTime' }),
    cloudwatch('PutMetricData', {
      ...{ Namespace: 'Shop', MetricData: [{ ...metric, Values: [1, 2], Counts: [3, 4] }] },
    }),
    cloudwatch('GetMetricData', {
      ...{ StartTime: 0, EndTime: 600 },
      MetricDataQueries: [
        { Id: 'errors', MetricStat: { Metric, Period: 60, Stat: 'p99' }, ReturnData: true },
      ],
    }),
    cloudwatch('PutMetricAlarm', {
      ...{ AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' },
      ...{
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'LessThanThreshold',
      },
    }),
    cloudwatch('PutDashboard', { DashboardName: 'd', DashboardBody: '{"widgets":[]}' }),
    queryRequest('monitoring', { Action: 'ListMetrics', Version: '2010-08-01', Namespace: 'Shop' }),
  ];
}
