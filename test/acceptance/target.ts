import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../../events/envelope.ts';
import type { StageConfig } from '../../lib/config.ts';
import type { TokenIssuer } from '../../simulation/token-issuer.ts';
import type { Ability } from './abilities.ts';

/** The operator's SDK clients, one a service. */
export interface Clients {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  eventbridge: Pick<EventBridgeClient, 'send'>;
  lambda: Pick<LambdaClient, 'send'>;
  sqs: Pick<SQSClient, 'send'>;
}

/** A request to the platform's HTTP APIs; the path with its query. */
export interface TargetRequest {
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** What was answered; header names in lower case. */
export interface TargetResponse {
  status: number;
  headers: Readonly<Record<string, string | readonly string[]>>;
  body: string;
}

/** Where the platform is deployed that a suite runs against: only its public surfaces, and time. */
export interface Target {
  readonly stage: StageConfig;
  readonly tokens: TokenIssuer;
  readonly clients: Clients;
  /** What was on the bus since the suite began, as a probe has heard it so far. */
  readonly events: readonly Envelope[];
  /** Begins every idempotency key, so that no two suites on one deployment share one. */
  readonly keyPrefix: string;
  /** Between two looks at something that is waited for. */
  readonly lookAgainMs: number;
  nowMs(): number;
  pause(durationMs: number): Promise<void>;
  /** Awaits what takes real time, such as the signature of a token. */
  outside<T>(work: Promise<T>): Promise<T>;
  request(request: TargetRequest): Promise<TargetResponse>;
  /** Resolves when nothing is left to deliver; `open` names the orders that have not ended. */
  settle(open: () => Promise<readonly string[]>): Promise<void>;
  /** Switches a consumer's event source on or off, and waits until it is. */
  switchConsumer(service: string, name: string, on: boolean): Promise<void>;
  /** Why the target cannot do this; undefined if it can. */
  lacks(ability: Ability): string | undefined;
  /** Takes away what the suite itself has put up. */
  stop(): Promise<void>;
}
