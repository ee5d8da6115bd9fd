import { createRequire } from 'node:module';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../../../../local/cloud.ts';
import { type HttpServer, startHttpServer } from '../../../../../local/http-server.ts';
import { WorkerHost } from '../../../../../local/lambda/bundle/worker-host.ts';
import { flowingTime } from '../../../../../local/scheduler.ts';
import { zipOf } from '../api.ts';

const START_MS = Date.UTC(2026, 0, 1);
const SDK = createRequire(import.meta.url).resolve('@aws-sdk/client-sqs');

/** Sends what it is given to a queue, and tells how that went. */
const SENDER = `
const { SQSClient, SendMessageCommand } = require(${JSON.stringify(SDK)});
const client = new SQSClient({});
exports.handler = async (input) => {
  try {
    const { MessageId } = await client.send(new SendMessageCommand(input));
    return MessageId;
  } catch (error) {
    return error.name + ': ' + error.message;
  }
};`;

let cloud: Cloud;
let server: HttpServer;
const address = () => `http://127.0.0.1:${server.port}`;
const host = new WorkerHost({ endpoint: address });

beforeAll(async () => {
  const starting = Promise.withResolvers<Cloud>();
  server = await startHttpServer(async (request) => (await starting.promise).handle(request), 0);
  const time = flowingTime(START_MS, () => Date.now());
  const world = { time, seed: 1, latency: 'none', conduct: 'server' } as const;
  cloud = await Cloud.load({ ...world, endpoint: address(), code: () => undefined, workers: host });
  starting.resolve(cloud);
});

afterAll(async () => {
  cloud.stop();
  await host.stop();
  await server.close();
});

/** A function in a role that may do this on all queues; gives what it returns for a message to `orders`. */
async function sendInRole(name: string, Action: string): Promise<{ url: string; result: string }> {
  const client = cloud.client();
  const { iam } = cloud.engines;
  const arn = `arn:aws:iam::000000000000:role/${name}`;
  const service = { Service: 'lambda.amazonaws.com' };
  const trust = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
  iam.createRole({ name, arn, trustPolicy: { Statement: [trust] } });
  iam.putRolePolicy(name, 'own', { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const queue = new CreateQueueCommand({ QueueName: 'orders' });
  const { QueueUrl }: { QueueUrl: string } = await client.send(queue);
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zipOf({ 'index.js': SENDER }) },
    }),
  );
  const Payload = JSON.stringify({ QueueUrl, MessageBody: name });
  const answer: { Payload: Uint8Array } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload }),
  );
  return { url: QueueUrl, result: JSON.parse(Buffer.from(answer.Payload).toString()) };
}

describe('the SDK in a bundle', () => {
  it('reaches the services of the cloud', async () => {
    const { url, result } = await sendInRole('sender', 'sqs:SendMessage');
    const received: { Messages: object[] } = await cloud
      .client()
      .send(new ReceiveMessageCommand({ QueueUrl: url }));
    expect(received.Messages).toMatchObject([{ MessageId: result, Body: 'sender' }]);
  });

  it('may do there what the role of its function may, and no more', async () => {
    const { result } = await sendInRole('stranger', 'sqs:ReceiveMessage');
    expect(result).toMatch(
      /^AccessDenied: User: arn:aws:sts::000000000000:assumed-role\/stranger\/stranger is not authorized to perform: sqs:sendmessage/i,
    );
  });
});
