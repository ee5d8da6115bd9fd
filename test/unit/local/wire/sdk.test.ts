import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeRegistryCommand, SchemasClient } from '@aws-sdk/client-schemas';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireWorld } from './wire-world.ts';

const wired = new WireWorld();
const { world } = wired;
let options: Awaited<ReturnType<WireWorld['clientOptions']>>;

beforeAll(async () => {
  options = await wired.clientOptions();
});

afterAll(() => wired.close());

describe('the SDK on Amazon DynamoDB', () => {
  world.table('things');
  const TableName = 'things';
  const send = (command: PutItemCommand): Promise<unknown> =>
    new DynamoDBClient(options).send(command);

  it('gets back what it put, of every type', async () => {
    const Item = {
      id: { S: 'every' },
      text: { S: 'grün "quoted" \u2028' },
      number: { N: '12.5' },
      bytes: { B: Uint8Array.of(0, 255, 10) },
      byteSet: { BS: [Uint8Array.of(1), Uint8Array.of(2, 3)] },
      textSet: { SS: ['a', 'b'] },
      nested: { M: { list: { L: [{ BOOL: true }, { NULL: true as const }, { S: '' }] } } },
    };
    await send(new PutItemCommand({ TableName, Item }));
    const client = new DynamoDBClient(options);
    const found = await client.send(new GetItemCommand({ TableName, Key: { id: { S: 'every' } } }));
    expect(found.Item).toEqual(Item);
    expect(found.$metadata.requestId).toMatch(/^[A-Z0-9]{52}$/);
  });

  it('queries', async () => {
    const client = new DynamoDBClient(options);
    await send(new PutItemCommand({ TableName, Item: { id: { S: 'one' } } }));
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'one' } },
    });
    expect(await client.send(query)).toMatchObject({ Count: 1, Items: [{ id: { S: 'one' } }] });
  });

  it('is told why a transaction was cancelled, with the items', async () => {
    const Put = {
      TableName,
      Item: { id: { S: 'held' } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const client = new DynamoDBClient(options);
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: { id: { S: 'other' } } } }, { Put }],
    });
    await client.send(transaction);
    await expect(client.send(transaction)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { id: { S: 'held' } } },
      ],
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('gets the item that failed a condition', async () => {
    const put = new PutItemCommand({
      TableName,
      Item: { id: { S: 'once' } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await send(put);
    await expect(send(put)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'once' } },
    });
  });

  it('gets the exception of a table that is not there', async () => {
    const put = new PutItemCommand({ TableName: 'missing', Item: { id: { S: 'a' } } });
    await expect(send(put)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });
});

describe('the SDK on Amazon SQS', () => {
  it('receives what it sent, with attributes of every type', async () => {
    const { url: QueueUrl } = world.queue('letters').settings;
    const client = new SQSClient(options);
    const MessageAttributes = {
      text: { DataType: 'String', StringValue: 'a' },
      bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 128, 255) },
    };
    await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'grün <&>', MessageAttributes }),
    );
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    expect(Messages).toMatchObject([
      { Body: 'grün <&>', MessageAttributes, Attributes: { ApproximateReceiveCount: '1' } },
    ]);
  });

  it("gets a missing queue's exception under its name and its code of AWS Query", async () => {
    const client = new SQSClient(options);
    const QueueUrl = `${options.endpoint}/111122223333/missing`;
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue' },
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('the SDK on Amazon EventBridge', () => {
  it('puts events, and is told which were refused', async () => {
    const client = new EventBridgeClient(options);
    const good = { Source: 'shop', DetailType: 'Placed', Detail: '{}', Time: new Date(5_000) };
    const put = new PutEventsCommand({ Entries: [good, { ...good, Detail: 'no JSON' }] });
    expect(await client.send(put)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
  });
});

describe('the SDK on AWS Lambda', () => {
  const text = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();

  it('invokes a function with its payload', async () => {
    world.function('double', async (event) => ({ twice: (event as { of: number }).of * 2 }));
    const client = new LambdaClient(options);
    const invoke = new InvokeCommand({ FunctionName: 'double', Payload: '{"of":21}' });
    const { Payload, ...answer } = await client.send(invoke);
    expect(text(Payload)).toBe('{"twice":42}');
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
  });

  it("is told a function's own error", async () => {
    world.function('broken', () => Promise.reject(new Error('no')));
    const client = new LambdaClient(options);
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: world.arn('lambda', 'function:broken') }),
    );
    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(text(Payload))).toMatchObject({ errorType: 'Error', errorMessage: 'no' });
  });

  it('gets the exception of a function that is not there', async () => {
    const client = new LambdaClient(options);
    await expect(client.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('the SDK on other services', () => {
  it('describes a registry of schemas by the path', async () => {
    const client = new SchemasClient(options);
    const missing = new DescribeRegistryCommand({ RegistryName: 'a b/c' });
    await expect(client.send(missing)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: expect.stringContaining('a b/c'),
    });
  });

  it('is told who it is', async () => {
    const client = new STSClient(options);
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/operator',
    });
  });
});
