import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotSimulatedError } from '../../errors.ts';
import type { ExecutionEnvironment, FunctionCode, Handler } from '../handler.ts';
import { FunctionWorker } from './function-worker.ts';
import { type Bundle, runtimeVariables } from './runtime-variables.ts';
import { Stillness } from './stillness.ts';
import { writeWorkerScript } from './worker-script.ts';

/** What the threads of a cloud share. */
export interface WorkerHostOptions {
  /** The URL under which functions reach the cloud; asked for at each cold start. */
  endpoint(): string;
  /** Threads that are kept; waiting ones are ended beyond it, busy ones never. 48 unless given. */
  maximumWorkers?: number;
  /** Threads of one function; invocations beyond them wait. 2 unless given. */
  workersPerFunction?: number;
  /** How far the cloud's time has jumped while threads were at work, a BigInt64; it may not unless given. */
  jumpedMs?: SharedArrayBuffer;
}

/** One takes 10 to 20 MB. */
const DEFAULT_MAXIMUM_WORKERS = 48;
/** A machine has few cores, and more threads than that only slow each other down. */
const DEFAULT_WORKERS_PER_FUNCTION = 2;

/** Runtimes whose code runs on the Node of this process. */
const RUNTIMES = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
const CALLBACK_RUNTIMES = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x'];

/** Runs the functions' real code: every execution environment a thread of its own. */
export class WorkerHost {
  readonly #options: WorkerHostOptions;
  /** Each with what tells its environment that it is gone; those that have waited longest come first. */
  readonly #workers = new Map<FunctionWorker, () => void>();
  readonly #folders = new Set<string>();
  readonly #stillness = new Stillness();
  #script: URL | undefined;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
  }

  /** Threads that there are. */
  get size(): number {
    return this.#workers.size;
  }

  /** Whether all of `outside` things under way are threads that only wait; see `TimeSource.waits`. */
  waits(outside: number, stirs: number): boolean {
    return this.#stillness.lasts([...this.#workers.keys()], outside, stirs);
  }

  /** A bundle as the code of a function; throws NotSimulatedError for a runtime other than Node's. */
  code(bundle: Bundle): FunctionCode {
    if (!RUNTIMES.includes(bundle.runtime)) {
      throw new NotSimulatedError(`runtime ${bundle.runtime} of a function`);
    }
    const { workersPerFunction = DEFAULT_WORKERS_PER_FUNCTION } = this.#options;
    return {
      maximumEnvironments: workersPerFunction,
      start: (environment) => this.#start(bundle, environment),
    };
  }

  /** A new folder for code that comes over the API; it is removed at the end, if not before. */
  makeFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'function-'));
    this.#folders.add(folder);
    return folder;
  }

  /** Removes a folder whose code runs no more. */
  dropFolder(folder: string): void {
    if (this.#folders.delete(folder)) rmSync(folder, { recursive: true, force: true });
  }

  /** Ends all threads and removes the code that came over the API. */
  async stop(): Promise<void> {
    await Promise.all([...this.#workers.keys()].map((worker) => worker.end()));
    this.#script = undefined;
    for (const folder of this.#folders) this.dropFolder(folder);
  }

  async #start(bundle: Bundle, environment: ExecutionEnvironment): Promise<Handler> {
    const { folder, handler, runtime, functionArn } = bundle;
    this.#makeRoom();
    this.#script ??= writeWorkerScript(this.makeFolder());
    const worker = new FunctionWorker({
      script: this.#script,
      plan: {
        folder,
        handler,
        takesCallbacks: CALLBACK_RUNTIMES.includes(runtime),
        nowMs: environment.clock.nowMs(),
        jumpedMs: this.#options.jumpedMs,
      },
      variables: runtimeVariables(bundle, environment, this.#options.endpoint()),
      memoryMb: environment.memoryMb,
      log: environment.log,
      timer: environment.timer,
    });
    this.#workers.set(worker, environment.lose);
    environment.ending.addEventListener('abort', () => void worker.end());
    void worker.ended.then(() => {
      environment.lose();
      this.#workers.delete(worker);
    });
    await environment.outside(worker.ready);
    return (event, context) => {
      const running = worker.invoke({
        event: JSON.stringify(event),
        requestId: context.awsRequestId,
        functionArn,
        traceHeader: context.traceHeader,
        nowMs: environment.clock.nowMs(),
        deadlineMs: environment.clock.nowMs() + context.getRemainingTimeInMillis(),
      });
      return environment.outside(this.#answer(worker, running));
    };
  }

  async #answer(worker: FunctionWorker, running: Promise<string>): Promise<unknown> {
    try {
      return JSON.parse(await running);
    } finally {
      // The last in the map is the one that waits for the shortest time.
      const lose = this.#workers.get(worker);
      if (lose && this.#workers.delete(worker)) this.#workers.set(worker, lose);
    }
  }

  #makeRoom(): void {
    const { maximumWorkers = DEFAULT_MAXIMUM_WORKERS } = this.#options;
    let over = this.#workers.size - maximumWorkers + 1;
    for (const [worker, lose] of this.#workers) {
      if (over <= 0) return;
      if (!worker.idle) continue;
      lose();
      this.#workers.delete(worker);
      void worker.end();
      over -= 1;
    }
  }
}
