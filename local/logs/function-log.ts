import { createHash } from 'node:crypto';
import type { Iam } from '../iam/iam.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Principal } from '../service.ts';
import type { LogGroup, LogStream } from './log-group.ts';
import type { Logs } from './logs.ts';

/** Where and how a function's log is written; its `LoggingConfig`. */
export interface FunctionLogging {
  /** A log group of its own choice; `/aws/lambda/` and its name unless given. */
  group?: string | undefined;
  /** Whether Lambda's own lines are JSON. */
  isJson: boolean;
  /** Whether of Lambda's own lines in JSON only those about failures are written. */
  isTerse: boolean;
}

/** The function whose environment writes. */
export interface LoggedFunction {
  name: string;
  memoryMb: number;
  /** In its role. */
  principal: Principal;
  logging: FunctionLogging | undefined;
}

/** What an invocation came to, for the log. */
export interface InvocationReport {
  requestId: string;
  durationMs: number;
  /** Of the environment's start, if this was its first invocation. */
  initMs?: number | undefined;
  /** Why it failed. */
  error?: InvocationError | undefined;
}

/** Why an invocation failed. */
interface InvocationError {
  errorType: string;
  errorMessage: string;
  /** Empty for code that no runtime of Lambda runs, so that nobody has written its error yet. */
  trace?: readonly string[];
}

/** What one environment writes to its stream. */
export interface EnvironmentLog {
  /** A line of the function's own. */
  line(line: string): void;
  started(requestId: string): void;
  ended(report: InvocationReport): void;
}

/** What the logs of functions are written with. */
export interface FunctionLogPlace {
  logs: Logs;
  iam: Iam;
  scheduler: Pick<Scheduler, 'nowMs'>;
}

const GUID_DIGITS = 32;

/**
 * Opens the log of one environment of a function, which nothing is written to before its first line. Without the
 * permissions that its role needs for that, its lines are lost, as on AWS.
 * AWS Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs".
 */
export function functionLogs(place: FunctionLogPlace): (of: LoggedFunction) => EnvironmentLog {
  let opened = 0;
  return (of) => {
    opened += 1;
    const digest = createHash('sha256').update(`${of.name} ${opened}`).digest('hex');
    const writer = new StreamWriter(place, of, digest.slice(0, GUID_DIGITS));
    return of.logging?.isJson ? new JsonLog(writer, of) : new TextLog(writer, of);
  };
}

/** Writes to the stream of one environment, as far as the function's role lets it. */
class StreamWriter {
  readonly #place: FunctionLogPlace;
  readonly #principal: Principal;
  readonly #group: string;
  readonly #stream: string;

  constructor(place: FunctionLogPlace, { name, principal, logging }: LoggedFunction, guid: string) {
    const day = new Date(place.scheduler.nowMs()).toISOString().slice(0, 10).replaceAll('-', '/');
    const own = logging?.group === undefined || logging.group === `/aws/lambda/${name}`;
    this.#place = place;
    this.#principal = principal;
    this.#group = logging?.group ?? `/aws/lambda/${name}`;
    // Several functions may share a group of their choice, so the stream has the function's name.
    this.#stream = own ? `${day}/[$LATEST]${guid}` : `${day}/${name}[$LATEST][${guid}]`;
  }

  get time(): string {
    return new Date(this.#place.scheduler.nowMs()).toISOString();
  }

  write(message: string): void {
    if (message === '' || !this.#may('PutLogEvents')) return;
    const nowMs = this.#place.scheduler.nowMs();
    const group = this.#groupThere(nowMs);
    const stream = group && this.#streamThere(group, nowMs);
    if (stream) group.add(stream, { timestampMs: nowMs, message }, nowMs);
  }

  #groupThere(nowMs: number): LogGroup | undefined {
    const { logs } = this.#place;
    const found = logs.find(this.#group);
    if (found || !this.#may('CreateLogGroup')) return found;
    return logs.create({ name: this.#group, createdMs: nowMs });
  }

  #streamThere(group: LogGroup, nowMs: number): LogStream | undefined {
    const found = group.streams.get(this.#stream);
    if (found || !this.#may('CreateLogStream')) return found;
    return group.addStream(this.#stream, nowMs);
  }

  #may(operation: string): boolean {
    const { iam, logs } = this.#place;
    const stream = operation === 'CreateLogGroup' ? '' : this.#stream;
    const resource = `${logs.arnOf(this.#group)}:log-stream:${stream}`;
    return iam.isAllowed(this.#principal, { action: `logs:${operation}`, resource });
  }
}

/** Lambda's own lines as text. */
class TextLog implements EnvironmentLog {
  readonly #writer: StreamWriter;
  readonly #memoryMb: number;

  constructor(writer: StreamWriter, { memoryMb }: LoggedFunction) {
    this.#writer = writer;
    this.#memoryMb = memoryMb;
  }

  line(line: string): void {
    this.#writer.write(line);
  }

  started(requestId: string): void {
    this.#writer.write(`START RequestId: ${requestId} Version: $LATEST\n`);
  }

  ended({ requestId, durationMs, initMs, error }: InvocationReport): void {
    if (error) this.#writeFailure(requestId, error);
    this.#writer.write(`END RequestId: ${requestId}\n`);
    const parts = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${this.#memoryMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ];
    this.#writer.write(`${parts.join('\t')}\t\n`);
  }

  #writeFailure(requestId: string, { errorType, errorMessage, trace }: InvocationError): void {
    const { time } = this.#writer;
    const timeout = /Task timed out after [\d.]+ seconds/.exec(errorMessage)?.[0];
    if (errorType === 'Sandbox.Timedout') this.#writer.write(`${time} ${requestId} ${timeout}\n\n`);
    else if (trace === undefined) this.#writer.write(`${errorMessage}\n${errorType}\n`);
    else if (trace.length === 0) {
      const told = JSON.stringify({ errorType, errorMessage });
      this.#writer.write(`${time}\t${requestId}\tERROR\tInvoke Error \t${told}\n`);
    }
  }
}

/** Lambda's own lines as JSON. */
class JsonLog implements EnvironmentLog {
  readonly #writer: StreamWriter;
  readonly #memoryMb: number;
  readonly #isTerse: boolean;

  constructor(writer: StreamWriter, { memoryMb, logging }: LoggedFunction) {
    this.#writer = writer;
    this.#memoryMb = memoryMb;
    this.#isTerse = logging?.isTerse ?? false;
  }

  line(line: string): void {
    this.#writer.write(line);
  }

  started(requestId: string): void {
    if (!this.#isTerse) this.#write('platform.start', { requestId, version: '$LATEST' });
  }

  ended({ requestId, durationMs, initMs, error }: InvocationReport): void {
    if (this.#isTerse && !error) return;
    const metrics = {
      ...{ durationMs, billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)) },
      ...{ memorySizeMB: this.#memoryMb, ...(initMs !== undefined && { initDurationMs: initMs }) },
    };
    this.#write('platform.report', { requestId, metrics, ...statusOf(error) });
  }

  #write(type: string, record: object): void {
    this.#writer.write(JSON.stringify({ time: this.#writer.time, type, record }));
  }
}

function statusOf(error: InvocationReport['error']): { status: string; errorType?: string } {
  if (!error) return { status: 'success' };
  const status = error.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error';
  return { status, errorType: error.errorType };
}
