import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from '../outcome.ts';
import { loadHandler, type RuntimeHandler, runtimeError } from './load-handler.ts';
import type { InvokeMessage, SignalMessage, WorkerMessage, WorkerPlan } from './messages.ts';
import { installCloudClock } from './worker-clock.ts';
import { captureOutput } from './worker-output.ts';
import { installCloudTimers } from './worker-timers.ts';

/**
 * What runs in the thread of an execution environment, in the place of Lambda's runtime for Node.js: it loads
 * the bundle once and serves one invocation at a time, with the cloud's time on its clock.
 */
const plan = workerData as WorkerPlan;
let requestId = '';

/** How Lambda's runtime exits; `killed` is what a shell makes of SIGKILL. */
const EXIT_CODES = { uncaughtException: 129, unhandledRejection: 128, killed: 137 };
const CALLBACK_PARAMETERS = 3;

// All threads run much the same code: with its cache they start in two thirds of the time.
enableCompileCache();
const clock = installCloudClock(plan.jumpedMs);
clock.set(plan.nowMs);
const ring = plan.jumpedMs
  ? installCloudTimers({
      start: (id, delayMs) => tell({ kind: 'timer', id, delayMs }),
      cancel: (id) => tell({ kind: 'cancel', id }),
    })
  : undefined;
const writeEntry = captureOutput(
  clock,
  (line) => tell({ kind: 'line', line }),
  () => requestId,
);
process.on('uncaughtException', (error) => die(report(error), EXIT_CODES.uncaughtException));
process.on('unhandledRejection', (reason) => {
  const error = runtimeError('UnhandledPromiseRejection', String(reason));
  if (reason instanceof Error) error.stack = reason.stack ?? '';
  die(report(error), EXIT_CODES.unhandledRejection);
});
// A signal to this process would end the whole cloud.
process.kill = (target, signal) => {
  if (target === process.pid) process.exit(EXIT_CODES.killed);
  throw new Error(`a function may not send ${signal ?? 'SIGTERM'} to process ${target}`);
};

loadHandler(plan).then(
  (handler) => {
    parentPort!.on('message', (message: InvokeMessage | SignalMessage) => {
      if ('ring' in message) ring?.(message.ring);
      else if ('ask' in message) answerLater(message.ask);
      else void serve(handler, message);
    });
    tell({ kind: 'ready' });
  },
  (error: unknown) => die(report(error), EXIT_CODES.uncaughtException),
);

async function serve(handler: RuntimeHandler, message: InvokeMessage): Promise<void> {
  clock.set(message.nowMs);
  requestId = message.requestId;
  process.env['_X_AMZN_TRACE_ID'] = message.traceHeader;
  try {
    const result = await call(handler, JSON.parse(message.event), contextOf(message));
    tell({ kind: 'result', text: textOf(result) });
  } catch (error) {
    logError('Invoke Error', report(error));
    tell({ kind: 'failed', error: report(error) });
  }
}

/** Behind whatever has come before the question. */
function answerLater(number: number): void {
  setImmediate(() => tell({ kind: 'asked', number }));
}

/** Settles as the handler's promise does, or as it calls back: whichever it uses. */
function call(handler: RuntimeHandler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callback = (error?: unknown, result?: unknown): void => {
      if (error === undefined || error === null) resolve(result);
      else reject(error);
    };
    const returned = handler(event, context, callback) as PromiseLike<unknown> | undefined;
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < CALLBACK_PARAMETERS) resolve(returned);
  });
}

function contextOf({ deadlineMs, functionArn }: InvokeMessage): object {
  const { env } = process;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - clock.nowMs(),
  };
}

function textOf(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    const reason = (error as Error).message;
    throw runtimeError('MarshalError', `Unable to stringify response body: ${reason}`, error);
  }
}

/** An error as the runtime posts it. */
function report(error: unknown): FunctionError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  // Code may have put anything in their place.
  const { name, message, stack } = error as Record<'name' | 'message' | 'stack', unknown>;
  const trace = typeof stack === 'string' ? stack.split('\n') : [];
  return { errorType: String(name), errorMessage: String(message), trace };
}

/** The line that the runtime writes about an error that it reports. */
function logError(title: string, { trace, ...error }: FunctionError): void {
  writeEntry('ERROR', `${title} \t${JSON.stringify({ ...error, stack: trace })}`);
}

/** Reports what ended this environment while an invocation ran, and ends it. */
function die(error: FunctionError, code: number): void {
  logError('Uncaught Exception', error);
  tell({ kind: 'dying', error });
  process.exit(code);
}

function tell(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
