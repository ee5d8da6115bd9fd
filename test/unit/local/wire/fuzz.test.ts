import { connect } from 'node:net';
import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRegistryCommand } from '@aws-sdk/client-schemas';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { Cloud } from '../../../../local/cloud.ts';
import { startHttpServer } from '../../../../local/http-server.ts';
import { seededRandom } from '../../../../local/random.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { CLOUD_LOG } from '../../../../local/troubles.ts';
import { FUZZ_SEED, isCausedByOthers } from '../doors/fuzz-seed.ts';
import { type FaultOf, faultFinder } from './answers.ts';
import { Bystanders } from './bystanders.ts';
import { mutate, mutateBytes } from './mutations.ts';
import { validRequests } from './valid-requests.ts';

/** Requests that are broken, in all. */
const REQUESTS = 10_000;
const REQUESTS_ON_SOCKETS = 300;
/** An iterator of a stream, a dead-letter queue, a role that trusts its caller, a thread and a route, and a second registry. */
const MOST_REFUSED = 7;
const START_MS = Date.UTC(2026, 0, 1);

/** A server, requests that it takes before they are broken, and what it says of itself. */
async function begin(): Promise<{ cloud: Cloud; valid: HttpRequest[]; troubles: string[] }> {
  const troubles: string[] = [];
  const cloud = await Cloud.load({
    ...{
      code: () => undefined,
      time: virtualTime(START_MS),
      seed: 1,
      latency: 'none',
      conduct: 'server',
    },
    region: 'eu-west-1',
    log: ({ functionName, line }) => {
      if (functionName === CLOUD_LOG) troubles.push(line);
    },
  });
  onTestFinished(() => cloud.stop());
  const client = cloud.client();
  const send = (command: object): Promise<Record<string, string>> => client.send(command);
  await send(
    new CreateTableCommand({
      ...{ TableName: 'things', BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  const { QueueUrl = '' } = await send(new CreateQueueCommand({ QueueName: 'letters' }));
  const { id = '', rootResourceId = '' } = await send(new CreateRestApiCommand({ name: 'shop' }));
  await send(new CreateRegistryCommand({ RegistryName: 'shop' }));
  addEcho(cloud);
  // The table has to be there.
  await cloud.scheduler.sleep(60_000);
  const valid = validRequests({ QueueUrl, restApiId: id, rootId: rootResourceId });
  return { cloud, valid, troubles };
}

/** What was wrong with the answers to this many broken requests. */
async function attack(
  { cloud, valid }: Awaited<ReturnType<typeof begin>>,
  count: number,
  faultOf: FaultOf,
): Promise<string[]> {
  const random = seededRandom(FUZZ_SEED + 45);
  const wrong: string[] = [];
  for (let round = 0; round < count; round += 1) {
    const request = mutate(valid[round % valid.length]!, random);
    const fault = faultOf(await cloud.handle(request));
    if (fault) wrong.push(describeAttack(fault, request));
  }
  return wrong.slice(0, 10);
}

function describeAttack(fault: string, { method, path, headers, body = '' }: HttpRequest): string {
  return `${fault}: ${method} ${path} ${JSON.stringify(headers)} ${String(body).slice(0, 1_000)}`;
}

describe('the wire', () => {
  it(`answers ${REQUESTS} broken requests to a server, each as AWS would, and nobody is harmed`, async () => {
    const faultOf = await faultFinder();
    const world = await begin();
    const { cloud } = world;
    const bystanders = await Bystanders.in(cloud);
    expect(await attack(world, REQUESTS, faultOf)).toEqual([]);
    expect(world.troubles.filter((line) => !isCausedByOthers(line))).toEqual([]);
    expect(await bystanders.harm()).toEqual([]);
  });

  it('takes these requests before they are broken, but for a few that need more than is there', async () => {
    const { cloud, valid } = await begin();
    const refused: string[] = [];
    for (const request of valid) {
      const { status, body } = await cloud.handle(request);
      if (status >= 300) refused.push(describeAttack(body, request));
    }
    expect(refused.slice(MOST_REFUSED)).toEqual([]);
  });

  it(`survives ${REQUESTS_ON_SOCKETS} broken streams of bytes`, async () => {
    const { cloud, valid } = await begin();
    const server = await startHttpServer((request) => cloud.handle(request), 0);
    onTestFinished(() => server.close());
    const random = seededRandom(FUZZ_SEED + 46);
    for (let count = 0; count < REQUESTS_ON_SOCKETS; count += 1) {
      const bytes = mutateBytes(bytesOf(valid[count % valid.length]!), random);
      expect(await exchangeBytes(server.port, bytes)).toMatch(/^(HTTP\/1\.1 [2-5]\d\d |$)/);
    }
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
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  iam.putRolePolicy(name, 'everything', { Statement: [everything] });
  const arn = `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
  const unset = { reservedConcurrency: undefined, deadLetterArn: undefined, variables: {} };
  const settings = { name, arn, roleArn, memoryMb: 128, timeoutMs: 10_000, ...unset };
  lambda.createFunction(settings, { start: () => async (event) => event });
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
