import type { Foundation } from './foundation.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import type { Operation } from './operations.ts';
import type { Answer, Cost, Principal } from './service.ts';

/** Who calls, and its name in meters and traces. */
export interface Party {
  principal: Principal;
  caller: string;
}

/** What is asked of a service. */
export interface Call {
  operation: Operation;
  input: object;
  /** The caller's trace. */
  traceHeader: string | undefined;
}

/** Takes the outcome of one attempt. */
export interface Outcome {
  answered(answer: Answer): void;
  refused(error: unknown): void;
}

/** One attempt of a call: the way there, the permission, the operation, and the account of it. */
export class Attempts {
  readonly #party: Party;
  readonly #foundation: Foundation;

  constructor(party: Party, foundation: Foundation) {
    this.#party = party;
    this.#foundation = foundation;
  }

  /** Makes one attempt; where nothing takes time, `outcome` is told in the same turn. */
  make(call: Call, outcome: Outcome): void {
    const { hop } = call.operation;
    const { latency, scheduler } = this.#foundation;
    const delayMs = hop === undefined ? 0 : latency.drawMs(hop);
    if (delayMs === 0) this.#perform(call, outcome);
    else scheduler.after(delayMs, () => this.#perform(call, outcome));
  }

  #perform(call: Call, outcome: Outcome): void {
    const { operation, input, traceHeader } = call;
    const { service, name } = operation;
    const { principal } = this.#party;
    let answer: Answer | Promise<Answer>;
    try {
      this.#foundation.iam.authorise(principal, service.accesses(name, input));
      answer = service.execute(name, input, principal, traceHeader);
    } catch (error) {
      this.#refuse(operation, error, outcome);
      return;
    }
    if (answer instanceof Promise) {
      answer.then(
        (found) => this.#answer(operation, found, outcome),
        (error: unknown) => this.#refuse(operation, error, outcome),
      );
    } else this.#answer(operation, answer, outcome);
  }

  #answer(operation: Operation, answer: Answer, outcome: Outcome): void {
    this.#account(operation, answer.cost, 'ok');
    outcome.answered(answer);
  }

  #refuse(operation: Operation, error: unknown, outcome: Outcome): void {
    const { name, cost } = error as { name?: string; cost?: Cost };
    this.#account(operation, cost, name ?? 'error');
    if (error instanceof AccessDeniedError) asServiceException(error, operation.service.name);
    outcome.refused(error);
  }

  #account({ label }: Operation, cost: Cost | undefined, note: string): void {
    const { meters, facts } = this.#foundation;
    const { caller } = this.#party;
    meters.call(caller, label, cost);
    if (facts.heard) facts.tell({ kind: 'call', resource: caller, id: label, note });
  }
}

const FORBIDDEN = 403;
const BAD_REQUEST = 400;

/** Services that answer a refusal of IAM with 400: those that speak JSON over one address. */
const REFUSE_AS_BAD_REQUEST = new Set(['dynamodb', 'dynamodbstreams', 'eventbridge']);

/** Gives a refusal of IAM the members that code expects of the SDK's exceptions. */
function asServiceException(error: AccessDeniedError, service: string): void {
  const name = service === 'sqs' ? 'AccessDenied' : 'AccessDeniedException';
  const httpStatusCode = REFUSE_AS_BAD_REQUEST.has(service) ? BAD_REQUEST : FORBIDDEN;
  Object.assign(error, { name, $fault: 'client', $metadata: { httpStatusCode } });
}
