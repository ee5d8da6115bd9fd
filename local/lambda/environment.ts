import type { Client } from '../client.ts';
import type { Foundation } from '../foundation.ts';
import type { ExecutionEnvironment, FunctionCode, Handler } from './handler.ts';

/** What an environment is made from. */
export interface EnvironmentPlan {
  settings: Pick<ExecutionEnvironment, 'functionName' | 'variables' | 'memoryMb' | 'timeoutMs'>;
  code: FunctionCode;
  client: Client;
  log(line: string): void;
}

/** One execution environment: it serves one invocation at a time and stays warm until it is killed. */
export class Environment {
  readonly #plan: EnvironmentPlan;
  readonly #foundation: Foundation;
  #handler: Handler | undefined;
  #killed = false;
  /** The trace of the invocation that runs; calls made from here carry it on. */
  traceHeader = '';

  constructor(plan: EnvironmentPlan, foundation: Foundation) {
    this.#plan = plan;
    this.#foundation = foundation;
  }

  get handler(): Handler | undefined {
    return this.#handler;
  }

  /** Runs the code's start: a cold start's init. */
  async start(): Promise<Handler> {
    this.#handler = await this.#plan.code.start(this.#port());
    return this.#handler;
  }

  /** Ends whatever still runs in it: none of its calls and sleeps comes back any more. */
  kill(): void {
    this.#killed = true;
  }

  #port(): ExecutionEnvironment {
    const { settings, client, log } = this.#plan;
    const { scheduler, random } = this.#foundation;
    return {
      ...settings,
      client: {
        send: (command) => (this.#killed ? never() : client.send(command, this.traceHeader)),
      },
      clock: {
        nowMs: () => scheduler.nowMs(),
        sleep: (durationMs) => (this.#killed ? never() : scheduler.sleep(durationMs)),
      },
      chance: { fraction: () => random.fraction() },
      outside: (promise, durationMs) => scheduler.outside(promise, durationMs),
      log,
    };
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
