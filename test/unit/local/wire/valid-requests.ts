import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { authorization, jsonRequest, queryRequest, restRequest } from './wire-world.ts';

/** What the requests name: a queue, and an API with its root resource. */
export interface Named {
  QueueUrl: string;
  restApiId: string;
  rootId: string;
}

const TableName = 'things';
const id = { S: 'a' };
const names = { '#n': 'n' };
const values = { ':n': { N: '1' } };
const PLACE = 'eu-west-1:000000000000';
const FUNCTION = `arn:aws:lambda:${PLACE}:function:echo`;
const QUEUE = `arn:aws:sqs:${PLACE}:letters`;
const STREAM = `arn:aws:dynamodb:${PLACE}:table/things/stream/2026-01-01T00:00:00.000`;

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

function ofLambda(): HttpRequest[] {
  const FilterCriteria = { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] };
  const functions = '/2015-03-31/functions';
  return [
    rest('lambda', 'POST', `${functions}/echo/invocations`, { a: [1] }),
    rest('lambda', 'POST', '/2015-03-31/event-source-mappings', {
      ...{ FunctionName: 'echo', EventSourceArn: QUEUE, BatchSize: 5, FilterCriteria },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
    rest('lambda', 'POST', `${functions}/echo/policy`, {
      ...{ StatementId: 's', Action: 'lambda:InvokeFunction' },
      ...{ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:*:*:rule/r' },
    }),
    rest('lambda', 'POST', functions, {
      ...{ FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'index.handler' },
      ...{ Role: 'arn:aws:iam::000000000000:role/echo', Code: { ZipFile: 'UEsFBgAAAAA=' } },
      Environment: { Variables: { A: 'b' } },
    }),
    rest('lambda', 'PUT', '/2017-10-31/functions/echo/concurrency', {
      ReservedConcurrentExecutions: 5,
    }),
    rest('lambda', 'GET', `${functions}/`),
  ];
}

function ofApiGateway({ restApiId, rootId }: Named): HttpRequest[] {
  const api = `/restapis/${restApiId}`;
  const method = `${api}/resources/${rootId}/methods/GET`;
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
  const text = { 'application/json': '{"message":$context.error.messageString}' };
  return [
    rest('apigateway', 'POST', '/restapis', { name: 'a', tags: { a: 'b' } }),
    rest('apigateway', 'POST', `${api}/resources/${rootId}`, { pathPart: '{a+}' }),
    rest('apigateway', 'PUT', method, { authorizationType: 'NONE', apiKeyRequired: false }),
    rest('apigateway', 'PUT', `${method}/integration`, {
      ...{ type: 'AWS_PROXY', httpMethod: 'POST', uri, timeoutInMillis: 50 },
    }),
    rest('apigateway', 'PUT', `${method}/integration`, {
      ...{ type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } },
    }),
    rest('apigateway', 'PUT', `${method}/integration/responses/200`, {
      selectionPattern: '2..',
      responseTemplates: { 'application/json': '{}' },
    }),
    rest('apigateway', 'POST', `${api}/authorizers`, {
      ...{ name: 'a', type: 'TOKEN', authorizerUri: uri, authorizerResultTtlInSeconds: 5 },
      identitySource: 'method.request.header.Authorization',
      identityValidationExpression: '^Bearer +.+$',
    }),
    rest('apigateway', 'PUT', `${api}/gatewayresponses/DEFAULT_4XX`, {
      ...{ statusCode: '404', responseTemplates: text },
    }),
    rest('apigateway', 'POST', `${api}/deployments`, {
      ...{ stageName: 'v1', variables: { a: 'b' } },
    }),
    rest('apigateway', 'PATCH', `${api}/stages/v1`, {
      patchOperations: [{ op: 'replace', path: '/*/*/throttling/rateLimit', value: '5' }],
    }),
    { method: 'GET', path: `/_aws/execute-api/${restApiId}/v1/a`, headers: {} },
  ];
}

function ofSchemas(): HttpRequest[] {
  return [
    rest('schemas', 'POST', '/v1/registries/name/shop', { Description: 'd' }),
    rest('schemas', 'POST', '/v1/registries/name/shop/schemas/name/a%40B', {
      ...{ Type: 'OpenApi3', Content: '{"openapi":"3.0.0","info":{"title":"a"},"paths":{}}' },
    }),
    rest('schemas', 'GET', '/v1/registries/name/shop/schemas/name/a%40B'),
  ];
}

/** A policy with one statement. */
function document(statement: object): string {
  const Statement = [{ Sid: 'One', Effect: 'Allow', ...statement }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function iam(Action: string, parameters: Record<string, string>): HttpRequest {
  return queryRequest('iam', { Action, Version: '2010-05-08', ...parameters });
}

function rest(service: string, method: string, path: string, body?: object): HttpRequest {
  const request = restRequest(service, method, path);
  return body === undefined ? request : { ...request, body: Buffer.from(JSON.stringify(body)) };
}

function json(service: string, target: string, version: string, input: object): HttpRequest {
  const type = `application/x-amz-json-${version}`;
  const headers = { authorization: authorization(service), 'content-type': type };
  return jsonRequest(target, JSON.stringify(input), headers);
}

function logs(operation: string, input: object): HttpRequest {
  return json('logs', `Logs_20140328.${operation}`, '1.1', input);
}

function cloudwatch(operation: string, input: object): HttpRequest {
  return json('monitoring', `GraniteServiceVersion20100801.${operation}`, '1.0', input);
}

function streams(operation: string, input: object): HttpRequest {
  return json('dynamodb', `DynamoDBStreams_20120810.${operation}`, '1.0', input);
}

function dynamodb(operation: string, input: object): HttpRequest {
  return json('dynamodb', `DynamoDB_20120810.${operation}`, '1.0', input);
}

function sqs(operation: string, input: object): HttpRequest {
  return json('sqs', `AmazonSQS.${operation}`, '1.0', input);
}

function events(operation: string, input: object): HttpRequest {
  return json('events', `AWSEvents.${operation}`, '1.1', input);
}
