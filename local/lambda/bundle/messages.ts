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
  /** How far the cloud's time has jumped, if it may while the thread works: a BigInt64. The thread's timers are the cloud's then. */
  jumpedMs?: SharedArrayBuffer | undefined;
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

/** What else a thread is told: a timer of its own rings, or it is to answer this when it has nothing else to do. */
export type SignalMessage = { ring: number } | { ask: number };

/**
 * What a thread tells: it is ready, it wrote a line, it wants to be called at a time, or not any more; it has
 * been asked; its invocation came to an end; or it ends now, with what its
 * invocation or its start failed with.
 */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'line'; line: string }
  | { kind: 'timer'; id: number; delayMs: number }
  | { kind: 'cancel'; id: number }
  | { kind: 'asked'; number: number }
  | { kind: 'result'; text: string }
  | { kind: 'failed'; error: FunctionError }
  | { kind: 'dying'; error: FunctionError };

/**
 * Whether it is a message of the runtime: code in a thread has the same port, and may write anything to it.
 */
export function isWorkerMessage(value: unknown): value is WorkerMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, line, text, id, delayMs, number, error } = value as Record<string, unknown>;
  switch (kind) {
    case 'ready':
      return true;
    case 'line':
      return typeof line === 'string';
    case 'result':
      return typeof text === 'string';
    case 'timer':
      return Number.isFinite(id) && Number.isFinite(delayMs);
    case 'cancel':
      return Number.isFinite(id);
    case 'asked':
      return Number.isFinite(number);
    case 'failed':
    case 'dying':
      return isFunctionError(error);
    default:
      return false;
  }
}

function isFunctionError(error: unknown): error is FunctionError {
  if (typeof error !== 'object' || error === null) return false;
  const { errorType, errorMessage } = error as Record<string, unknown>;
  return typeof errorType === 'string' && typeof errorMessage === 'string';
}
