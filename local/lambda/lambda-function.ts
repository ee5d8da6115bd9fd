import type { Foundation } from '../foundation.ts';
import { uuid } from '../uuid.ts';
import type { ConcurrencyShare } from './concurrency.ts';
import type { Environment, EnvironmentPlan } from './environment.ts';
import { type FunctionMetrics, functionMetrics } from './function-metrics.ts';
import type { FunctionSettings } from './function-settings.ts';
import type { Invocation, InvokeOptions } from './invocation.ts';
import { altered, freshEnvironment, idleOf, startUnder, takeIdle } from './invocation-fate.ts';
import { logOf } from './invocation-log.ts';
import { exitError, functionError, type Outcome, ReportedError, timeoutError } from './outcome.ts';
import { Running } from './running.ts';
import { newTraceHeader } from './trace-header.ts';

export type { FunctionSettings } from './function-settings.ts';

/** What a function's environments are made from, beside its settings. */
export type FunctionPlan = Omit<EnvironmentPlan, 'settings'>;

/** Lambda's limit for a start, after which it tries once more within the invocation ("Lambda execution environment lifecycle"). */
const START_LIMIT_MS = 10_000;

/** One function: its execution environments, warm and busy, and the invocations in them. */
export class LambdaFunction {
  readonly #foundation: Foundation;
  readonly #metrics: FunctionMetrics;
  #settings: FunctionSettings;
  #plan: EnvironmentPlan;
  #share: ConcurrencyShare;
  #warm: Environment[] = [];
  /** Invocations under way, and those that wait for an environment. */
  #busy = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Running();

  constructor(
    settings: FunctionSettings,
    plan: FunctionPlan,
    share: ConcurrencyShare,
    foundation: Foundation,
  ) {
    this.#settings = settings;
    this.#plan = planOf(settings, plan);
    this.#share = share;
    this.#foundation = foundation;
    this.#metrics = functionMetrics(foundation, settings.name);
  }

  get settings(): FunctionSettings {
    return this.#settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  /** Gives it other settings or other code: from now on new environments are made, and the old ones end. */
  configure(settings: FunctionSettings, plan: FunctionPlan): void {
    this.#settings = settings;
    this.#plan = planOf(settings, plan);
    this.retire();
  }

  /** Gives it another share of the account's concurrency, once its own is given back; what runs is released to that. */
  reserve(reservedConcurrency: number | undefined, share: () => ConcurrencyShare): void {
    this.#settings = { ...this.#settings, reservedConcurrency };
    this.#share.giveBack();
    this.#share = share();
  }

  /** Ends the environments that wait; those that are busy end with their invocation. */
  retire(): void {
    const warm = this.#warm;
    this.#warm = [];
    for (const environment of warm) environment.kill();
  }

  /** Runs a task once the invocations are over that have an environment by now. */
  afterwards(task: () => void): void {
    this.#running.afterwards(task);
  }

  /** Runs the function once; undefined if it is throttled. The promise never rejects. */
  invoke(
    event: unknown,
    traceHeader?: string,
    { tailsLog = false }: InvokeOptions = {},
  ): Promise<Outcome> | undefined {
    const { scheduler, random, latency, meters, interference } = this.#foundation;
    const nowMs = scheduler.nowMs();
    const share = this.#share;
    const idle = interference ? idleOf(this.#warm) : 0;
    const point = interference && { functionName: this.name, event, idle };
    const fate = point && interference.invocation(point);
    if (fate?.throttled || !share.acquire()) {
      this.#metrics.Throttles.add(1, nowMs);
      return undefined;
    }
    meters.invocation(this.name);
    this.#metrics.Invocations.add(1, nowMs);
    const release = scheduler.hold();
    const trace = traceHeader ?? newTraceHeader(random, nowMs);
    return new Promise((resolve) => {
      const begin = (): void => {
        const warm = takeIdle(this.#warm, fate);
        const environment = warm ?? freshEnvironment(this.#plan, this.#foundation, fate);
        environment.traceHeader = trace;
        environment.point = point;
        const pace = point && interference.pace?.('invocation', point);
        environment.tail = tailsLog ? [] : undefined;
        const delayMs = latency.drawMs(warm ? 'lambdaWarm' : 'lambdaCold', pace);
        const invocation: Invocation = {
          event,
          requestId: uuid(random),
          environment,
          fate,
          warm: this.#warm,
          share,
          startedMs: 0,
          release,
          over: this.#running.begin(),
        };
        const run = (): void => this.#run(invocation, resolve);
        if (delayMs === 0) run();
        else scheduler.after(delayMs, run);
      };
      this.#admit(begin);
    });
  }

  /** Begins an invocation once there may be an environment for it. */
  #admit(begin: () => void): void {
    const { maximumEnvironments = Number.POSITIVE_INFINITY } = this.#plan.code;
    if (this.#busy >= maximumEnvironments) {
      this.#waiting.push(begin);
      return;
    }
    this.#busy += 1;
    begin();
  }

  #run(invocation: Invocation, resolve: (outcome: Outcome) => void): void {
    const { requestId, environment, fate } = invocation;
    const { timeoutMs } = this.settings;
    const end = (outcome: Outcome): void => {
      const { tail } = environment;
      const durationMs = this.#foundation.scheduler.nowMs() - invocation.startedMs;
      const { error } = outcome;
      environment.record?.ended({ requestId, durationMs, initMs: invocation.initMs, error });
      this.#end(invocation, outcome);
      resolve(tail ? { ...outcome, log: logOf(tail, requestId, durationMs) } : outcome);
    };
    const work = (): Promise<unknown> => this.#handle(invocation, timeoutMs);
    const handle = (): void =>
      this.#within(timeoutMs, invocation, work, (outcome) => end(altered(outcome, invocation)));
    invocation.startedMs = this.#foundation.scheduler.nowMs();
    this.#tell('lambda.started', requestId);
    if (environment.isWarm) handle();
    else {
      const start = (): Promise<unknown> => startUnder(environment, fate);
      this.#within(START_LIMIT_MS + timeoutMs, invocation, start, (outcome) => {
        if (!outcome.error) {
          invocation.initMs = this.#foundation.scheduler.nowMs() - invocation.startedMs;
          return handle();
        }
        environment.record?.started(requestId);
        end(outcome);
      });
    }
  }

  /** Does a part of an invocation; ends its environment if that takes longer than the limit. */
  #within(
    limitMs: number,
    { environment, requestId }: Invocation,
    work: () => Promise<unknown>,
    end: (outcome: Outcome) => void,
  ): void {
    let ended = false;
    const finish = (outcome: Outcome): void => {
      if (ended) return;
      ended = true;
      timer.cancel();
      end(outcome);
    };
    const timer = this.#foundation.scheduler.after(limitMs, () => {
      environment.kill();
      finish({ error: timeoutError(requestId, this.settings.timeoutMs) });
    });
    environment.onDeath = () => finish({ error: exitError(requestId) });
    settled(work)
      .then(
        (result) => finish({ result }),
        (thrown: unknown) => finish({ error: functionError(thrown, requestId) }),
      )
      .catch(this.#foundation.fail);
  }

  #handle(invocation: Invocation, timeoutMs: number): Promise<unknown> {
    const { event, requestId, environment, fate } = invocation;
    const { scheduler } = this.#foundation;
    invocation.startedMs = scheduler.nowMs();
    const deadlineMs = invocation.startedMs + timeoutMs;
    const context = {
      awsRequestId: requestId,
      functionName: this.name,
      invokedFunctionArn: this.settings.arn,
      deadlineMs,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - scheduler.nowMs()),
      traceHeader: environment.traceHeader,
    };
    environment.record?.started(requestId);
    if (fate?.fails) throw new ReportedError(fate.fails);
    return environment.handler!(event, context);
  }

  #end(invocation: Invocation, outcome: Outcome): void {
    const { environment, warm, share, requestId, startedMs, release, over } = invocation;
    const nowMs = this.#foundation.scheduler.nowMs();
    this.#metrics.Duration.add(nowMs - startedMs, nowMs);
    if (outcome.error) this.#metrics.Errors.add(1, nowMs);
    // A handler that only threw leaves its environment warm; one that ran out of time or never started does not.
    if (environment.isWarm && warm === this.#warm) warm.push(environment);
    else environment.kill();
    share.release();
    this.#busy -= 1;
    this.#tell('lambda.ended', requestId, outcome.error?.errorType ?? 'ok');
    release();
    over();
    const next = this.#waiting.shift();
    if (next) this.#admit(next);
  }

  #tell(kind: string, id: string, note?: string): void {
    const { facts } = this.#foundation;
    if (facts.heard) facts.tell({ kind, resource: this.name, id, note });
  }
}

function planOf(settings: FunctionSettings, plan: FunctionPlan): EnvironmentPlan {
  const { name, variables, memoryMb, timeoutMs } = settings;
  return { settings: { functionName: name, variables, memoryMb, timeoutMs }, ...plan };
}

/** Work that throws before its first await rejects like any other. */
async function settled(work: () => Promise<unknown>): Promise<unknown> {
  return work();
}
