import { executeUnder, type ServiceFate } from './call-fate.ts';
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
  /** Whether it has ended: then it asks for nothing any more. */
  readonly dead: boolean;
  die(): void;
}

/** Takes the outcome of one attempt. */
export interface Outcome {
  answered(answer: Answer): void;
  /** `isFinal`: the caller does not try again, as after its last attempt. */
  refused(error: unknown, isFinal?: boolean): void;
}

/** The part of a call's time after which the service has it. */
const ARRIVED = 0.25;

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
    const delayMs = hop === undefined ? 0 : latency.drawMs(hop, fraction);
    const perform = (): void => {
      if (fate) this.#performUnder(fate, call, outcome);
      else this.#perform(call, outcome);
    };
    if (delayMs === 0) perform();
    else if (hop === 'dynamodbTransaction' && !fate) this.#underWay(delayMs, call, outcome);
    else scheduler.after(delayMs, perform);
  }

  /** Arrives, holds what it works on for most of its time, and is carried out at the end of it. */
  #underWay(delayMs: number, call: Call, outcome: Outcome): void {
    const { scheduler } = this.#foundation;
    const { service, name } = call.operation;
    const arrivesMs = Math.floor(delayMs * ARRIVED);
    scheduler.after(arrivesMs, () => {
      let release: (() => void) | undefined;
      try {
        this.#authorise(call);
        release = service.hold?.(name, call.input);
      } catch (error) {
        this.#refuse(call.operation, error, outcome);
        return;
      }
      scheduler.after(delayMs - arrivesMs, () => {
        release?.();
        this.#run(call, outcome);
      });
    });
  }

  /** The service may never see the call; and whether its answer reaches the caller is another matter. */
  #performUnder(fate: CallFate, call: Call, outcome: Outcome): void {
    const { scheduler } = this.#foundation;
    switch (fate.kind) {
      case 'refused':
        this.#account(call.operation, undefined, fate.error.name);
        outcome.refused(fate.error, fate.final);
        break;
      case 'answer-lost':
        this.#perform(
          call,
          instead(outcome, () => outcome.refused(fate.error, fate.final)),
        );
        break;
      case 'caller-dies':
      case 'unanswered': {
        const vanish = (): void => this.#vanish(call, fate.kind, outcome);
        if (fate.run) this.#perform(call, instead(outcome, vanish));
        else vanish();
        break;
      }
      case 'late':
        scheduler.after(fate.beforeMs, () =>
          this.#perform(call, this.#later(fate.afterMs, outcome)),
        );
        break;
      case 'stale':
      case 'entries-refused':
      case 'keys-unprocessed':
        this.#perform(call, outcome, fate);
        break;
      default:
        fate satisfies never;
    }
  }

  /** An answer and a refusal take the same time. */
  #later(delayMs: number, outcome: Outcome): Outcome {
    const { scheduler } = this.#foundation;
    return {
      answered: (answer) => scheduler.after(delayMs, () => outcome.answered(answer)),
      refused: (error) => scheduler.after(delayMs, () => outcome.refused(error)),
    };
  }

  /** Nothing comes back; the operator, who never dies, would wait for ever, and is told instead. */
  #vanish({ operation, mortal }: Call, kind: CallFate['kind'], outcome: Outcome): void {
    this.#tell(operation, kind);
    if (!mortal) outcome.refused(new Error(`no answer to ${operation.label}`), true);
    else if (kind === 'caller-dies') mortal.die();
  }

  #perform(call: Call, outcome: Outcome, fate?: ServiceFate): void {
    try {
      this.#authorise(call);
    } catch (error) {
      this.#refuse(call.operation, error, outcome);
      return;
    }
    this.#run(call, outcome, fate);
  }

  /** Throws for what the caller may not do. */
  #authorise({ operation: { service, name }, input }: Call): void {
    this.#foundation.iam.authorise(this.#party.principal, service.accesses(name, input));
  }

  /** Runs what is permitted. */
  #run(call: Call, outcome: Outcome, fate?: ServiceFate): void {
    const { operation, input, traceHeader } = call;
    const { service, name } = operation;
    const { principal } = this.#party;
    let answer: Answer | Promise<Answer>;
    try {
      const execute = (asked: object) => service.execute(name, asked, principal, traceHeader);
      answer = fate ? executeUnder(fate, { service, name, input, execute }) : execute(input);
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

  #account(operation: Operation, cost: Cost | undefined, note: string): void {
    this.#foundation.meters.call(this.#party.caller, operation.label, cost);
    this.#tell(operation, note);
  }

  #tell({ label }: Operation, note: string): void {
    const { facts } = this.#foundation;
    const { caller } = this.#party;
    if (facts.heard) facts.tell({ kind: 'call', resource: caller, id: label, note });
  }
}

/** An attempt as an interference sees it. */
export function pointOf({ caller }: Party, { operation, input }: Call, attempt: number): CallPoint {
  const { service, name } = operation;
  return { caller, service: service.name, operation: name, input, attempt };
}

/** Hears of a call's end instead of the caller, except of what ends the run: no fate may hide that. */
function instead(outcome: Outcome, ended: () => void): Outcome {
  const refused = (error: unknown): void => {
    if (error instanceof AccessDeniedError || !('$fault' in (error as Error)))
      outcome.refused(error);
    else ended();
  };
  return { answered: ended, refused };
}

const FORBIDDEN = 403;
const BAD_REQUEST = 400;

/** Services that answer a refusal of IAM with 400: those that speak JSON over one address. */
const REFUSE_AS_BAD_REQUEST = new Set([
  ...['dynamodb', 'dynamodbstreams', 'eventbridge', 'cloudwatchlogs'],
]);

/** Services whose exceptions have the codes of AWS Query. */
const SHORT_NAMES = new Set(['sqs', 'iam', 'sts']);

/** Gives a refusal of IAM the members that code expects of the SDK's exceptions. */
function asServiceException(error: AccessDeniedError, service: string): void {
  const name = SHORT_NAMES.has(service) ? 'AccessDenied' : 'AccessDeniedException';
  const httpStatusCode = REFUSE_AS_BAD_REQUEST.has(service) ? BAD_REQUEST : FORBIDDEN;
  Object.assign(error, { name, $fault: 'client', $metadata: { httpStatusCode } });
}
