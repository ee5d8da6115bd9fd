import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../events/envelope.ts';
import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { bindInProcess, type InProcessOptions } from '../functions/runtime/in-process.ts';
import { type BuildAppProps, buildApp } from '../lib/app.ts';
import { type StageConfig, stages } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { Cloud, SURROUNDINGS } from '../local/cloud.ts';
import { type Blueprint, readBlueprint } from '../local/cloudformation/blueprint.ts';
import type { FactSink } from '../local/facts.ts';
import type { Conduct } from '../local/foundation.ts';
import type { Interference } from '../local/interference.ts';
import { bundledCode } from '../local/lambda/bundle/bundled-code.ts';
import type { CodeSource } from '../local/lambda/handler.ts';
import type { LatencyProfile } from '../local/latency.ts';
import type { LogLine } from '../local/log-ring.ts';
import type { TimeSource } from '../local/scheduler.ts';
import type { Place } from '../local/surroundings.ts';
import { startThreads, type Threads } from './threads.ts';
import { createTokenIssuer, type TokenIssuer } from './token-issuer.ts';

/** What is deployed, before it runs: the templates, and the functions they name. */
export interface Synthesis {
  /** The folder of the cloud assembly; remove it with `discard`. */
  assembly: string;
  stage: StageConfig;
  tokens: TokenIssuer;
  functions: ReadonlyMap<string, FunctionDefinition>;
  code: FunctionsCode;
  /** The templates, resolved once for many worlds, where they were. */
  blueprint?: Blueprint;
  discard(): Promise<void>;
}

/**
 * What the functions run as: their definitions, in this process and on any time; or the bundles that are deployed, each
 * environment in a thread, over the wire and on time that flows or is real.
 */
export type FunctionsCode = 'definitions' | 'bundles';

/** Changes to what is deployed. */
export interface SynthesisOptions {
  /** `definitions` unless given. */
  code?: FunctionsCode;
  /** Changes to the local stage. */
  stage?: Partial<StageConfig>;
  extraServices?: BuildAppProps['extraServices'];
}

/** How a world runs. */
export interface WorldOptions extends InProcessOptions {
  time: TimeSource;
  /** All chance in the world comes from it. */
  seed: number;
  latency: LatencyProfile;
  /** Whether single items of DynamoDB take no more than a partition can; unless given they take everything. */
  limits?: boolean | undefined;
  /** Where it will be served over AWS's API; bundles without one have an address of their own. */
  endpoint?: string | undefined;
  /** Where bundles run, if not in threads of the world's own; it ends them all the same. */
  threads?: Threads | undefined;
  /** Gets one line for each thing that happens; the same lines for the same seed. */
  trace?: ((line: string) => void) | undefined;
  /** Is told each of these things itself. */
  facts?: FactSink | undefined;
  /** Gets each line of the functions' logs and of the wire's. */
  log?: ((line: LogLine) => void) | undefined;
  /** False: no metric is counted and no alarm looked at. */
  monitoring?: boolean;
  /** How it takes a broken promise: `run` unless given. */
  conduct?: Conduct;
  /** Where it is deployed; a place of the embedded cloud's own unless given. */
  place?: Place;
  /** Events that each log group keeps; unless given, functions write to CloudWatch Logs only where it is served. */
  logEvents?: number;
  /** What goes wrong; nothing unless given. */
  interference?: Interference;
}

/** The operator's SDK client, for the commands of all services. */
export type OperatorClient = Pick<DynamoDBClient, 'send'> &
  Pick<EventBridgeClient, 'send'> &
  Pick<SQSClient, 'send'>;

/** The deployed system on the embedded cloud. */
export interface World {
  cloud: Cloud;
  client: OperatorClient;
  stage: StageConfig;
  tokens: TokenIssuer;
  /** Tells of every event that reaches the stage's bus. */
  watch(watcher: (event: Envelope) => void): void;
  /** Ends it, its threads and its server too. */
  stop(): Promise<void>;
}

/**
 * Requests a second that API Gateway takes in one account and region before it throttles
 * (apigateway-request-throttling); a local stage sets no lower limit.
 */
const ACCOUNT_RATE_LIMIT = 10_000;

/** Synthesizes the app and brings it up on an embedded cloud. */
export async function createWorld(options: WorldOptions & SynthesisOptions): Promise<World> {
  const synthesis = await synthesize(options);
  try {
    const world = await bringUp(synthesis, options);
    if (synthesis.code === 'bundles') return { ...world, stop: () => endWith(world, synthesis) };
    await synthesis.discard();
    return world;
  } catch (error) {
    await synthesis.discard();
    throw error;
  }
}

async function endWith(world: World, synthesis: Synthesis): Promise<void> {
  await world.stop();
  await synthesis.discard();
}

/** Synthesizes the app for the local stage: `dev`, with a token issuer of its own and nothing held back. */
export async function synthesize(options: SynthesisOptions = {}): Promise<Synthesis> {
  const tokens = await createTokenIssuer();
  const stage: StageConfig = {
    ...stages.dev,
    name: 'local',
    consumers: {},
    api: { rateLimit: ACCOUNT_RATE_LIMIT, burstLimit: ACCOUNT_RATE_LIMIT },
    tokens: tokens.config,
    ...options.stage,
  };
  const assembly = await mkdtemp(join(tmpdir(), 'orderly-'));
  const discard = () => rm(assembly, { recursive: true, force: true });
  const { extraServices, code = 'definitions' } = options;
  try {
    const { app, functions } = await buildApp({
      stage,
      code: code === 'bundles' ? 'bundle' : 'none',
      outdir: assembly,
      extraServices,
    });
    app.synth();
    return { assembly, stage, tokens, functions, code, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Resolves a synthesis of definitions once for many worlds; its folder is not needed any more. */
export async function prepare(synthesis: Synthesis): Promise<Synthesis & { blueprint: Blueprint }> {
  const blueprint = readBlueprint(synthesis.assembly, SURROUNDINGS);
  await synthesis.discard();
  return { ...synthesis, blueprint };
}

/**
 * Brings a synthesis up: every resource of its templates, its functions in this process. Bundles are read from the
 * assembly as long as the world runs.
 */
export async function bringUp(synthesis: Synthesis, options: WorldOptions): Promise<World> {
  const { assembly, blueprint, stage, tokens, functions, code } = synthesis;
  const {
    time,
    seed,
    latency,
    limits,
    trace,
    facts,
    log,
    monitoring,
    conduct,
    interference,
    endpoint,
  } = options;
  if (code === 'bundles' && time.jumpTo && !time.flow) {
    throw new Error('bundles run in threads, which virtual time cannot wait for: use flowingTime');
  }
  const threads =
    options.threads ??
    (code === 'bundles' || endpoint !== undefined ? await startThreads(endpoint) : undefined);
  try {
    const cloud = await Cloud.load({
      ...{ assembly: blueprint ?? assembly, time, seed, latency, limits, trace, facts, log },
      ...{ monitoring, conduct, interference, ...options.place },
      logEvents: options.logEvents ?? (endpoint === undefined ? 0 : undefined),
      code:
        code === 'bundles' ? bundledCode(assembly, threads!.workers) : codeOf(functions, options),
      workers: threads?.workers,
      endpoint: threads?.endpoint,
    });
    threads?.serve(cloud);
    const bus = cloud.engines.eventbridge.busNamed(namesOf(stage.name).bus);
    return {
      cloud,
      client: cloud.client() as object as OperatorClient,
      stage,
      tokens,
      watch: (watcher) => bus.watch(({ parsed }) => watcher(parsed.detail as Envelope)),
      stop: async () => {
        cloud.stop();
        await threads?.stop();
      },
    };
  } catch (error) {
    await threads?.stop();
    throw error;
  }
}

/** Finds the definition behind a function resource, by the variable that names it. */
function codeOf(
  functions: ReadonlyMap<string, FunctionDefinition>,
  options: InProcessOptions,
): CodeSource {
  return (resource) => {
    const environment = resource.properties.Environment as
      | { Variables?: Record<string, string> }
      | undefined;
    const definition = functions.get(environment?.Variables?.ORDERLY_FUNCTION ?? '');
    if (!definition) return undefined;
    return { start: (started) => bindInProcess(definition, started, options) };
  };
}
