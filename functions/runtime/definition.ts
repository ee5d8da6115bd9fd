import type * as z from 'zod/mini';
import type { Contract, EventOf } from '../../events/contract.ts';
import type { Ports } from './ports.ts';

/** What a route may be granted by a token's `scope` claim. */
export type Scope = 'orders:write' | 'orders:read' | 'prices:write' | 'stock:write' | 'stock:read';

/** A subscription: a contract, and optionally leaf values of `data` that the rule matches too. */
export interface Subscription<C extends Contract = Contract> {
  contract: C;
  /** Field of `data` to the values that match. */
  where?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

/** What invokes a function. */
export type Trigger =
  /** EventBridge rule, SQS queue with its DLQ, batches with partial failures. */
  | { kind: 'events'; on: readonly Subscription[] }
  /** A method of the service's REST API; `scope: undefined` is open to anyone. `body` is the command's schema. */
  | {
      kind: 'route';
      method: 'GET' | 'POST' | 'PUT';
      path: string;
      scope?: Scope;
      body?: z.ZodMiniType;
    }
  /** The stream of the service's table; only commit items with events in their outbox arrive. */
  | { kind: 'stream'; table: string }
  | { kind: 'schedule'; everyMinutes: number }
  /** Invoked by another function of the stage, by name. */
  | { kind: 'direct' }
  /** API Gateway's Lambda authoriser. */
  | { kind: 'authoriser' };

/** DynamoDB operations as IAM names them; a transaction needs the ones it is made of. */
export type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'ConditionCheckItem';

/** What a function reaches beyond its trigger; IAM and environment follow from it, and nothing more. */
export interface Uses {
  /** Table name within the service, to the operations used on it. */
  tables?: Readonly<Record<string, readonly TableOperation[]>>;
  /** `table/index` pairs that are queried. */
  indexes?: readonly string[];
  /** The payment gateway of the stage, called by Lambda invoke. */
  gateway?: boolean;
  /** Settings of the stage, from `lib/config.ts`, by name. */
  settings?: readonly string[];
  /** Verifies access tokens itself: set on a stage without the authoriser, by no definition. */
  tokens?: boolean;
}

/** What one function may take. */
export interface Limits {
  /** Lambda timeout; the queue's visibility timeout is six times as long. */
  timeoutSeconds: number;
  memoryMb: number;
  /** Messages or records a batch at most; the stage may lower it. */
  batchSize?: number;
  /** Concurrent batches of one queue at most (2 to 1,000). */
  maxConcurrency?: number;
  /** Receives before a message goes to the DLQ. */
  maxReceives?: number;
}

/** A count the function adds to when something needs a person. */
export interface MetricAlarm {
  metric: string;
  /** What it means, and what to do next. */
  description: string;
}

/** What caused this invocation: a command or an event. */
export interface Cause {
  id: string;
  correlationId: string;
  /** W3C trace context the cause came with. */
  traceparent?: string;
}

/** What a handler gets: the ports, and the physical names of what its definition says it uses. */
export interface Deps
  extends Pick<
    Ports,
    'dynamodb' | 'lambda' | 'clock' | 'chance' | 'logger' | 'metrics' | 'tracer'
  > {
  eventbridge: Ports['eventbridge'];
  tokens: Ports['tokens'];
  /** The service that owns the function. */
  service: string;
  cause: Cause;
  /** Physical table name by the name in `uses.tables`. */
  table(name: string): string;
  /** Value of a stage setting named in `uses.settings`. */
  setting(name: string): string;
  busName(): string;
  gatewayFunction(): string;
  /** What is left of the invocation. */
  remainingMs(): number;
}

/** One Lambda function as one value: CDK, bundler, embedded cloud and simulation all read it. */
export interface FunctionDefinition {
  readonly service: string;
  /** Kebab-case; also the file's name. */
  readonly name: string;
  readonly trigger: Trigger;
  readonly uses: Uses;
  /** Contracts it commits to an outbox or, for a relay, puts on the bus. */
  readonly publishes: readonly Contract[];
  readonly limits: Limits;
  /** Its own metrics that should stay zero; each gets an alarm. */
  readonly alarms?: readonly MetricAlarm[];
  /** Runs once per execution environment; its result is what outlives an invocation. */
  init?(deps: Deps): unknown;
  // Each builder below types `handle` exactly; here, where kinds meet, the argument is erased.
  handle(input: never, deps: Deps, state: never): Promise<unknown>;
}

type Common<State> = Omit<FunctionDefinition, 'trigger' | 'handle' | 'init'> & {
  init?(deps: Deps): State;
};

/** A consumer: one Lambda behind its own queue. */
export function consumer<const C extends Contract, State = undefined>(
  definition: Common<State> & {
    on: readonly Subscription<C>[];
    handle(event: EventOf<C>, deps: Deps, state: State): Promise<void>;
  },
): FunctionDefinition {
  const { on, ...rest } = definition;
  return { ...rest, trigger: { kind: 'events', on } };
}

/** An authenticated request to a route, its body validated. */
export interface RouteRequest<Body = undefined> {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Body;
  /** Hash of the raw body, to tell a retry from another request under the same key. */
  bodyHash: string;
  /** The token's subject; empty on an open route. */
  caller: string;
}

/** What a route answers; `body` is sent as JSON. */
export interface RouteResponse {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A route of the service's REST API. Commands (routes with a body, and POST) need an `Idempotency-Key`. */
export function route<Body = undefined, State = undefined>(
  definition: Common<State> & {
    method: 'GET' | 'POST' | 'PUT';
    path: string;
    scope?: Scope;
    body?: z.ZodMiniType<Body>;
    handle(request: RouteRequest<Body>, deps: Deps, state: State): Promise<RouteResponse>;
  },
): FunctionDefinition {
  const { method, path, scope, body, ...rest } = definition;
  return { ...rest, trigger: { kind: 'route', method, path, scope, body } };
}

/** A function on a schedule. */
export function schedule<State = undefined>(
  definition: Common<State> & {
    everyMinutes: number;
    handle(tick: undefined, deps: Deps, state: State): Promise<void>;
  },
): FunctionDefinition {
  const { everyMinutes, ...rest } = definition;
  return { ...rest, trigger: { kind: 'schedule', everyMinutes } };
}

/** A function another one invokes by name, with a JSON payload. */
export function direct<Input, State = undefined>(
  definition: Common<State> & {
    handle(input: Input, deps: Deps, state: State): Promise<unknown>;
  },
): FunctionDefinition {
  return { ...definition, trigger: { kind: 'direct' } };
}
