import type { FunctionError } from '../outcome.ts';

/** What a thread is started with: `workerData`. */
export interface WorkerPlan {
  /** The folder with the function's code. */
  folder: string;
  /** Such as `index.handler`. */
  handler: string;
  /** Whether the runtime still takes handlers with a callback. */
  takesCallbacks: boolean;
  /** The cloud's time. */
  nowMs: number;
}

/** One invocation, as the thread gets it. */
export interface InvokeMessage {
  /** JSON text. */
  event: string;
  requestId: string;
  functionArn: string;
  traceHeader: string;
  /** The cloud's time now, and when the invocation must be over. */
  nowMs: number;
  deadlineMs: number;
}

/**
 * What a thread tells: it is ready, it wrote a line, its invocation came to an end; or it ends now, with what its
 * invocation or its start failed with.
 */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'line'; line: string }
  | { kind: 'result'; text: string }
  | { kind: 'failed'; error: FunctionError }
  | { kind: 'dying'; error: FunctionError };
