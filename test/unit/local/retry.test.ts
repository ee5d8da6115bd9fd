import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/core/protocols';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attemptsAt, isRetryable, retryDelayMs } from '../../../local/retry.ts';

const FRACTION = 0.75;

beforeEach(() => {
  // As in Lambda: neither the environment nor a file of the machine says anything else.
  for (const name of ['AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE', 'AWS_PROFILE']) vi.stubEnv(name, '');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) {
    vi.stubEnv(name, '/nowhere');
  }
  vi.spyOn(Math, 'random').mockReturnValue(FRACTION);
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What is at the other end of a client's connection. */
interface Handler {
  handle(): Promise<{ response: HttpResponse }>;
}

const PLACE = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

/** A call of the SDK's own client of each service that functions use, and of streams. */
const services: Record<string, (requestHandler: Handler) => Promise<unknown>> = {
  dynamodb: (requestHandler) =>
    new DynamoDBClient({ ...PLACE, requestHandler }).send(
      new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } }),
    ),
  dynamodbstreams: (requestHandler) =>
    new DynamoDBStreamsClient({ ...PLACE, requestHandler }).send(
      new DescribeStreamCommand({ StreamArn: 's' }),
    ),
  eventbridge: (requestHandler) =>
    new EventBridgeClient({ ...PLACE, requestHandler }).send(new PutEventsCommand({ Entries: [] })),
  lambda: (requestHandler) =>
    new LambdaClient({ ...PLACE, requestHandler }).send(new InvokeCommand({ FunctionName: 'f' })),
  sqs: (requestHandler) =>
    new SQSClient({ ...PLACE, requestHandler }).send(
      new SendMessageCommand({
        QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/q',
        MessageBody: 'm',
      }),
    ),
};

/** The milliseconds between the attempts of the SDK's own client where each ends like this. */
async function waitsOfSdk(service: string, end: () => HttpResponse): Promise<number[]> {
  const atMs: number[] = [];
  const handle = async () => {
    atMs.push(vi.getMockedSystemTime()!.getTime());
    return { response: end() };
  };
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  services[service]!({ handle }).then(over, over);
  // The client reads files as well, which no timer waits for.
  while (!isOver) await vi.runAllTimersAsync();
  return atMs.slice(1).map((nextMs, index) => nextMs - atMs[index]!);
}

/** The same of the imitation. */
function waitsOfImitation(service: string, error: unknown): number[] {
  if (!isRetryable(error)) return [];
  return Array.from({ length: attemptsAt(service) - 1 }, (_none, index) =>
    retryDelayMs(error, service, index + 1, FRACTION),
  );
}

function refusal(name: string, statusCode: number): () => HttpResponse {
  const headers = { 'x-amzn-errortype': name, 'content-type': 'application/json' };
  return () => new HttpResponse({ statusCode, headers, body: Buffer.from('{}') });
}

describe('the SDK', () => {
  it.each([
    ['dynamodb', [18, 37, 75]],
    ['dynamodbstreams', [18, 37, 75]],
    ['eventbridge', [37, 75]],
    ['lambda', [37, 75]],
    ['sqs', [37, 75]],
  ])('waits at %s as the imitation does', async (service, waits) => {
    const error = { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } };
    expect(await waitsOfSdk(service, refusal(error.name, 503))).toEqual(waits);
    expect(waitsOfImitation(service, error)).toEqual(waits);
  });

  it('waits longer where it is throttled', async () => {
    const error = { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } };
    for (const service of Object.keys(services)) {
      const waits = await waitsOfSdk(service, refusal(error.name, 400));
      expect(waits.slice(0, 2)).toEqual([750, 1_500]);
      expect(waitsOfImitation(service, error)).toEqual(waits);
    }
  });

  it('tries again after a time-out', async () => {
    const error = Object.assign(new Error('late'), { name: 'TimeoutError' });
    const end = (): never => {
      throw error;
    };
    expect(await waitsOfSdk('sqs', end)).toEqual([37, 75]);
    expect(waitsOfImitation('sqs', error)).toEqual([37, 75]);
  });

  it.each([
    ['BandwidthLimitExceeded', 400],
    ['EC2ThrottledException', 400],
    ['LimitExceededException', 400],
    ['PriorRequestNotComplete', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestLimitExceeded', 400],
    ['RequestThrottled', 400],
    ['RequestThrottledException', 400],
    ['RequestTimeout', 400],
    ['RequestTimeoutException', 400],
    ['SlowDown', 400],
    ['ThrottledException', 400],
    ['Throttling', 400],
    ['TooManyRequestsException', 429],
    ['TransactionInProgressException', 400],
    ['SomeException', 429],
    ['SomeException', 500],
    ['SomeException', 501],
    ['SomeException', 502],
    ['SomeException', 504],
    ['SomeException', 505],
    ['ConditionalCheckFailedException', 400],
    ['InternalServerError', 500],
    ['TransactionCanceledException', 400],
    ['TransactionConflictException', 400],
    ['ValidationException', 400],
  ])('takes %s with %i as the imitation does', async (name, httpStatusCode) => {
    const waits = await waitsOfSdk('dynamodb', refusal(name, httpStatusCode));
    expect(waitsOfImitation('dynamodb', { name, $metadata: { httpStatusCode } })).toEqual(waits);
  });

  it('waits for twenty seconds at most', () => {
    const error = { name: 'ThrottlingException' };
    expect(retryDelayMs(error, 'sqs', 5, FRACTION)).toBe(12_000);
    expect(retryDelayMs(error, 'sqs', 6, FRACTION)).toBe(15_000);
  });
});
