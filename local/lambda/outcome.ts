/** What a function's runtime reports about an error: the payload of an answer with `FunctionError`. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  /** Always empty here: stack text differs from machine to machine. */
  trace: readonly string[];
}

/** How an invocation ended. */
export type Outcome = { result: unknown; error?: undefined } | { error: FunctionError };

/** The error of a handler that threw or rejected, as the Node.js runtime reports it. */
export function functionError(thrown: unknown): FunctionError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: [] };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** The error of an invocation that took longer than the function's timeout. */
export function timeoutError(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    trace: [],
  };
}
