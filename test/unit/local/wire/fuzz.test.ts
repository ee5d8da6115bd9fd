import { connect } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../../local/apigateway/http.ts';
import { Cloud } from '../../../../local/cloud.ts';
import { startHttpServer } from '../../../../local/http-server.ts';
import { seededRandom } from '../../../../local/random.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { CLOUD_LOG } from '../../../../local/troubles.ts';
import { mutate, mutateBytes } from './mutations.ts';
import { authorization, jsonRequest, queryRequest, restRequest } from './wire-world.ts';

/** On a strict cloud: whatever the operator sends, it may not end the run. */
const cloud = await Cloud.load({
  ...{ code: () => undefined, time: virtualTime(0), seed: 1, latency: 'none' },
  region: 'eu-west-1',
});
const client = cloud.client() as object as Pick<DynamoDBClient, 'send'> & Pick<SQSClient, 'send'>;
await client.send(
  new CreateTableCommand({
    ...{ TableName: 'things', BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  }),
);
const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'letters' }));
addEcho(cloud);
const server = await startHttpServer((request) => cloud.handle(request), 0);
afterAll(() => server.close());

const REQUESTS = 10_000;
const REQUESTS_ON_SOCKETS = 300;
const TableName = 'things';
const id = { S: 'a' };
const names = { '#n': 'n' };
const values = { ':n': { N: '1' } };

const TRUST = document({
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const POLICY = document({
  ...{ Action: ['sqs:*'], Resource: 'arn:aws:sqs:*:*:a' },
  Condition: { StringLike: { 'aws:PrincipalArn': 'arn:*' } },
});

const VALID: readonly HttpRequest[] = [
  dynamodb('PutItem', { TableName, Item: { id, tree: { M: { a: { L: [{ B: 'AP8=' }] } } } } }),
  dynamodb('GetItem', { TableName, Key: { id }, ProjectionExpression: 'tree.a[0]' }),
  dynamodb('UpdateItem', {
    ...{ TableName, Key: { id }, UpdateExpression: 'ADD #n :n SET other = #n' },
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
  sqs('SendMessage', {
    ...{ QueueUrl, MessageBody: 'text', DelaySeconds: 1 },
    MessageAttributes: { a: { DataType: 'Binary', BinaryValue: 'AP8=' } },
  }),
  sqs('SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b' }] }),
  sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  sqs('DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: 'b' }] }),
  sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }),
  events('PutEvents', {
    Entries: [
      { Source: 'a', DetailType: 'b', Detail: '{}', Time: 1_700_000_000, Resources: ['c'] },
    ],
  }),
  events('ListReplays', { NamePrefix: 'a', State: 'RUNNING' }),
  queryRequest('sqs', {
    ...{ Action: 'SendMessage', Version: '2012-11-05', QueueUrl, MessageBody: 'text' },
    ...{ 'MessageAttribute.1.Name': 'a', 'MessageAttribute.1.Value.DataType': 'String' },
    'MessageAttribute.1.Value.StringValue': 'b',
  }),
  queryRequest('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' }),
  queryRequest('sts', {
    ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleSessionName: 'visit' },
    ...{ RoleArn: 'arn:aws:iam::000000000000:role/echo', DurationSeconds: '900' },
  }),
  iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST, 'Tags.member.1.Key': 'a' }),
  iam('PutRolePolicy', { RoleName: 'echo', PolicyName: 'p', PolicyDocument: POLICY }),
  iam('CreatePolicy', { PolicyName: 'p', PolicyDocument: POLICY, Path: '/a/' }),
  iam('ListRoles', { MaxItems: '1', PathPrefix: '/' }),
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
  {
    ...restRequest('lambda', 'POST', '/2015-03-31/functions/echo/invocations'),
    body: Buffer.from('{"a":[1]}'),
  },
  restRequest('schemas', 'GET', '/v1/registries/name/shop/schemas/name/a%40B'),
];

describe('the wire', () => {
  it(`answers ${REQUESTS} broken requests, each as AWS would`, async () => {
    const random = seededRandom(46);
    const wrong: string[] = [];
    for (let count = 0; count < REQUESTS; count += 1) {
      const request = mutate(VALID[count % VALID.length]!, random);
      const fault = faultOf(await cloud.handle(request));
      if (fault) wrong.push(`${fault}: ${JSON.stringify(request.headers)} ${request.body}`);
    }
    expect(wrong).toEqual([]);
    expect(cloud.logs.filter(({ functionName }) => functionName === CLOUD_LOG)).toEqual([]);
    await expect(cloud.drain()).resolves.toBeUndefined();
    const [put] = VALID;
    expect(await cloud.handle(put!)).toMatchObject({ status: 200 });
  });

  it(`survives ${REQUESTS_ON_SOCKETS} broken streams of bytes`, async () => {
    const random = seededRandom(47);
    for (let count = 0; count < REQUESTS_ON_SOCKETS; count += 1) {
      const bytes = mutateBytes(bytesOf(VALID[count % VALID.length]!), random);
      expect(await exchangeBytes(server.port, bytes)).toMatch(/^(HTTP\/1\.1 [2-5]\d\d |$)/);
    }
    await expect(cloud.drain()).resolves.toBeUndefined();
    const response = await fetch(server.url, { method: 'POST', headers: { 'x-amz-target': 'x' } });
    expect(response.headers.get('x-amzn-requestid')).not.toBeNull();
  });
});

/** A function that gives back what it gets. */
function addEcho({ engines: { iam, lambda } }: Cloud): void {
  const name = 'echo';
  const roleArn = `arn:aws:iam::000000000000:role/${name}`;
  const service = { Service: 'lambda.amazonaws.com' };
  const trust = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
  iam.createRole({ name, arn: roleArn, trustPolicy: { Statement: [trust] } });
  const arn = `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
  const unset = { reservedConcurrency: undefined, deadLetterArn: undefined, variables: {} };
  const settings = { name, arn, roleArn, memoryMb: 128, timeoutMs: 10_000, ...unset };
  lambda.createFunction(settings, { start: () => async (event) => event });
}

/** A policy with one statement. */
function document(statement: object): string {
  const Statement = [{ Sid: 'One', Effect: 'Allow', ...statement }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function iam(Action: string, parameters: Record<string, string>): HttpRequest {
  return queryRequest('iam', { Action, Version: '2010-05-08', ...parameters });
}

function logs(operation: string, input: object): HttpRequest {
  const type = 'application/x-amz-json-1.1';
  const headers = { authorization: authorization('logs'), 'content-type': type };
  return jsonRequest(`Logs_20140328.${operation}`, JSON.stringify(input), headers);
}

function dynamodb(operation: string, input: object): HttpRequest {
  return jsonRequest(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
}

function sqs(operation: string, input: object): HttpRequest {
  const headers = { authorization: authorization('sqs') };
  return jsonRequest(`AmazonSQS.${operation}`, JSON.stringify(input), headers);
}

function events(operation: string, input: object): HttpRequest {
  const headers = {
    authorization: authorization('events'),
    'content-type': 'application/x-amz-json-1.1',
  };
  return jsonRequest(`AWSEvents.${operation}`, JSON.stringify(input), headers);
}

/** What is wrong with an answer; undefined if it is a success or an error such as AWS gives. */
function faultOf(response: HttpResponse): string | undefined {
  const { status, headers } = response;
  if (isOfRestApis(response)) return undefined;
  if (!(headers['x-amzn-requestid'] ?? headers['x-amz-request-id'])) return 'no request id';
  if (status >= 500 && status !== 501) return `status ${status}`;
  return status < 300 || namesItsError(response) ? undefined : `no error: ${response.body}`;
}

/** What is no call of AWS's API any more is left to the REST APIs, of which there are none. */
function isOfRestApis({ status, body }: HttpResponse): boolean {
  return status === 403 && body === '{"message":"Forbidden"}';
}

function namesItsError({ headers, body }: HttpResponse): boolean {
  const type = String(headers['content-type'] ?? '');
  if (headers['x-amzn-errortype']) return typeof JSON.parse(body) === 'object';
  if (type.includes('json')) return typeof JSON.parse(body).__type === 'string';
  if (type.includes('xml')) return /<Code>\w[\w.]*<\/Code>/.test(body);
  return body === '<UnknownOperationException/>\n';
}

function bytesOf({ method, path, headers, body = '' }: HttpRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${body.length}`;
  const head = [`${method} ${path} HTTP/1.1`, 'host: a', ...lines, length, 'connection: close'];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body as string)]);
}

/** What comes back for bytes, until either side ends; the client has no more to say. */
function exchangeBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () =>
      socket.end(bytes),
    );
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
