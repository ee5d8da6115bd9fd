import { failWhereLoud } from '../client.ts';
import type { Foundation } from '../foundation.ts';
import { senderId } from '../sqs/sender-id.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { uuid } from '../uuid.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { LAMBDA_PRINCIPAL, type LambdaServices } from './lambda-services.ts';
import type { Outcome } from './outcome.ts';

/** Waits before the second and third attempt of a function that failed. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** How long Lambda keeps an event it could not get through. */
const MAXIMUM_AGE_MS = 6 * 60 * 60_000;
const FIRST_THROTTLE_DELAY_MS = 1000;
const LONGEST_THROTTLE_DELAY_MS = 5 * 60_000;

interface QueuedEvent {
  functionArn: string;
  /** JSON text; each attempt gets a fresh copy. */
  text: string;
  requestId: string;
  traceHeader: string | undefined;
  acceptedMs: number;
  failures: number;
  throttles: number;
}

/** Why an event is given up. */
interface Reason {
  message: string;
  code: string;
}

/**
 * Lambda's own queue for asynchronous invocations: two retries, then the function's dead-letter queue.
 * AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
export class AsyncInvocations {
  readonly #sqs: Sqs;
  readonly #foundation: Foundation;
  readonly #find: (functionArn: string) => LambdaFunction | undefined;

  /** `find` gives the function that has an ARN now. */
  constructor(
    { sqs, foundation }: LambdaServices,
    find: (functionArn: string) => LambdaFunction | undefined,
  ) {
    this.#sqs = sqs;
    this.#foundation = foundation;
    this.#find = find;
  }

  /** Accepts an event, given as JSON text; returns the id of the request. */
  accept(target: LambdaFunction, text: string, traceHeader: string | undefined): string {
    const { scheduler, random, latency } = this.#foundation;
    const event = {
      functionArn: target.settings.arn,
      text,
      requestId: uuid(random),
      traceHeader,
      acceptedMs: scheduler.nowMs(),
      failures: 0,
      throttles: 0,
    };
    scheduler.after(latency.drawMs('lambdaQueue'), () => this.#attempt(event));
    return event.requestId;
  }

  #attempt(event: QueuedEvent): void {
    const { fail } = this.#foundation;
    const target = this.#find(event.functionArn);
    // An event of a function that has been deleted is no more either.
    if (!target) return;
    const invocation = target.invoke(JSON.parse(event.text), event.traceHeader);
    if (!invocation) {
      this.#throttled(event, target);
      return;
    }
    invocation.then((outcome) => this.#settle(event, target, outcome)).catch(fail);
  }

  #throttled(event: QueuedEvent, target: LambdaFunction): void {
    const { scheduler } = this.#foundation;
    if (scheduler.nowMs() - event.acceptedMs >= MAXIMUM_AGE_MS) {
      this.#giveUp(event, target, { message: 'Rate Exceeded.', code: '429' });
      return;
    }
    const delayMs = Math.min(
      LONGEST_THROTTLE_DELAY_MS,
      FIRST_THROTTLE_DELAY_MS * 2 ** event.throttles,
    );
    event.throttles += 1;
    scheduler.after(delayMs, () => this.#attempt(event));
  }

  #settle(event: QueuedEvent, target: LambdaFunction, outcome: Outcome): void {
    if (!outcome.error) return;
    const delayMs = RETRY_DELAYS_MS[event.failures];
    event.failures += 1;
    const { errorMessage: message } = outcome.error;
    if (delayMs === undefined) this.#giveUp(event, target, { message, code: '200' });
    else this.#foundation.scheduler.after(delayMs, () => this.#attempt(event));
  }

  /** The dead-letter queue gets the event, and as attributes what became of it. */
  #giveUp(event: QueuedEvent, target: LambdaFunction, why: Reason): void {
    this.#tell('lambda.dropped', event, target, why.message);
    const { deadLetterArn } = target.settings;
    if (deadLetterArn === undefined) return;
    try {
      this.#bury(event, target, deadLetterArn, why);
    } catch (refusal) {
      const { cloudwatch, scheduler } = this.#foundation;
      const dimensions = { FunctionName: target.name };
      const metric = { namespace: 'AWS/Lambda', name: 'DeadLetterErrors', dimensions };
      cloudwatch.series(metric, 'Count').add(1, scheduler.nowMs());
      this.#tell('lambda.unburied', event, target, (refusal as Error).name);
      failWhereLoud(refusal, this.#foundation);
    }
  }

  #bury(
    { text, requestId }: QueuedEvent,
    { name, settings: { roleArn } }: LambdaFunction,
    deadLetterArn: string,
    { message, code }: Reason,
  ): void {
    const { iam } = this.#foundation;
    const queue = this.#sqs.queueByArn(deadLetterArn);
    const principal = iam.assume(LAMBDA_PRINCIPAL, roleArn, { session: name });
    iam.authorise(principal, this.#sqs.accessesOf('SendMessage', queue));
    const attributes = {
      RequestID: { DataType: 'String', StringValue: requestId },
      ErrorCode: { DataType: 'Number', StringValue: code },
      ErrorMessage: { DataType: 'String', StringValue: message.slice(0, 1024) },
    };
    queue.send({ body: text, attributes, senderId: senderId(principal) });
  }

  #tell(kind: string, { requestId: id }: QueuedEvent, target: LambdaFunction, note: string): void {
    const { facts } = this.#foundation;
    if (facts.heard) facts.tell({ kind, resource: target.name, id, note });
  }
}
