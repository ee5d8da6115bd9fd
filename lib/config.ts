/** How a stage's access tokens are verified. */
export interface TokenConfig {
  issuer: string;
  audience: string;
  /** The issuer's public keys: where they are published, or the key set itself as JSON. */
  jwks: { uri: string } | { inline: string };
  /** How far the issuer's clock and ours may differ: 0 to 300. A token is good for so long after its end. */
  leewaySeconds: number;
  /**
   * The claim that has the scopes: `scope` (RFC 9068), or `scp`, which Microsoft Entra ID writes as text and Okta as a
   * list. Either may be either.
   */
  scopeClaim: 'scope' | 'scp';
}

/** Who takes the money: the sandbox that is deployed with the stage, or a function that speaks its protocol. */
export type GatewayConfig = { kind: 'sandbox' } | { kind: 'function'; functionName: string };

/**
 * What some engines other than AWS refuse or ignore, and a stage can do without. Without the authoriser, each
 * function behind a route verifies the token itself; it looks for its headers in any case.
 */
export type Capability = 'archive' | 'schemas' | 'bus-log' | 'authoriser' | 'required-headers';

/** Engines that others wrote, on which a stage can be deployed. */
export type EngineName = 'ministack' | 'localstack';

/** Everything that differs between the stages. Values only: this file knows nothing of the CDK. */
export interface StageConfig {
  /** Part of every physical name; 2 to 12 lower-case letters and digits, a letter first. */
  name: string;
  /** A production stage refuses the sandbox gateway, and leaves nothing out. */
  production: boolean;
  /** What happens to tables, archive, logs and buckets when their stack is deleted. */
  removalPolicy: 'retain' | 'destroy';
  /** Whether DynamoDB refuses to delete the tables. */
  deletionProtection: boolean;
  logRetentionDays: number;
  archiveRetentionDays: number;
  encryption: 'service-owned' | 'customer-managed';
  /** Upper limits over those that the definitions name. */
  consumers: { batchSize?: number; maxConcurrency?: number; maxReceives?: number };
  relay: { batchSize: number };
  /** Requests a second over all routes of one service's API, and the burst above it. */
  api: { rateLimit: number; burstLimit: number };
  alarms: { oldestMessageSeconds: number; iteratorAgeSeconds: number };
  /** What functions read with `deps.setting(name)`; amounts are in minor units of `currency`. */
  settings: {
    currency: string;
    reviewThreshold: number;
    /** The first number of pieces of a SKU that is plenty. */
    lowStockThreshold: number;
    /** Pieces that a shard of a SKU's stock is opened or filled with; see decision 0024. */
    stockShardSize: number;
  };
  tokens: TokenConfig;
  gateway: GatewayConfig;
  leaveOut: readonly Capability[];
}

const dev: StageConfig = {
  name: 'dev',
  production: false,
  removalPolicy: 'destroy',
  deletionProtection: false,
  logRetentionDays: 7,
  archiveRetentionDays: 14,
  encryption: 'service-owned',
  consumers: { maxConcurrency: 10 },
  relay: { batchSize: 100 },
  api: { rateLimit: 500, burstLimit: 1_000 },
  alarms: { oldestMessageSeconds: 300, iteratorAgeSeconds: 60 },
  settings: {
    currency: 'USD',
    reviewThreshold: 1_000_00,
    lowStockThreshold: 10,
    stockShardSize: 250,
  },
  tokens: {
    issuer: 'https://login.example.com/dev',
    audience: 'orderly-dev',
    jwks: { uri: 'https://login.example.com/dev/jwks.json' },
    leewaySeconds: 60,
    scopeClaim: 'scope',
  },
  gateway: { kind: 'sandbox' },
  leaveOut: [],
};

const prod: StageConfig = {
  ...dev,
  name: 'prod',
  production: true,
  removalPolicy: 'retain',
  deletionProtection: true,
  logRetentionDays: 90,
  archiveRetentionDays: 90,
  consumers: {},
  api: { rateLimit: 2_000, burstLimit: 4_000 },
  alarms: { oldestMessageSeconds: 60, iteratorAgeSeconds: 30 },
  tokens: {
    issuer: 'https://login.example.com/',
    audience: 'orderly',
    jwks: { uri: 'https://login.example.com/jwks.json' },
    leewaySeconds: 60,
    scopeClaim: 'scope',
  },
  gateway: { kind: 'function', functionName: 'payment-gateway' },
};

/** The stages that can be deployed, by name. A local run derives its own from `dev`. */
export const stages: Readonly<Record<'dev' | 'prod', StageConfig>> = { dev, prod };

/** What a stage leaves out on each engine that is not AWS, with what would become of it there. */
export const targets: Readonly<
  Record<EngineName, { leaveOut: Readonly<Partial<Record<Capability, string>>> }>
> = {
  ministack: {
    leaveOut: {
      archive: 'CloudFormation refuses AWS::Events::Archive',
      schemas: 'CloudFormation refuses AWS::EventSchemas::Registry',
      'bus-log': 'CloudFormation refuses AWS::Logs::DeliverySource',
    },
  },
  localstack: {
    leaveOut: {
      schemas: 'it has no EventBridge Schemas',
      'bus-log': 'it has no log deliveries',
      authoriser: 'CloudFormation makes no AWS::ApiGateway::Authorizer',
      'required-headers': 'its API Gateway compares the names of headers by case',
    },
  },
};

/** The capabilities that a stage leaves out on an engine. */
export function leftOutOn(engine: EngineName): Capability[] {
  return Object.keys(targets[engine].leaveOut) as Capability[];
}

/** The stage of that name; throws, naming those there are. */
export function stageNamed(name: string): StageConfig {
  if (name === 'dev' || name === 'prod') return stages[name];
  throw new StageError(
    `There is no stage "${name}". The stages are ${Object.keys(stages).join(' and ')}.`,
  );
}

/** Of clocks that differ; beyond it an expired token would be good for too long. */
const MAX_LEEWAY_SECONDS = 300;

/** Throws what makes a stage impossible to synthesize, and says what to change. */
export function checkStage(stage: StageConfig): void {
  if (!/^[a-z][a-z0-9]{1,11}$/.test(stage.name)) {
    throw new StageError(
      `The stage's name is "${stage.name}"; it must be 2 to 12 lower-case letters and digits, a letter first.`,
    );
  }
  if (stage.production && stage.gateway.kind === 'sandbox') {
    throw new StageError(
      `Stage "${stage.name}" is a production stage and would take payments with the sandbox gateway. ` +
        `Set its gateway to { kind: 'function', functionName } in lib/config.ts.`,
    );
  }
  checkTokens(stage);
  if (stage.production && stage.leaveOut.length > 0) {
    throw new StageError(
      `Stage "${stage.name}" is a production stage and would be without ${stage.leaveOut.join(', ')}. ` +
        'Only a stage on an engine that lacks them may leave them out.',
    );
  }
}

function checkTokens({ name, tokens }: StageConfig): void {
  const { issuer, audience, jwks, leewaySeconds, scopeClaim } = tokens;
  if (!Number.isInteger(leewaySeconds) || leewaySeconds < 0 || leewaySeconds > MAX_LEEWAY_SECONDS) {
    throw new StageError(
      `Stage "${name}" lets clocks differ by ${leewaySeconds} s: leewaySeconds is an integer from 0 to ` +
        `${MAX_LEEWAY_SECONDS} (RFC 7519, section 4.1.4: "usually no more than a few minutes").`,
    );
  }
  if (!['scope', 'scp'].includes(scopeClaim)) {
    throw new StageError(
      `Stage "${name}" reads scopes from the claim "${scopeClaim}": scopeClaim is "scope" or "scp".`,
    );
  }
  if (issuer === '' || audience === '') {
    throw new StageError(`Stage "${name}" would trust tokens of anybody: set issuer and audience.`);
  }
  if ('uri' in jwks ? URL.parse(jwks.uri)?.protocol !== 'https:' : !arePublicKeys(jwks.inline)) {
    throw new StageError(
      `Stage "${name}" has no keys to verify tokens with: jwks is { uri } with an https address, or { inline } with ` +
        'a JSON Web Key Set of public keys (RFC 7517).',
    );
  }
}

/** Whether a text is a key set that may be in a template: with keys, and none of them private or shared. */
function arePublicKeys(text: string): boolean {
  try {
    const { keys } = JSON.parse(text) as { keys?: readonly Record<string, unknown>[] };
    return (
      Array.isArray(keys) && keys.length > 0 && keys.every((key) => !('d' in key || 'k' in key))
    );
  } catch {
    return false;
  }
}

/** A stage that does not exist or cannot be deployed; the message says what to change. */
export class StageError extends Error {
  override readonly name = 'StageError';
}
