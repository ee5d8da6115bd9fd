import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { Foundation } from '../foundation.ts';
import { uuid } from '../uuid.ts';
import type { ConcurrencyShare } from './concurrency.ts';
import { Environment, type EnvironmentPlan } from './environment.ts';
import type { Handler } from './handler.ts';
import { functionError, type Outcome, timeoutError } from './outcome.ts';
import { newTraceHeader } from './trace-header.ts';

/** A function's configuration. */
export interface FunctionSettings {
  name: string;
  arn: string;
  roleArn: string;
  variables: Readonly<Record<string, string>>;
  memoryMb: number;
  timeoutMs: number;
  reservedConcurrency: number | undefined;
  /** Queue for events of asynchronous invocations that failed for good. */
  deadLetterArn: string | undefined;
}

/** One function: its execution environments, warm and busy, and the invocations in them. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #plan: EnvironmentPlan;
  readonly #share: ConcurrencyShare;
  readonly #foundation: Foundation;
  readonly #metrics: Record<'Invocations' | 'Errors' | 'Throttles' | 'Duration', MetricSeries>;
  readonly #warm: Environment[] = [];

  constructor(
    settings: FunctionSettings,
    plan: Pick<EnvironmentPlan, 'code' | 'client' | 'log'>,
    share: ConcurrencyShare,
    foundation: Foundation,
  ) {
    const { name, variables, memoryMb, timeoutMs } = settings;
    this.settings = settings;
    this.#plan = { settings: { functionName: name, variables, memoryMb, timeoutMs }, ...plan };
    this.#share = share;
    this.#foundation = foundation;
    const series = (metric: string, unit = 'Count'): MetricSeries =>
      foundation.cloudwatch.series(
        { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: name } },
        unit,
      );
    this.#metrics = {
      Invocations: series('Invocations'),
      Errors: series('Errors'),
      Throttles: series('Throttles'),
      Duration: series('Duration', 'Milliseconds'),
    };
  }

  get name(): string {
    return this.settings.name;
  }

  /** Runs the function once; undefined if it is throttled. The promise never rejects. */
  invoke(event: unknown, traceHeader?: string): Promise<Outcome> | undefined {
    const { scheduler, random, latency, meters } = this.#foundation;
    const nowMs = scheduler.nowMs();
    if (!this.#share.acquire()) {
      this.#metrics.Throttles.add(1, nowMs);
      return undefined;
    }
    meters.invocation(this.name);
    this.#metrics.Invocations.add(1, nowMs);
    const warm = this.#warm.pop();
    const environment = warm ?? new Environment(this.#plan, this.#foundation);
    environment.traceHeader = traceHeader ?? newTraceHeader(random, nowMs);
    const delayMs = latency.drawMs(warm ? 'lambdaWarm' : 'lambdaCold');
    return new Promise((resolve) => {
      const invocation = { event, requestId: uuid(random), environment, release: scheduler.hold() };
      const run = (): void => this.#run(invocation, resolve);
      if (delayMs === 0) run();
      else scheduler.after(delayMs, run);
    });
  }

  #run(invocation: Invocation, resolve: (outcome: Outcome) => void): void {
    const { scheduler } = this.#foundation;
    const { requestId, environment } = invocation;
    const startedMs = scheduler.nowMs();
    const { timeoutMs } = this.settings;
    let ended = false;
    const end = (outcome: Outcome): void => {
      if (ended) return;
      ended = true;
      timer.cancel();
      this.#end(invocation, outcome, startedMs);
      resolve(outcome);
    };
    const timer = scheduler.after(timeoutMs, () => {
      environment.kill();
      end({ error: timeoutError(requestId, timeoutMs) });
    });
    this.#tell('lambda.started', requestId);
    this.#handle(invocation, startedMs + timeoutMs).then(
      (result) => end({ result }),
      (thrown: unknown) => end({ error: functionError(thrown) }),
    );
  }

  #handle({ event, requestId, environment }: Invocation, deadlineMs: number): Promise<unknown> {
    const { scheduler } = this.#foundation;
    const context = {
      awsRequestId: requestId,
      functionName: this.name,
      invokedFunctionArn: this.settings.arn,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - scheduler.nowMs()),
      traceHeader: environment.traceHeader,
    };
    const { handler } = environment;
    if (!handler) return environment.start().then((started) => started(event, context));
    return call(handler, event, context);
  }

  #end({ environment, requestId, release }: Invocation, outcome: Outcome, startedMs: number): void {
    const nowMs = this.#foundation.scheduler.nowMs();
    this.#metrics.Duration.add(nowMs - startedMs, nowMs);
    if (outcome.error) this.#metrics.Errors.add(1, nowMs);
    // A handler that only threw leaves its environment warm; one that ran out of time or never started does not.
    const lost = outcome.error?.errorType === 'Sandbox.Timedout' || !environment.handler;
    if (!lost) this.#warm.push(environment);
    this.#share.release();
    this.#tell('lambda.ended', requestId, outcome.error?.errorType ?? 'ok');
    release();
  }

  #tell(kind: string, id: string, note?: string): void {
    const { facts } = this.#foundation;
    if (facts.heard) facts.tell({ kind, resource: this.name, id, note });
  }
}

interface Invocation {
  event: unknown;
  requestId: string;
  environment: Environment;
  /** Ends the hold on the run. */
  release: () => void;
}

/** A handler that throws before its first await rejects like any other. */
async function call(
  ...[handler, event, context]: [Handler, ...Parameters<Handler>]
): Promise<unknown> {
  return handler(event, context);
}
