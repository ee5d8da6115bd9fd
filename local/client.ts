import { Attempts, type Call, type Mortal, type Outcome, type Party, pointOf } from './attempt.ts';
import { NotSimulatedError } from './errors.ts';
import type { Foundation } from './foundation.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import { checkParameters, Operations } from './operations.ts';
import { attemptsAt, isRetryable, retryDelayMs } from './retry.ts';
import type { Answer, Principal, Service } from './service.ts';

/** How a client of the SDK is configured, where it is not as it comes. */
export interface ClientLimits {
  /** Attempts at a call, the first one included; as many as the SDK makes at the service unless given. */
  maxAttempts?: number;
  /** How long an attempt may wait for its answer, in milliseconds; without end unless given. */
  requestTimeoutMs?: number;
}

/** The SDK's `send`, answered in process: for the commands of all services. */
export interface Client {
  /**
   * Rejects with the SDK's exceptions after its own attempts, or with its TimeoutError; `traceHeader` is the caller's
   * trace, `mortal` what ends if an interference lets the caller die.
   */
  send(
    command: object,
    traceHeader?: string,
    mortal?: Mortal,
    limits?: ClientLimits,
  ): Promise<never>;
}

interface Sent extends Call {
  limits: ClientLimits | undefined;
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
    return new InProcessClient({ principal, caller }, this.#operations, this.#foundation);
  }
}

class InProcessClient implements Client {
  readonly #party: Party;
  readonly #attempts: Attempts;
  readonly #operations: Operations;
  readonly #foundation: Foundation;

  constructor(party: Party, operations: Operations, foundation: Foundation) {
    this.#party = party;
    this.#attempts = new Attempts(party, foundation);
    this.#operations = operations;
    this.#foundation = foundation;
  }

  send(
    command: object,
    traceHeader?: string,
    mortal?: Mortal,
    limits?: ClientLimits,
  ): Promise<never> {
    return new Promise((resolve, reject) => {
      const { input } = command as { input: object };
      try {
        const operation = this.#operations.of(command);
        checkParameters(operation, input);
        this.#attempt({ operation, input, traceHeader, mortal, limits, resolve, reject }, 1);
      } catch (error) {
        this.#foundation.fail(error);
        reject(error);
      }
    });
  }

  #attempt(sent: Sent, attempt: number): void {
    const outcome: Outcome = {
      answered: ({ output }) => answer(sent, output, attempt),
      refused: (error, isFinal) => {
        failWhereLoud(error, this.#foundation);
        if (isFinal) this.#reject(sent, error, attempt);
        else this.#refuse(sent, error, attempt);
      },
    };
    const { requestTimeoutMs } = sent.limits ?? {};
    const heard = requestTimeoutMs === undefined ? outcome : this.#until(requestTimeoutMs, outcome);
    this.#attempts.make(sent, heard, attempt);
  }

  /** Gives an attempt up that is not answered in time; it may have its effect all the same. */
  #until(requestTimeoutMs: number, outcome: Outcome): Outcome {
    let isOver = false;
    const first = (): boolean => {
      const wasOver = isOver;
      isOver = true;
      timer.cancel();
      return !wasOver;
    };
    const timer = this.#foundation.scheduler.after(requestTimeoutMs, () => {
      if (first()) outcome.refused(timeoutError(requestTimeoutMs));
    });
    return {
      answered: (answer) => {
        if (first()) outcome.answered(answer);
      },
      refused: (error, isFinal) => {
        if (first()) outcome.refused(error, isFinal);
        else failWhereLoud(error, this.#foundation);
      },
    };
  }

  /** What has ended does not try again, neither at once nor once it would be time. */
  #refuse(sent: Sent, error: unknown, attempt: number): void {
    if (sent.mortal?.dead) return;
    const { scheduler, random, interference } = this.#foundation;
    const service = sent.operation.service.name;
    const maximum = sent.limits?.maxAttempts ?? attemptsAt(service);
    if (attempt < maximum && isRetryable(error)) {
      const fraction =
        interference?.pace?.('retry', pointOf(this.#party, sent, attempt)) ?? random.fraction();
      const delayMs = retryDelayMs(error, service, attempt, fraction);
      scheduler.after(delayMs, () => {
        if (!sent.mortal?.dead) this.#attempt(sent, attempt + 1);
      });
      return;
    }
    this.#reject(sent, error, attempt);
  }

  #reject(sent: Sent, error: unknown, attempt: number): void {
    const { $metadata } = error as { $metadata?: object };
    if ($metadata) Object.assign($metadata, { attempts: attempt });
    sent.reject(error);
  }
}

/** Fails with what no function may swallow: what is not simulated, and a refusal of IAM. */
export function failWhereLoud(error: unknown, { fail }: Foundation): void {
  if (error instanceof AccessDeniedError || error instanceof NotSimulatedError) fail(error);
}

function timeoutError(requestTimeoutMs: number): Error {
  const message = `a request has exceeded the configured ${requestTimeoutMs} ms requestTimeout`;
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}

function answer({ resolve }: Sent, output: Answer['output'], attempts: number): void {
  const $metadata = { httpStatusCode: 200, attempts, totalRetryDelay: 0 };
  resolve({ ...output, $metadata } as never);
}
