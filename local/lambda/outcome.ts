/** What a function's runtime reports about an error: the payload of an answer with `FunctionError`. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  /** The stack's lines; empty for code in this process: stack text differs from machine to machine. */
  trace?: readonly string[];
}

/** How an invocation ended. */
export type Outcome = ({ result: unknown; error?: undefined } | { error: FunctionError }) & {
  /** What was logged, if it was asked for. */
  log?: string;
};

/** A function's error that its runtime has already put into words. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
  readonly report: FunctionError;

  constructor(report: FunctionError) {
    super(`${report.errorType}: ${report.errorMessage}`);
    this.report = report;
  }
}

/** The end of a function's runtime in the middle of an invocation: its environment is lost. */
export class RuntimeExit extends Error {
  override readonly name = 'RuntimeExit';
  readonly errorType: string;

  /** `errorType` such as `Runtime.ExitError`; `message` such as `Runtime exited with error: exit status 1`. */
  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** The error of an invocation whose handler threw or rejected, as the Node.js runtime reports it. */
export function functionError(thrown: unknown, requestId: string): FunctionError {
  if (thrown instanceof ReportedError) return thrown.report;
  if (thrown instanceof RuntimeExit) {
    const errorMessage = `RequestId: ${requestId} Error: ${thrown.message}`;
    return { errorType: thrown.errorType, errorMessage };
  }
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: [] };
  }
  return { errorType: typeof thrown, errorMessage: textOf(thrown), trace: [] };
}

/** The text of what was thrown: an object may have none, or refuse to say it. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** The error of an invocation that took longer than the function's timeout. */
export function timeoutError(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
  return { errorType: 'Sandbox.Timedout', errorMessage };
}

/** The error of an invocation whose process ended in the middle of it. */
export function exitError(requestId: string): FunctionError {
  const exit = new RuntimeExit('Runtime.ExitError', 'Runtime exited with error: exit status 1');
  return functionError(exit, requestId);
}
