/** Any error Orderly raises itself: a stable code, and whether trying again can help. */
export class OrderlyError extends Error {
  readonly code: string;
  readonly retriable: boolean;

  constructor(code: string, message: string, options: ErrorOptions & { retriable: boolean }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.retriable = options.retriable;
  }
}

/** Trying again may succeed: a lost race, an outside service that did not answer. */
export class RetriableError extends OrderlyError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, message, { ...options, retriable: true });
  }
}

/** Trying again cannot help: a message nobody can read, a state that must not occur. */
export class PermanentError extends OrderlyError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, message, { ...options, retriable: false });
  }
}

/** One wrong field of a request: an RFC 6901 pointer into the body, and what is wrong there. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** A request that is refused, as an RFC 9457 problem. */
export class ProblemError extends OrderlyError {
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problem: { status: number; code: string; title: string; detail: string },
    extra: { errors?: readonly FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(problem.code, problem.detail, { retriable: false });
    this.status = problem.status;
    this.title = problem.title;
    this.errors = extra.errors ?? [];
    this.headers = extra.headers ?? {};
  }
}

/** Whether trying again may help; what is not ours (a throttle, a time-out) may. */
export function isRetriable(error: unknown): boolean {
  return error instanceof OrderlyError ? error.retriable : true;
}

/** The error's code: ours, or the name of somebody else's. */
export function errorCode(error: unknown): string {
  if (error instanceof OrderlyError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

/** The error's message, whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where the error came from, for a log a person reads. */
export function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
