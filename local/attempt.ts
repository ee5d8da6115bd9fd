import { type PutEventsRequest, putInPart } from './eventbridge/partial-put.ts';
import type { Foundation } from './foundation.ts';
import { AccessDeniedError } from './iam/access-denied-error.ts';
import type { CallFate, CallPoint } from './interference.ts';
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
  /** What ends if an interference lets the caller die. */
  mortal?: Mortal | undefined;
}

/** What makes a call, and may not live to see its answer. */
export interface Mortal {
  die(): void;
}

/** Takes the outcome of one attempt. */
export interface Outcome {
  answered(answer: Answer): void;
  /** `isFinal`: the caller does not try again, as after its last attempt. */
  refused(error: unknown, isFinal?: boolean): void;
}

/** One attempt of a call: the way there, the permission, the operation, and the account of it. */
export class Attempts {
  readonly #party: Party;
  readonly #foundation: Foundation;

  constructor(party: Party, foundation: Foundation) {
    this.#party = party;
    this.#foundation = foundation;
  }

  /** Makes the attempt of this number; where nothing takes time, `outcome` is told in the same turn. */
  make(call: Call, outcome: Outcome, number = 1): void {
    const { hop } = call.operation;
    const { latency, scheduler, interference } = this.#foundation;
    const point = interference && pointOf(this.#party, call, number);
    const fate = point && interference.call(point);
    const fraction = point && interference.pace?.('call', point);
    let delayMs = hop === undefined ? 0 : latency.drawMs(hop, fraction);
    if (fate?.kind === 'late') delayMs += fate.beforeMs;
    const perform = (): void => {
      if (fate) this.#performUnder(fate, call, outcome);
      else this.#perform(call, outcome);
    };
    if (delayMs === 0) perform();
    else scheduler.after(delayMs, perform);
  }

  /** The service may never see the call; and whether its answer reaches the caller is another matter. */
  #performUnder(fate: CallFate, call: Call, outcome: Outcome): void {
    if (fate.kind === 'refused')
      this.#refuse(call.operation, fate.error, endingWith(fate, outcome));
    else if ('run' in fate && !fate.run) this.#vanish(call, fate, outcome);
    else {
      const answered = (answer: Answer): void => this.#arrive(fate, { call, answer, outcome });
      this.#perform(call, { answered, refused: endingWith(fate, outcome).refused }, fate);
    }
  }

  #arrive(fate: CallFate, { call, answer, outcome }: Arrival): void {
    if (fate.kind === 'answer-lost') outcome.refused(fate.error, fate.final);
    else if ('run' in fate) this.#vanish(call, fate, outcome);
    else if (fate.kind === 'late' && fate.afterMs > 0) {
      this.#foundation.scheduler.after(fate.afterMs, () => outcome.answered(answer));
    } else outcome.answered(answer);
  }

  /** Nothing comes back; the operator, who never dies, would wait for ever, and is told instead. */
  #vanish({ operation, mortal }: Call, { kind }: CallFate, outcome: Outcome): void {
    this.#account(operation, undefined, kind);
    if (!mortal) outcome.refused(new Error(`no answer to ${operation.label}`), true);
    else if (kind === 'caller-dies') mortal.die();
  }

  #perform(call: Call, outcome: Outcome, fate?: CallFate): void {
    const { operation, input, traceHeader } = call;
    const { service, name } = operation;
    const { principal } = this.#party;
    let answer: Answer | Promise<Answer>;
    try {
      this.#foundation.iam.authorise(principal, service.accesses(name, input));
      answer = fate
        ? executeUnder(fate, call, principal)
        : service.execute(name, input, principal, traceHeader);
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

/** An attempt as an interference sees it. */
export function pointOf({ caller }: Party, { operation, input }: Call, attempt: number): CallPoint {
  const { service, name } = operation;
  return { caller, service: service.name, operation: name, input, attempt };
}

interface Arrival {
  call: Call;
  answer: Answer;
  outcome: Outcome;
}

function endingWith(fate: CallFate, outcome: Outcome): Outcome {
  const isFinal = 'final' in fate && fate.final === true;
  return { ...outcome, refused: (error) => outcome.refused(error, isFinal) };
}

function executeUnder(
  fate: CallFate,
  { operation: { service, name }, input, traceHeader }: Call,
  principal: Principal,
): Answer | Promise<Answer> {
  if (fate.kind === 'stale' && service.executeStale) {
    return service.executeStale(name, input, fate.withinMs);
  }
  if (fate.kind === 'entries-refused') {
    return putInPart(input as PutEventsRequest, fate, (rest) =>
      service.execute(name, rest, principal, traceHeader),
    );
  }
  return service.execute(name, input, principal, traceHeader);
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
