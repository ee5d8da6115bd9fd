import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';
import type { Scheduler, Timer } from '../scheduler.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';

/** What one task shall do. */
export interface MovePlan {
  handle: string;
  source: Queue;
  /** Undefined: each message goes back to the queue it came from. */
  destination: Queue | undefined;
  ratePerSecond: number | undefined;
  senderId: string;
}

/** Messages a second if the caller sets no rate. */
const DEFAULT_RATE = 500;

/** Why a task failed whose source or destination was deleted. */
const QUEUE_GONE = 'AWS.SimpleQueueService.NonExistentQueue';

/** Moves the messages of one dead-letter queue, one after the other, as work of the scheduler. */
export class MessageMoveTask {
  readonly #plan: MovePlan;
  readonly #sqs: Sqs;
  readonly #scheduler: Scheduler;
  readonly #startedMs: number;
  readonly #toMove: number;
  #timer: Timer | undefined;
  #failure: string | undefined;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED' = 'RUNNING';
  moved = 0;

  constructor(plan: MovePlan, sqs: Sqs, scheduler: Scheduler) {
    this.#plan = plan;
    this.#sqs = sqs;
    this.#scheduler = scheduler;
    this.#startedMs = scheduler.nowMs();
    this.#toMove = plan.source.depth().visible;
    this.#timer = scheduler.after(0, () => this.#step());
  }

  get handle(): string {
    return this.#plan.handle;
  }

  get source(): Queue {
    return this.#plan.source;
  }

  cancel(): void {
    this.#timer?.cancel();
    this.status = 'CANCELLED';
  }

  describe(): ListMessageMoveTasksResultEntry {
    const { handle, source, destination, ratePerSecond } = this.#plan;
    return {
      // Only a running task can be cancelled, so only it shows its handle.
      ...(this.status === 'RUNNING' ? { TaskHandle: handle } : {}),
      Status: this.status,
      SourceArn: source.settings.arn,
      ...(destination ? { DestinationArn: destination.settings.arn } : {}),
      ...(ratePerSecond ? { MaxNumberOfMessagesPerSecond: ratePerSecond } : {}),
      ApproximateNumberOfMessagesMoved: this.moved,
      ApproximateNumberOfMessagesToMove: this.#toMove,
      ...(this.#failure ? { FailureReason: this.#failure } : {}),
      StartedTimestamp: this.#startedMs,
    };
  }

  #step(): void {
    const { source } = this.#plan;
    if (!this.#sqs.find(source.settings.arn)) {
      this.#fail(QUEUE_GONE);
      return;
    }
    const [received] = source.receive(1);
    if (!received) {
      this.status = 'COMPLETED';
      return;
    }
    const { message } = received;
    const destination = this.#destinationOf(message);
    if (typeof destination === 'string') {
      source.changeVisibility(received, 0);
      this.#fail(destination);
      return;
    }
    source.delete(received);
    // A moved message is a new one: its id, its time and its receives start over.
    destination.send({
      body: message.body,
      attributes: message.attributes,
      traceHeader: message.traceHeader,
      senderId: this.#plan.senderId,
      groupId: message.groupId,
      deduplicationId: message.deduplicationId,
    });
    this.moved += 1;
    const intervalMs = 1000 / (this.#plan.ratePerSecond ?? DEFAULT_RATE);
    this.#timer = this.#scheduler.after(intervalMs, () => this.#step());
  }

  #fail(reason: string): void {
    this.#failure = reason;
    this.status = 'FAILED';
  }

  /** The queue, or why there is none. */
  #destinationOf({ deadLetterSourceArn }: Message): Queue | string {
    const arn = this.#plan.destination?.settings.arn ?? deadLetterSourceArn;
    if (arn === undefined) return 'CouldNotDetermineMessageSource';
    return this.#sqs.find(arn) ?? QUEUE_GONE;
  }
}
