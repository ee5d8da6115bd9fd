import { Cloud, SURROUNDINGS } from '../local/cloud.ts';
import { WorkerHost } from '../local/lambda/bundle/worker-host.ts';
import { realTime } from '../local/scheduler.ts';
import type { Place } from '../local/surroundings.ts';
import type { TokenIssuer } from '../simulation/token-issuer.ts';
import { bringUp, synthesize } from '../simulation/world.ts';
import { interruption, type Served, serve, tellTrouble } from './serve.ts';
import { RESET, ReplaceableCloud, type Running } from './served-cloud.ts';

/**
 * What was asked for on the command line: a port (0: any free one), whether nothing shall be there, whether the
 * functions of the platform run as the bundles that are deployed, whether single items of DynamoDB take no more than a
 * partition can, and the place of what names none.
 */
export interface CloudCommandOptions extends Partial<Place> {
  port: number;
  empty?: boolean;
  bundles?: boolean;
  limits?: boolean;
}

/** Makes clouds of one kind: empty ones, or with the platform on them. */
interface Plan {
  make(): Promise<Running>;
  discard(): Promise<void>;
}

/** `orderly cloud`: the embedded cloud on a local port, for every client of AWS's API, until Ctrl-C. */
export async function cloudCommand(options: CloudCommandOptions): Promise<number> {
  const starting = Promise.withResolvers<Served>();
  // Requests that wait for it are told; without any there is nobody to tell.
  starting.promise.catch(() => {});
  const server = await serve(() => starting.promise, options.port);
  const interrupt = interruption();
  try {
    const url = `http://127.0.0.1:${server.port}`;
    const plan = await planOf(options, url);
    const { region = SURROUNDINGS.region } = options;
    await runUntilInterrupted(plan, { url, region }, { starting, interrupt });
    return 0;
  } catch (error) {
    starting.reject(error);
    throw error;
  } finally {
    await server.close();
    console.log('stopped');
  }
}

/** Who waits for the cloud, and what it ends with. */
interface Surroundings {
  starting: PromiseWithResolvers<Served>;
  interrupt: ReturnType<typeof interruption>;
}

/** Where a cloud is reached, and the region of what names none. */
interface Address {
  url: string;
  region: string;
}

async function runUntilInterrupted(
  plan: Plan,
  address: Address,
  { starting, interrupt }: Surroundings,
): Promise<void> {
  const served = new ReplaceableCloud(() => plan.make());
  try {
    const running = await served.running;
    starting.resolve(served);
    await greet(running, address);
    await Promise.race([interrupt.signal, served.failure]);
  } finally {
    await served.end();
    await plan.discard();
  }
}

async function planOf(
  { empty = false, bundles = false, ...options }: CloudCommandOptions,
  url: string,
): Promise<Plan> {
  const { account = SURROUNDINGS.account, region = SURROUNDINGS.region, limits } = options;
  const place = { account, region };
  const world = { ...worldOptions, limits, endpoint: url };
  return empty ? emptyPlan(world, place) : platformPlan(world, bundles, place);
}

/** In real time; the seed makes ids, and the ids are the same after each reset. */
const worldOptions = {
  time: realTime(() => Date.now()),
  seed: 1,
  latency: 'none',
  conduct: 'server',
  log: tellTrouble,
} as const;

/** How a cloud runs that is served. */
type ServedWorld = typeof worldOptions & { endpoint: string; limits: boolean | undefined };

function emptyPlan(world: ServedWorld, place: Place): Plan {
  const options = { ...world, ...place, code: () => undefined };
  const make = async (): Promise<Running> => {
    const workers = new WorkerHost({ endpoint: () => world.endpoint });
    const cloud = await Cloud.load({ ...options, workers });
    addFunctionRole(cloud, place);
    const stop = async (): Promise<void> => {
      cloud.stop();
      await workers.stop();
    };
    return { cloud, stop };
  };
  return { make, discard: async () => {} };
}

/** A role that is there from the start, for functions of clients that make none: it may do everything. */
function addFunctionRole({ engines: { iam } }: Cloud, { account }: Place): void {
  const service = { Service: 'lambda.amazonaws.com' };
  const trust = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
  const arn = `arn:aws:iam::${account}:role/${ROLE_NAME}`;
  iam.createRole({ name: ROLE_NAME, arn, trustPolicy: { Statement: [trust] } });
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  iam.putRolePolicy(ROLE_NAME, 'everything', { Statement: [everything] });
}

const ROLE_NAME = 'function';

async function platformPlan(world: ServedWorld, bundles: boolean, place: Place): Promise<Plan> {
  const synthesis = await synthesize({ code: bundles ? 'bundles' : 'definitions' });
  const make = () => bringUp(synthesis, { ...world, place });
  return { make, discard: () => synthesis.discard() };
}

async function greet({ cloud, tokens }: Running, { url, region }: Address): Promise<void> {
  const outputs = cloud.stackNames.flatMap((stack) =>
    outputLines(stack, cloud.outputs(stack), url),
  );
  const lines = [...outputs, ...(tokens ? await tokenLines(tokens) : [])];
  console.log(`The embedded cloud answers AWS's API on ${url}; Ctrl-C ends it. Use it with any SDK:

  export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws --endpoint-url ${url} dynamodb list-tables
  curl -X POST ${url}${RESET}
${lines.length > 0 ? `\n${lines.join('\n')}\n` : ''}`);
}

const TOKEN_LIFETIME_MS = 7 * 24 * 3_600_000;

/** Bearer tokens that the platform's REST APIs take. */
async function tokenLines(tokens: TokenIssuer): Promise<string[]> {
  const lifetime = { issuedAtMs: worldOptions.time.nowMs(), lifetimeMs: TOKEN_LIFETIME_MS };
  const customer = { subject: 'you', scopes: ['orders:write', 'orders:read'], ...lifetime };
  const staff = { subject: 'warehouse', scopes: ['prices:write', 'stock:write', 'stock:read'] };
  return [
    `  TOKEN=${await tokens.issue(customer)}`,
    `  STAFF=${await tokens.issue({ ...staff, ...lifetime })}`,
  ];
}

const API_ADDRESS = /^https:\/\/([^.]+)\.execute-api\.[^/]+\/([^/]+)/;

/** What stacks tell each other is left out; an API's address becomes the one that it has here. */
function outputLines(
  stack: string,
  outputs: Readonly<Record<string, string>>,
  url: string,
): string[] {
  return Object.entries(outputs)
    .filter(([name]) => !name.startsWith('ExportsOutput'))
    .map(([name, value]) => {
      const here = value.replace(API_ADDRESS, `${url}/restapis/$1/$2/_user_request_`);
      return `  ${stack}  ${name}  ${here}`;
    });
}
