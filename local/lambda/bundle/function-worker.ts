import { Worker } from 'node:worker_threads';
import { ReportedError, RuntimeExit } from '../outcome.ts';
import {
  type InvokeMessage,
  isWorkerMessage,
  type SignalMessage,
  type WorkerMessage,
  type WorkerPlan,
} from './messages.ts';

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
  /** Starts a timer of the thread's, where these count the cloud's time. */
  timer(delayMs: number, run: () => void): { cancel(): void };
}

/** One execution environment in a thread of its own, seen from the cloud: one invocation at a time. */
export class FunctionWorker {
  /** Settles when the code is loaded, or rejects with why it could not be. */
  readonly ready: Promise<void>;
  /** Resolves when the thread is gone, however it went. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #start: WorkerStart;
  readonly #timers = new Map<number, { cancel(): void }>();
  #started = false;
  #questions = 0;
  #answers = 0;
  #waiting: PromiseWithResolvers<string> | undefined;
  #failure: Error | undefined;

  constructor(start: WorkerStart) {
    const { script, plan, variables, memoryMb } = start;
    this.#start = start;
    this.#worker = new Worker(script, {
      workerData: plan,
      env: variables,
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const starting = Promise.withResolvers<string>();
    this.#waiting = starting;
    this.ready = starting.promise.then(() => {
      this.#started = true;
      this.#worker.unref();
    });
    this.#worker.on('message', (message: unknown) => {
      if (isWorkerMessage(message)) this.#take(message);
    });
    this.#worker.on('error', (error) => {
      this.#failure ??= exitOf(error);
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        for (const timer of this.#timers.values()) timer.cancel();
        this.#fail(this.#failure ?? new RuntimeExit('Runtime.ExitError', reasonOf(code)));
        resolve();
      });
    });
  }

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#waiting === undefined;
  }

  /** How long its event loop has had something to do, and nothing; undefined while it starts. */
  get loop(): { idle: number; active: number } | undefined {
    return this.#started ? this.#worker.performance.eventLoopUtilization() : undefined;
  }

  /** Whether it has answered the last `ask`. */
  get answered(): boolean {
    return this.#answers === this.#questions;
  }

  /** Asks for a sign that it has done what came before. */
  ask(): void {
    this.#questions += 1;
    this.#worker.postMessage({ ask: this.#questions } satisfies SignalMessage);
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
    if (message.kind === 'line') this.#start.log(message.line);
    else if (message.kind === 'timer') this.#setTimer(message.id, message.delayMs);
    else if (message.kind === 'cancel') this.#cancelTimer(message.id);
    else if (message.kind === 'asked') this.#answers = message.number;
    else if (message.kind === 'failed') this.#fail(new ReportedError(message.error));
    else if (message.kind === 'dying') this.#failure = new ReportedError(message.error);
    else this.#settle((waiting) => waiting.resolve(message.kind === 'result' ? message.text : ''));
  }

  #setTimer(id: number, delayMs: number): void {
    const ring = (): void => {
      this.#timers.delete(id);
      this.#worker.postMessage({ ring: id } satisfies SignalMessage);
    };
    this.#timers.set(id, this.#start.timer(delayMs, ring));
  }

  #cancelTimer(id: number): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
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
