import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** The AWS SDK client's `send(command)` is the port; the embedded cloud answers it in process. */
export type DynamoDbPort = Pick<DynamoDBClient, 'send'>;
/** EventBridge, answered the same way. */
export type EventBridgePort = Pick<EventBridgeClient, 'send'>;
/** Lambda, answered the same way. */
export type LambdaPort = Pick<LambdaClient, 'send'>;
/** SQS, answered the same way. */
export type SqsPort = Pick<SQSClient, 'send'>;

/** The one clock. */
export interface Clock {
  /** Epoch milliseconds; reading it never moves it. */
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
}

/** The one source of chance, for jitter only: ids are derived. */
export interface Chance {
  /** Uniform in [0, 1). */
  fraction(): number;
}

/** What a log line says beside its message. */
export type LogFields = Record<string, unknown>;

/** One JSON line per call. Behind it: Powertools Logger in Lambda, a sink in process. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to every line. */
  with(fields: LogFields): Logger;
}

/** A unit of CloudWatch metrics. */
export type MetricUnit = 'Count' | 'Milliseconds';

/** Metrics in CloudWatch's embedded metric format. Behind it: Powertools Metrics, or a sink. */
export interface Metrics {
  add(name: string, unit: MetricUnit, value: number, dimensions?: Record<string, string>): void;
  /** Writes what was added; called once per invocation. */
  flush(): void;
}

/** Subsegments of the invocation's X-Ray segment. Behind it: Powertools Tracer, or a sink. */
export interface Tracer {
  span<T>(name: string, annotations: Record<string, string>, work: () => Promise<T>): Promise<T>;
}

/** The claims of a verified access token (RFC 9068). */
export interface TokenClaims {
  subject: string;
  scopes: readonly string[];
}

/**
 * Verifies a JSON Web Token against the stage's issuer, audience and keys. Rejects a bad one with a
 * `PermanentError`; anything else it throws is no fault of the token's.
 */
export interface TokenVerifier {
  verify(token: string): Promise<TokenClaims>;
}

/**
 * How the client behind `lambda` asks the payment gateway. What becomes of a call that is not answered is the services'
 * own business, so the SDK does not repeat it; and one that hangs is given up in time to mark the payment.
 */
export const GATEWAY_CALLS = { maxAttempts: 1, requestTimeoutMs: 8_000 };

/** Everything a function may reach; an edge (the Lambda wrapper, the embedded cloud) provides it. */
export interface Ports {
  dynamodb: DynamoDbPort;
  eventbridge: EventBridgePort;
  lambda: LambdaPort;
  sqs: SqsPort;
  clock: Clock;
  chance: Chance;
  logger: Logger;
  metrics: Metrics;
  tracer: Tracer;
  tokens: TokenVerifier;
}
