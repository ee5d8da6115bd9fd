import { createRequire } from 'node:module';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../local/cloud.ts';
import type { CallFate, Interference, InvocationFate } from '../../local/interference.ts';
import { flowingTime } from '../../local/scheduler.ts';
import { hurriedTime } from '../../simulation/sdk/hurried-time.ts';
import { startThreads, type Threads } from '../../simulation/threads.ts';
import { zipOf } from '../unit/local/lambda/api.ts';

const START_MS = Date.UTC(2026, 0, 1);
const TIMEOUT_MS = 60_000;
const SDK = createRequire(import.meta.url).resolve('@aws-sdk/client-sqs');

/** Waits as it is told, sends a message, and tells how that went and how long it took by its own clock. */
const SENDER = `
const { SQSClient, SendMessageCommand } = require(${JSON.stringify(SDK)});
const client = new SQSClient({});
exports.handler = async ({ QueueUrl, sleepMs }, context) => {
  const sinceMs = Date.now();
  const leftMs = context.getRemainingTimeInMillis();
  const never = setTimeout(() => process.exit(1), 5000);
  clearTimeout(never);
  await new Promise((resolve) => setTimeout(resolve, sleepMs));
  const ended = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' })).then(
    ({ $metadata }) => ({ sent: true, attempts: $metadata.attempts }),
    ({ name, $metadata }) => ({ sent: false, name, attempts: $metadata.attempts }),
  );
  return { ...ended, sinceMs, leftMs, tookMs: Date.now() - sinceMs };
};`;

const unavailable = (): Error =>
  Object.assign(new Error('Service unavailable'), {
    name: 'ServiceUnavailable',
    $fault: 'server',
    $metadata: { httpStatusCode: 503 },
  });

let threads: Threads;
let cloud: Cloud;
let queueUrl: string;
/** What becomes of the sender's next calls and of its next invocation. */
let calls: CallFate[] = [];
let invocation: InvocationFate | undefined;
/** Numbers of the attempts that were made. */
const attempts: number[] = [];

const interference: Interference = {
  call: ({ operation, caller, attempt }) => {
    if (operation !== 'SendMessage' || caller !== 'sender') return undefined;
    attempts.push(attempt);
    return calls.shift();
  },
  invocation: () => invocation,
  delivery: () => undefined,
  visibility: () => undefined,
  deleteLost: () => false,
  streamLag: () => 0,
  streamRepeats: () => false,
};

beforeAll(async () => {
  const time = hurriedTime(
    flowingTime(START_MS, () => Date.now()),
    (outside, stirs) => threads.workers.waits(outside, stirs),
  );
  threads = await startThreads(undefined, { jumpedMs: time.jumpedMs });
  const { workers, endpoint } = threads;
  const world = { time, seed: 1, latency: 'none', interference, workers, endpoint } as const;
  cloud = await Cloud.load({ ...world, code: () => undefined });
  threads.serve(cloud);
  await createSender();
}, TIMEOUT_MS);

beforeEach(() => {
  calls = [];
  invocation = undefined;
  attempts.length = 0;
});

afterAll(async () => {
  cloud.stop();
  await threads.stop();
});

async function createSender(): Promise<void> {
  const client = cloud.client();
  const { iam } = cloud.engines;
  const arn = 'arn:aws:iam::000000000000:role/sender';
  const service = { Service: 'lambda.amazonaws.com' };
  const trust = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
  const may = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
  iam.createRole({ name: 'sender', arn, trustPolicy: { Statement: [trust] } });
  iam.putRolePolicy('sender', 'own', { Statement: [may] });
  const created = await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
  queueUrl = (created as { QueueUrl: string }).QueueUrl;
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'sender',
      Role: arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zipOf({ 'index.js': SENDER }) },
    }),
  );
}

/** Invokes the sender; what it returns or fails with, the messages that came of it and the cloud's time that it took. */
async function send(sleepMs = 0) {
  const { scheduler, sqs } = cloud.engines;
  const depth = (): number =>
    sqs.queueByArn('arn:aws:sqs:us-east-1:000000000000:orders').depth().visible;
  const [before, sinceMs] = [depth(), scheduler.nowMs()];
  const Payload = JSON.stringify({ QueueUrl: queueUrl, sleepMs });
  const answer: { Payload: Uint8Array } = await cloud
    .client()
    .send(new InvokeCommand({ FunctionName: 'sender', Payload }));
  const result = JSON.parse(Buffer.from(answer.Payload).toString()) as Record<string, unknown>;
  return { result, messages: depth() - before, elapsedMs: scheduler.nowMs() - sinceMs };
}

describe('a call of the SDK over the wire', { timeout: TIMEOUT_MS }, () => {
  it('that is refused once is tried again by the SDK', async () => {
    calls = [{ kind: 'refused', error: unavailable() }];
    const { result, messages } = await send();
    expect([result, messages]).toMatchObject([{ sent: true, attempts: 2 }, 1]);
    expect(attempts).toEqual([1, 2]);
  });

  it('that is refused for good fails all attempts of the SDK, and only the first is asked about', async () => {
    calls = [{ kind: 'refused', error: unavailable(), final: true }];
    const { result, messages } = await send();
    expect(result).toMatchObject({ sent: false, name: 'ServiceUnavailable', attempts: 3 });
    expect([messages, attempts]).toEqual([0, [1]]);
  });

  it('whose answer is lost has been run, and is run again', async () => {
    calls = [{ kind: 'answer-lost', error: unavailable() }];
    const { result, messages } = await send();
    expect([result, messages]).toMatchObject([{ sent: true }, 2]);
  });

  it('ends the thread that made it where the caller dies of it', async () => {
    calls = [{ kind: 'caller-dies', run: true }];
    const died = await send();
    expect(died.result).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(died.messages).toBe(1);
    const next = await send();
    expect(next.result).toMatchObject({ sent: true });
  });

  it('that is never answered runs into the time-out of its function, in no time', async () => {
    calls = [{ kind: 'unanswered', run: false }];
    const { result, messages, elapsedMs } = await send();
    expect(result).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(messages).toBe(0);
    expect(elapsedMs).toBeGreaterThanOrEqual(30_000);
  });

  it('that is late takes its time by the clock of its function, too', async () => {
    calls = [{ kind: 'late', beforeMs: 8_000, afterMs: 12_000 }];
    const { result, elapsedMs } = await send();
    expect(result).toMatchObject({ sent: true });
    expect(result['tookMs']).toBeGreaterThanOrEqual(20_000);
    expect(elapsedMs).toBeGreaterThanOrEqual(20_000);
    expect(elapsedMs).toBeLessThan(30_000);
  });
});

describe('a thread', { timeout: TIMEOUT_MS }, () => {
  it('waits by the time of the cloud, which need not wait for it', async () => {
    const { result } = await send(25_000);
    expect(result).toMatchObject({ sent: true });
    expect(result['tookMs']).toBeGreaterThanOrEqual(25_000);
    expect(result['tookMs']).toBeLessThan(30_000);
  });

  it('that ends when its handler is done has done its work, and another takes the next', async () => {
    invocation = { diesAfter: true };
    const died = await send();
    expect(died.result).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(died.messages).toBe(1);
    invocation = undefined;
    expect((await send()).result).toMatchObject({ sent: true });
  });

  it('of which the clock is off knows its deadline all the same', async () => {
    const sinceMs = cloud.engines.scheduler.nowMs();
    invocation = { cold: true, skewMs: 300_000 };
    const { result } = await send();
    expect(result['sinceMs']).toBeGreaterThanOrEqual(sinceMs + 300_000);
    expect(result['leftMs']).toBeLessThanOrEqual(30_000);
    expect(result['leftMs']).toBeGreaterThan(20_000);
  });
});
