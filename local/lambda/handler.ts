import type { ClientLimits } from '../client.ts';
import type { LoadedResource } from '../resource.ts';

/** What runs when an `AWS::Lambda::Function` is invoked; the composer gives one for each. */
export interface FunctionCode {
  /** Environments at once; invocations beyond it wait for one of them. As many as are asked for, unless given. */
  maximumEnvironments?: number;
  /** Builds one execution environment (a cold start). */
  start(environment: ExecutionEnvironment): Handler | Promise<Handler>;
}

/** The keys of a function's role, for calls over the wire. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Handles one invocation; a rejection is a function error. */
export type Handler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** What an execution environment offers the code in it. */
export interface ExecutionEnvironment {
  functionName: string;
  variables: Readonly<Record<string, string>>;
  memoryMb: number;
  timeoutMs: number;
  /** The SDK's `send` for this function's role, for the commands of all services. */
  client: { send(command: object, limits?: ClientLimits): Promise<never> };
  /** What makes a call over the wire one of this function's role. */
  credentials(): Credentials;
  clock: { nowMs(): number; sleep(durationMs: number): Promise<void> };
  chance: { fraction(): number };
  /** Awaits what is done with real time, threads or files; on virtual time it takes `durationMs`. */
  outside<T>(promise: Promise<T>, durationMs?: number): Promise<T>;
  /** Runs a task when so much time has passed, if it ever does: nothing waits for it. */
  timer(delayMs: number, run: () => void): { cancel(): void };
  /** Aborted when the environment is killed: what still runs for it must end. */
  ending: AbortSignal;
  /** Says that the code has gone by itself: the environment serves no other invocation. */
  lose(): void;
  /** Writes one line of the function's log; lines in the embedded metric format become metrics. */
  log(line: string): void;
}

/** What a handler is told about one invocation. */
export interface InvocationContext {
  awsRequestId: string;
  functionName: string;
  invokedFunctionArn: string;
  /** Epoch milliseconds at which it is timed out. */
  deadlineMs: number;
  getRemainingTimeInMillis(): number;
  /** The `X-Amzn-Trace-Id` of this invocation. */
  traceHeader: string;
}

/** The code of a function's resource; undefined if there is none, which is refused at load. */
export type CodeSource = (resource: LoadedResource) => FunctionCode | undefined;
