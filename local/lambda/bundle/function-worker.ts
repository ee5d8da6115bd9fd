import { Worker } from 'node:worker_threads';
import { ReportedError, RuntimeExit } from '../outcome.ts';
import type { InvokeMessage, WorkerMessage, WorkerPlan } from './messages.ts';

/** What a thread is made from. */
export interface WorkerStart {
  /** What the thread runs. */
  script: URL;
  plan: WorkerPlan;
  /** All of its environment: nothing of this process's own is passed on. */
  variables: Record<string, string>;
  memoryMb: number;
  /** Takes a line of the function's log. */
  log(line: string): void;
}

/** One execution environment in a thread of its own, seen from the cloud: one invocation at a time. */
export class FunctionWorker {
  /** Settles when the code is loaded, or rejects with why it could not be. */
  readonly ready: Promise<void>;
  /** Resolves when the thread is gone, however it went. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #log: (line: string) => void;
  #waiting: PromiseWithResolvers<string> | undefined;
  #failure: Error | undefined;

  constructor({ script, plan, variables, memoryMb, log }: WorkerStart) {
    this.#log = log;
    this.#worker = new Worker(script, {
      workerData: plan,
      env: variables,
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const starting = Promise.withResolvers<string>();
    this.#waiting = starting;
    this.ready = starting.promise.then(() => this.#worker.unref());
    this.#worker.on('message', (message: WorkerMessage) => this.#take(message));
    this.#worker.on('error', (error) => {
      this.#failure ??= exitOf(error);
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#fail(this.#failure ?? new RuntimeExit('Runtime.ExitError', reasonOf(code)));
        resolve();
      });
    });
  }

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#waiting === undefined;
  }

  /** Runs the handler; gives its result as JSON text, or rejects with ReportedError or RuntimeExit. */
  invoke(message: InvokeMessage): Promise<string> {
    const waiting = Promise.withResolvers<string>();
    this.#waiting = waiting;
    this.#worker.ref();
    this.#worker.postMessage(message);
    return waiting.promise.finally(() => this.#worker.unref());
  }

  /** Ends it, in the middle of what it does if need be. */
  end(): Promise<unknown> {
    return this.#worker.terminate();
  }

  #take(message: WorkerMessage): void {
    if (message.kind === 'line') this.#log(message.line);
    else if (message.kind === 'failed') this.#fail(new ReportedError(message.error));
    else if (message.kind === 'dying') this.#failure = new ReportedError(message.error);
    else this.#settle((waiting) => waiting.resolve(message.kind === 'result' ? message.text : ''));
  }

  #fail(error: Error): void {
    this.#settle((waiting) => waiting.reject(error));
  }

  #settle(how: (waiting: PromiseWithResolvers<string>) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) how(waiting);
  }
}

/** What Lambda says of a process that ended with this code. */
function reasonOf(code: number): string {
  if (code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code}`;
}

function exitOf(error: Error & { code?: string }): RuntimeExit {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new RuntimeExit('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
  }
  return new RuntimeExit('Runtime.ExitError', `Runtime exited with error: ${error.message}`);
}
