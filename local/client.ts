import { NotSimulatedError } from './errors.ts';
import type { Foundation } from './foundation.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import { type Operation, Operations } from './operations.ts';
import { isRetryable, MAXIMUM_ATTEMPTS, retryDelayMs } from './retry.ts';
import type { Answer, Principal, Service } from './service.ts';

/** The SDK's `send`, answered in process: for the commands of all services. */
export interface Client {
  /** Rejects with the SDK's exceptions after its own three attempts; `traceHeader` is the caller's trace. */
  send(command: object, traceHeader?: string): Promise<never>;
}

interface Call {
  operation: Operation;
  input: object;
  traceHeader: string | undefined;
  resolve: (output: never) => void;
  reject: (error: unknown) => void;
}

/** Makes the clients of the embedded cloud, one for each caller. */
export class Clients {
  readonly #operations: Operations;
  readonly #foundation: Foundation;

  constructor(services: readonly Service[], foundation: Foundation) {
    this.#operations = new Operations(services);
    this.#foundation = foundation;
  }

  /** A client for a principal; `caller` is its name in meters and traces. */
  connect(principal: Principal, caller: string): Client {
    return new InProcessClient(principal, caller, this.#operations, this.#foundation);
  }
}

class InProcessClient implements Client {
  readonly #principal: Principal;
  readonly #caller: string;
  readonly #operations: Operations;
  readonly #foundation: Foundation;

  constructor(
    principal: Principal,
    caller: string,
    operations: Operations,
    foundation: Foundation,
  ) {
    this.#principal = principal;
    this.#caller = caller;
    this.#operations = operations;
    this.#foundation = foundation;
  }

  send(command: object, traceHeader?: string): Promise<never> {
    return new Promise((resolve, reject) => {
      const { input } = command as { input: object };
      try {
        const operation = this.#operations.of(command);
        this.#attempt({ operation, input, traceHeader, resolve, reject }, 1);
      } catch (error) {
        this.#foundation.fail(error);
        reject(error);
      }
    });
  }

  #attempt(call: Call, attempt: number): void {
    const { hop } = call.operation;
    const { latency, scheduler } = this.#foundation;
    const delayMs = hop === undefined ? 0 : latency.drawMs(hop);
    if (delayMs === 0) this.#perform(call, attempt);
    else scheduler.after(delayMs, () => this.#perform(call, attempt));
  }

  #perform(call: Call, attempt: number): void {
    const { operation, input, traceHeader } = call;
    const { service, name } = operation;
    try {
      this.#foundation.iam.authorise(this.#principal, service.accesses(name, input));
      const answer = service.execute(name, input, this.#principal, traceHeader);
      if (!(answer instanceof Promise)) {
        this.#answer(call, answer, attempt);
        return;
      }
      answer.then(
        (found) => this.#answer(call, found, attempt),
        (error: unknown) => this.#refuse(call, error, attempt),
      );
    } catch (error) {
      this.#refuse(call, error, attempt);
    }
  }

  #answer({ operation, resolve }: Call, { output, cost }: Answer, attempts: number): void {
    this.#account(operation, cost, 'ok');
    const answered = output as { $metadata?: object };
    answered.$metadata = { httpStatusCode: 200, attempts, totalRetryDelay: 0 };
    resolve(answered as never);
  }

  #refuse(call: Call, error: unknown, attempt: number): void {
    const { scheduler, random } = this.#foundation;
    const { name, cost } = error as { name?: string; cost?: Answer['cost'] };
    this.#account(call.operation, cost, name ?? 'error');
    if (attempt < MAXIMUM_ATTEMPTS && isRetryable(error)) {
      scheduler.after(retryDelayMs(error, attempt, random), () => this.#attempt(call, attempt + 1));
      return;
    }
    this.#reject(call, error, attempt);
  }

  #reject({ operation, reject }: Call, error: unknown, attempts: number): void {
    const { fail, strict } = this.#foundation;
    if (error instanceof AccessDeniedError) {
      asServiceException(error, operation.service.name);
      if (strict) fail(error);
    } else if (error instanceof NotSimulatedError) fail(error);
    const { $metadata } = error as { $metadata?: object };
    if ($metadata) Object.assign($metadata, { attempts });
    reject(error);
  }

  #account({ label }: Operation, cost: Answer['cost'], note: string): void {
    const { meters, facts } = this.#foundation;
    meters.call(this.#caller, label, cost);
    if (facts.heard) facts.tell({ kind: 'call', resource: this.#caller, id: label, note });
  }
}

const FORBIDDEN = 403;
const BAD_REQUEST = 400;

/** Gives a refusal of IAM the members that code expects of the SDK's exceptions. */
function asServiceException(error: AccessDeniedError, service: string): void {
  const name = service === 'sqs' ? 'AccessDenied' : 'AccessDeniedException';
  const httpStatusCode =
    service === 'dynamodb' || service === 'eventbridge' ? BAD_REQUEST : FORBIDDEN;
  Object.assign(error, { name, $fault: 'client', $metadata: { httpStatusCode } });
}
