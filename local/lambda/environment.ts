import type { Client } from '../client.ts';
import type { Foundation } from '../foundation.ts';
import type { Credentials, ExecutionEnvironment, FunctionCode, Handler } from './handler.ts';

/** What an environment is made from. */
export interface EnvironmentPlan {
  settings: Pick<ExecutionEnvironment, 'functionName' | 'variables' | 'memoryMb' | 'timeoutMs'>;
  code: FunctionCode;
  client: Client;
  credentials(): Credentials;
  log(line: string): void;
}

/** One execution environment: it serves one invocation at a time and stays warm until it is killed. */
export class Environment {
  readonly #plan: EnvironmentPlan;
  readonly #foundation: Foundation;
  #handler: Handler | undefined;
  readonly #ending = new AbortController();
  #lost = false;
  /** The trace of the invocation that runs; calls made from here carry it on. */
  traceHeader = '';
  /** Gets the lines of the log, where somebody wants to see them. */
  tail: string[] | undefined;

  constructor(plan: EnvironmentPlan, foundation: Foundation) {
    this.#plan = plan;
    this.#foundation = foundation;
  }

  get handler(): Handler | undefined {
    return this.#handler;
  }

  /** Whether it can serve another invocation. */
  get isWarm(): boolean {
    return this.#handler !== undefined && !this.#lost;
  }

  /** Runs the code's start: a cold start's init. */
  async start(): Promise<Handler> {
    this.#handler = await this.#plan.code.start(this.#port());
    return this.#handler;
  }

  /** Ends whatever still runs in it: none of its calls and sleeps comes back any more. */
  kill(): void {
    this.#lost = true;
    this.#ending.abort();
  }

  #port(): ExecutionEnvironment {
    const { settings, client, credentials, log } = this.#plan;
    const { scheduler, random } = this.#foundation;
    const { signal } = this.#ending;
    return {
      ...settings,
      client: {
        send: (command) => (signal.aborted ? never() : client.send(command, this.traceHeader)),
      },
      credentials,
      clock: {
        nowMs: () => scheduler.nowMs(),
        sleep: (durationMs) => (signal.aborted ? never() : scheduler.sleep(durationMs)),
      },
      chance: { fraction: () => random.fraction() },
      outside: (promise, durationMs) => scheduler.outside(promise, durationMs),
      ending: signal,
      lose: () => {
        this.#lost = true;
      },
      log: (line) => {
        this.tail?.push(line);
        log(line);
      },
    };
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
