import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type EngineName, type StageConfig, stages } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { createTokenIssuer, type TokenIssuer } from '../simulation/token-issuer.ts';
import { deployStage } from '../test/acceptance/deploy.ts';
import { environmentFor, type Place, setVariables } from '../test/acceptance/environment.ts';
import { type DeployTarget, startEngine } from '../test/acceptance/places.ts';
import { eachStep, failWith } from '../test/acceptance/steps.ts';

/** Orders that wait for their end at once; more of them only queue up inside the engine. */
const IN_FLIGHT = 32;

/** The longest that one run may take; a lost order would be waited for without an end. */
const RUN_LIMIT_MS = 600_000;

/** Between two looks how many orders are fulfilled. */
const LOOK_AGAIN_MS = 20;

const SKU = 'BENCH-1';

const CALLER = 'bench';
const SCOPES = ['orders:write', 'prices:write', 'stock:write'];
const TOKEN_LIFETIME_MS = 24 * 3_600_000;

/** An engine that others wrote, with the platform deployed on it: the same templates, the bundles in host processes. */
export interface PipelineEngine {
  /** Places `orders` one-line orders and waits until all are fulfilled; orders a second. Throws if they never are. */
  run(orders: number): Promise<number>;
  stop(): Promise<void>;
}

/** Starts an engine and deploys the stage without what it lacks; undefined if it cannot be started, and says why. */
export async function startPipeline(name: EngineName): Promise<PipelineEngine | undefined> {
  const target = await startOrSay(name);
  if (!target) return undefined;
  const { place, leaveOut } = target;
  const restore = setVariables(environmentFor(place));
  const end = () => eachStep(async () => restore(), target.stop);
  try {
    const tokens = await createTokenIssuer();
    const stage: StageConfig = { ...stages.dev, name: 'bench', leaveOut, tokens: tokens.config };
    const deployed = await deployStage({ place, stage });
    const shop = new Shop(place, stage, await tokenOf(tokens));
    await shop.offer().catch((error) => failWith(error, deployed.remove));
    return {
      run: (orders) => shop.run(orders),
      stop: () => eachStep(deployed.remove, end),
    };
  } catch (error) {
    return failWith(error, end);
  }
}

function tokenOf(tokens: TokenIssuer): Promise<string> {
  const issuedAtMs = Date.now();
  const lifetimeMs = TOKEN_LIFETIME_MS;
  return tokens.issue({ subject: CALLER, scopes: SCOPES, issuedAtMs, lifetimeMs });
}

async function startOrSay(name: EngineName): Promise<DeployTarget | undefined> {
  try {
    return await startEngine(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

/**
 * Talks to the functions themselves, with the authoriser's word and with a token, as either may be asked for: what it
 * measures is the pipeline, not the engine's HTTP server.
 */
class Shop {
  readonly #lambda: LambdaClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #stage: StageConfig;
  readonly #token: string;
  #placed = 0;
  #settledBefore = 0;

  constructor({ endpoint, region }: Place, stage: StageConfig, token: string) {
    const options = { region, ...(endpoint === undefined ? {} : { endpoint }) };
    this.#lambda = new LambdaClient(options);
    this.#dynamodb = new DynamoDBClient(options);
    this.#stage = stage;
    this.#token = token;
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
      await this.#untilOpen(IN_FLIGHT, startMs);
    }
    await this.#untilOpen(0, startMs);
    return (orders / (performance.now() - startMs)) * 1_000;
  }

  /** Waits until no more than so many orders are left to be fulfilled. */
  async #untilOpen(most: number, startMs: number): Promise<void> {
    for (;;) {
      const open = this.#placed - this.#settledBefore;
      if (open <= most) return;
      if (performance.now() - startMs > RUN_LIMIT_MS) {
        throw new Error(`${open} orders are not fulfilled after ${RUN_LIMIT_MS / 1_000} s`);
      }
      await pause(LOOK_AGAIN_MS);
      this.#settledBefore = await this.#fulfilled();
    }
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
    const event = {
      httpMethod,
      path,
      pathParameters,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${this.#token}`,
        'Idempotency-Key': `bench-${performance.now()}-${Math.random()}`,
      },
      requestContext: { authorizer: { principalId: CALLER, scopes: SCOPES.join(' ') } },
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
