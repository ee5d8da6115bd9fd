import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { buildApp } from '../lib/app.ts';
import { type StageConfig, stages } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';

const PORT = 4_566;
const ENDPOINT = `http://127.0.0.1:${PORT}`;

/** What the AWS SDKs and the CDK need to talk to MiniStack instead of AWS. */
const ENVIRONMENT = {
  AWS_ENDPOINT_URL: ENDPOINT,
  AWS_ENDPOINT_URL_S3: ENDPOINT,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  LAMBDA_EXECUTOR: 'local',
};

/** Orders that wait for their end at once; more of them only queue up inside the engine. */
const IN_FLIGHT = 32;

const SKU = 'BENCH-1';

/** MiniStack (PyPI, MIT) with the platform deployed on it: the same templates, the bundles in host processes. */
export interface MiniStack {
  /** Places `orders` one-line orders and waits until all are fulfilled; orders a second. */
  run(orders: number): Promise<number>;
  stop(): Promise<void>;
}

/** Starts MiniStack and deploys the stage without the resource types it refuses; undefined if it is not installed. */
export async function startMiniStack(): Promise<MiniStack | undefined> {
  const server = await startServer();
  if (!server) return undefined;
  const stage: StageConfig = {
    ...stages.dev,
    name: 'ministack',
    leaveOut: ['archive', 'schemas', 'bus-log'],
  };
  const assembly = await mkdtemp(join(tmpdir(), 'orderly-bench-'));
  const stop = async (): Promise<void> => {
    server.kill();
    await rm(assembly, { recursive: true, force: true });
  };
  try {
    const { app } = await buildApp({ stage, code: 'bundle', outdir: assembly });
    app.synth();
    await cdk('bootstrap', 'aws://000000000000/us-east-1');
    await cdk('deploy', '--all', '--app', assembly, '--require-approval', 'never');
    const client = new Shop(stage);
    await client.offer();
    return { run: (orders) => client.run(orders), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServer(): Promise<ChildProcess | undefined> {
  const server = spawn('ministack', [], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: 'ignore',
  });
  let missing = false;
  server.once('error', () => {
    missing = true;
  });
  for (let attempt = 0; attempt < 100 && !missing; attempt += 1) {
    await pause(100);
    const answered = await fetch(ENDPOINT).then(
      () => true,
      () => false,
    );
    if (answered) return server;
  }
  server.kill();
  return undefined;
}

function cdk(...args: string[]): Promise<void> {
  const command = spawn('npx', ['cdk', ...args], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  command.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    command.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`cdk ${args[0]} ended with ${code}: ${output.slice(-2_000)}`));
    });
  });
}

/** Talks to the functions themselves: what it measures is the pipeline, not the engine's HTTP server. */
class Shop {
  readonly #lambda: LambdaClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #stage: StageConfig;
  #placed = 0;
  #settledBefore = 0;

  constructor(stage: StageConfig) {
    const options = {
      endpoint: ENDPOINT,
      region: ENVIRONMENT.AWS_REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    this.#lambda = new LambdaClient(options);
    this.#dynamodb = new DynamoDBClient(options);
    this.#stage = stage;
  }

  async offer(): Promise<void> {
    const sku = { sku: SKU };
    const price = { amount: 1_000, currency: 'USD' };
    await this.#call('ordering', 'set-price', 'PUT', `/prices/${SKU}`, price, sku);
    const stock = { received: 1_000_000 };
    await this.#call('inventory', 'set-stock', 'PUT', `/stock/${SKU}`, stock, sku);
  }

  async run(orders: number): Promise<number> {
    const startMs = performance.now();
    for (let placed = 0; placed < orders; placed += IN_FLIGHT) {
      const count = Math.min(IN_FLIGHT, orders - placed);
      const body = { lines: [{ sku: SKU, quantity: 1 }], cardToken: 'tok_visa' };
      await Promise.all(
        Array.from({ length: count }, () =>
          this.#call('ordering', 'place-order', 'POST', '/orders', body, null),
        ),
      );
      this.#placed += count;
      while (this.#placed - this.#settledBefore > IN_FLIGHT) {
        this.#settledBefore = await this.#fulfilled();
        await pause(20);
      }
    }
    while (this.#settledBefore < this.#placed) {
      await pause(20);
      this.#settledBefore = await this.#fulfilled();
    }
    return (orders / (performance.now() - startMs)) * 1_000;
  }

  async #fulfilled(): Promise<number> {
    let count = 0;
    let from: Record<string, never> | undefined;
    do {
      const page = await this.#dynamodb.send(
        new ScanCommand({
          TableName: namesOf(this.#stage.name).table('fulfilment', 'shipments'),
          FilterExpression: '#state = :dispatched',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':dispatched': { S: 'dispatched' } },
          Select: 'COUNT',
          ExclusiveStartKey: from,
        }),
      );
      count += page.Count ?? 0;
      from = page.LastEvaluatedKey as typeof from;
    } while (from);
    return count;
  }

  async #call(
    service: string,
    name: string,
    httpMethod: string,
    path: string,
    body: object,
    pathParameters: Record<string, string> | null,
  ): Promise<void> {
    const scopes = 'orders:write prices:write stock:write';
    const event = {
      httpMethod,
      path,
      pathParameters,
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': `bench-${performance.now()}-${Math.random()}`,
      },
      requestContext: { authorizer: { principalId: 'bench', scopes } },
      body: JSON.stringify(body),
      isBase64Encoded: false,
    };
    const { Payload } = await this.#lambda.send(
      new InvokeCommand({
        FunctionName: namesOf(this.#stage.name).function(service, name),
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (answer.statusCode >= 300 || answer.statusCode === undefined) {
      throw new Error(`${name} answered ${JSON.stringify(answer)}`);
    }
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
