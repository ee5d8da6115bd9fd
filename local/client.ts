import { Attempts, type Call, type Mortal, type Outcome, type Party, pointOf } from './attempt.ts';
import { NotSimulatedError } from './errors.ts';
import type { Foundation } from './foundation.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import { checkParameters, Operations } from './operations.ts';
import { isRetryable, MAXIMUM_ATTEMPTS, retryDelayMs } from './retry.ts';
import type { Answer, Principal, Service } from './service.ts';

/** The SDK's `send`, answered in process: for the commands of all services. */
export interface Client {
  /**
   * Rejects with the SDK's exceptions after its own three attempts; `traceHeader` is the caller's trace, `mortal`
   * what ends if an interference lets the caller die.
   */
  send(command: object, traceHeader?: string, mortal?: Mortal): Promise<never>;
}

interface Sent extends Call {
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

  send(command: object, traceHeader?: string, mortal?: Mortal): Promise<never> {
    return new Promise((resolve, reject) => {
      const { input } = command as { input: object };
      try {
        const operation = this.#operations.of(command);
        checkParameters(operation, input);
        this.#attempt({ operation, input, traceHeader, mortal, resolve, reject }, 1);
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
        if (isFinal) this.#reject(sent, error, attempt);
        else this.#refuse(sent, error, attempt);
      },
    };
    this.#attempts.make(sent, outcome, attempt);
  }

  #refuse(sent: Sent, error: unknown, attempt: number): void {
    const { scheduler, random, interference } = this.#foundation;
    if (attempt < MAXIMUM_ATTEMPTS && isRetryable(error)) {
      const fraction =
        interference?.pace?.('retry', pointOf(this.#party, sent, attempt)) ?? random.fraction();
      const delayMs = retryDelayMs(error, attempt, fraction);
      scheduler.after(delayMs, () => this.#attempt(sent, attempt + 1));
      return;
    }
    this.#reject(sent, error, attempt);
  }

  #reject(sent: Sent, error: unknown, attempt: number): void {
    endRunWhereLoud(error, this.#foundation);
    const { $metadata } = error as { $metadata?: object };
    if ($metadata) Object.assign($metadata, { attempts: attempt });
    sent.reject(error);
  }
}

/** Ends the run with what no function may swallow: what is not simulated and, when strict, a refusal of IAM. */
export function endRunWhereLoud(error: unknown, { fail, strict }: Foundation): void {
  const denied = strict && error instanceof AccessDeniedError;
  if (denied || error instanceof NotSimulatedError) fail(error);
}

function answer({ resolve }: Sent, output: Answer['output'], attempts: number): void {
  const $metadata = { httpStatusCode: 200, attempts, totalRetryDelay: 0 };
  resolve({ ...output, $metadata } as never);
}
