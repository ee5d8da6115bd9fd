import type { Mortal } from '../attempt.ts';
import type { Client } from '../client.ts';
import type { Foundation } from '../foundation.ts';
import type { InvocationPoint } from '../interference.ts';
import type { EnvironmentLog } from '../logs/function-log.ts';
import type { Credentials, ExecutionEnvironment, FunctionCode, Handler } from './handler.ts';

/** What an environment is made from. */
export interface EnvironmentPlan {
  settings: Pick<ExecutionEnvironment, 'functionName' | 'variables' | 'memoryMb' | 'timeoutMs'>;
  code: FunctionCode;
  client: Client;
  /** `mortal`: whose they are, if they are to be one environment's own. */
  credentials(mortal: Mortal): Credentials;
  log(line: string): void;
  /** Opens its log in CloudWatch Logs, where those are kept. */
  openLog?: (() => EnvironmentLog) | undefined;
  /** How far its clock is off; 0 unless given. */
  skewMs?: number | undefined;
}

/** One execution environment: it serves one invocation at a time and stays warm until it is killed. */
export class Environment implements Mortal {
  readonly #plan: EnvironmentPlan;
  readonly #foundation: Foundation;
  #handler: Handler | undefined;
  readonly #ending = new AbortController();
  #lost = false;
  /** The trace of the invocation that runs; calls made from here carry it on. */
  traceHeader = '';
  /** The invocation that runs, where an interference wants to know. */
  point: InvocationPoint | undefined;
  /** Ends the invocation that runs, as a crash. */
  onDeath: (() => void) | undefined;
  /** Gets the lines of the log, where somebody wants to see them. */
  tail: string[] | undefined;
  /** Its log in CloudWatch Logs, where those are kept. */
  readonly record: EnvironmentLog | undefined;

  constructor(plan: EnvironmentPlan, foundation: Foundation) {
    this.#plan = plan;
    this.record = plan.openLog?.();
    this.#foundation = foundation;
  }

  get handler(): Handler | undefined {
    return this.#handler;
  }

  /** Whether it can serve another invocation. */
  get isWarm(): boolean {
    return this.#handler !== undefined && !this.#lost;
  }

  get dead(): boolean {
    return this.#ending.signal.aborted;
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

  /** The process exits in the middle of its invocation. */
  die(): void {
    this.kill();
    this.onDeath?.();
  }

  #pace(): number | undefined {
    const { interference } = this.#foundation;
    return interference && this.point && interference.pace?.('handler', this.point);
  }

  #port(): ExecutionEnvironment {
    const { settings, client, credentials, log, skewMs = 0 } = this.#plan;
    const { scheduler, random } = this.#foundation;
    const { signal } = this.#ending;
    return {
      ...settings,
      client: {
        send: (command, limits) =>
          signal.aborted ? never() : client.send(command, this.traceHeader, this, limits),
      },
      credentials: () => credentials(this),
      clock: {
        nowMs: () => scheduler.nowMs() + skewMs,
        sleep: (durationMs) => (signal.aborted ? never() : scheduler.sleep(durationMs)),
      },
      chance: { fraction: () => this.#pace() ?? random.fraction() },
      outside: (promise, durationMs) => scheduler.outside(promise, durationMs),
      timer: (delayMs, run) => scheduler.after(delayMs, run, 'background'),
      ending: signal,
      lose: () => {
        this.#lost = true;
      },
      log: (line) => {
        this.tail?.push(line);
        this.record?.line(line);
        log(line);
      },
    };
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
