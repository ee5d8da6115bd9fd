import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../events/envelope.ts';
import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { bindInProcess, type LogLevel } from '../functions/runtime/in-process.ts';
import { type BuildAppProps, buildApp } from '../lib/app.ts';
import { type StageConfig, stages } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { Cloud } from '../local/cloud.ts';
import type { CodeSource } from '../local/lambda/handler.ts';
import type { LatencyProfile } from '../local/latency.ts';
import type { TimeSource } from '../local/scheduler.ts';
import { createTokenIssuer, type TokenIssuer } from './token-issuer.ts';

/** What is deployed, before it runs: the templates, and the functions they name. */
export interface Synthesis {
  /** The folder of the cloud assembly; remove it with `discard`. */
  assembly: string;
  stage: StageConfig;
  tokens: TokenIssuer;
  functions: ReadonlyMap<string, FunctionDefinition>;
  discard(): Promise<void>;
}

/** Changes to what is deployed. */
export interface SynthesisOptions {
  /** Changes to the local stage. */
  stage?: Partial<StageConfig>;
  extraServices?: BuildAppProps['extraServices'];
}

/** How a world runs. */
export interface WorldOptions {
  time: TimeSource;
  /** All chance in the world comes from it. */
  seed: number;
  latency: LatencyProfile;
  /** Functions write no log below this level; `warn` unless told. */
  logLevel?: LogLevel;
  /** Gets one line for each thing that happens; the same lines for the same seed. */
  trace?: (line: string) => void;
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
    return await bringUp(synthesis, options);
  } finally {
    await synthesis.discard();
  }
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
  const { extraServices } = options;
  const { app, functions } = await buildApp({
    stage,
    code: 'none',
    outdir: assembly,
    extraServices,
  });
  app.synth();
  const discard = () => rm(assembly, { recursive: true, force: true });
  return { assembly, stage, tokens, functions, discard };
}

/** Brings a synthesis up: every resource of its templates, its functions in this process. */
export async function bringUp(synthesis: Synthesis, options: WorldOptions): Promise<World> {
  const { assembly, stage, tokens, functions } = synthesis;
  const { time, seed, latency, logLevel } = options;
  const code = codeOf(functions, logLevel);
  const { trace } = options;
  const cloud = await Cloud.load({ assembly, code, time, seed, latency, trace });
  const bus = cloud.engines.eventbridge.busNamed(namesOf(stage.name).bus);
  return {
    cloud,
    client: cloud.client() as object as OperatorClient,
    stage,
    tokens,
    watch: (watcher) => bus.watch(({ parsed }) => watcher(parsed.detail as Envelope)),
  };
}

/** Finds the definition behind a function resource, by the variable that names it. */
function codeOf(
  functions: ReadonlyMap<string, FunctionDefinition>,
  logLevel: LogLevel | undefined,
): CodeSource {
  return (resource) => {
    const environment = resource.properties.Environment as
      | { Variables?: Record<string, string> }
      | undefined;
    const definition = functions.get(environment?.Variables?.ORDERLY_FUNCTION ?? '');
    if (!definition) return undefined;
    return { start: (started) => bindInProcess(definition, started, logLevel) };
  };
}
