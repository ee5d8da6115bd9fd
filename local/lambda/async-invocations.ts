import type { Foundation } from '../foundation.ts';
import { senderId } from '../sqs/sender-id.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { uuid } from '../uuid.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Outcome } from './outcome.ts';

/** Waits before the second and third attempt of a function that failed. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** How long Lambda keeps an event it could not get through. */
const MAXIMUM_AGE_MS = 6 * 60 * 60_000;
const FIRST_THROTTLE_DELAY_MS = 1000;
const LONGEST_THROTTLE_DELAY_MS = 5 * 60_000;

interface QueuedEvent {
  target: LambdaFunction;
  /** JSON text; each attempt gets a fresh copy. */
  text: string;
  requestId: string;
  traceHeader: string | undefined;
  acceptedMs: number;
  failures: number;
  throttles: number;
}

/**
 * Lambda's own queue for asynchronous invocations: two retries, then the function's dead-letter queue.
 * AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
export class AsyncInvocations {
  readonly #sqs: Sqs;
  readonly #foundation: Foundation;

  constructor(sqs: Sqs, foundation: Foundation) {
    this.#sqs = sqs;
    this.#foundation = foundation;
  }

  /** Accepts an event, given as JSON text; returns the id of the request. */
  accept(target: LambdaFunction, text: string, traceHeader: string | undefined): string {
    const { scheduler, random, latency } = this.#foundation;
    const event = {
      target,
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
    const invocation = event.target.invoke(JSON.parse(event.text), event.traceHeader);
    if (!invocation) {
      this.#throttled(event);
      return;
    }
    invocation.then((outcome) => this.#settle(event, outcome)).catch(fail);
  }

  #throttled(event: QueuedEvent): void {
    const { scheduler } = this.#foundation;
    if (scheduler.nowMs() - event.acceptedMs >= MAXIMUM_AGE_MS) {
      this.#giveUp(event, 'Rate Exceeded.', '429');
      return;
    }
    const delayMs = Math.min(
      LONGEST_THROTTLE_DELAY_MS,
      FIRST_THROTTLE_DELAY_MS * 2 ** event.throttles,
    );
    event.throttles += 1;
    scheduler.after(delayMs, () => this.#attempt(event));
  }

  #settle(event: QueuedEvent, outcome: Outcome): void {
    if (!outcome.error) return;
    const delayMs = RETRY_DELAYS_MS[event.failures];
    event.failures += 1;
    if (delayMs === undefined) this.#giveUp(event, outcome.error.errorMessage, '200');
    else this.#foundation.scheduler.after(delayMs, () => this.#attempt(event));
  }

  /** The dead-letter queue gets the event, and as attributes what became of it. */
  #giveUp({ target, text, requestId }: QueuedEvent, message: string, code: string): void {
    const { deadLetterArn, roleArn } = target.settings;
    const { facts, iam } = this.#foundation;
    if (facts.heard) {
      facts.tell({ kind: 'lambda.dropped', resource: target.name, id: requestId, note: message });
    }
    if (deadLetterArn === undefined) return;
    const queue = this.#sqs.queueByArn(deadLetterArn);
    const principal = iam.assume('lambda.amazonaws.com', roleArn, { session: target.name });
    iam.authorise(principal, this.#sqs.accessesOf('SendMessage', queue));
    const attributes = {
      RequestID: { DataType: 'String', StringValue: requestId },
      ErrorCode: { DataType: 'Number', StringValue: code },
      ErrorMessage: { DataType: 'String', StringValue: message.slice(0, 1024) },
    };
    queue.send({ body: text, attributes, senderId: senderId(principal) });
  }
}
