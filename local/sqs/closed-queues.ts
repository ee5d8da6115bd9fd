import type { Scheduler } from '../scheduler.ts';
import type { Queue } from './queue.ts';
import type { QueueSettings } from './queue-settings.ts';
import { sqsException } from './sqs-errors.ts';

/** After a deletion the name is taken for so long. Amazon SQS API Reference, DeleteQueue. */
const NAME_TAKEN_MS = 60_000;

interface Closed {
  queue: Queue;
  closedMs: number;
}

/** Queues that were deleted: their names are taken for a minute, and who still polls them waits for a new one. */
export class ClosedQueues {
  readonly #scheduler: Scheduler;
  readonly #byArn = new Map<string, Closed>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  close(queue: Queue): void {
    queue.close();
    this.#dropForgotten();
    this.#byArn.set(queue.settings.arn, { queue, closedMs: this.#scheduler.nowMs() });
  }

  /** The queue of that ARN that was deleted; undefined if there was none. Throws QueueDeletedRecently. */
  find(arn: string): Queue | undefined {
    const closed = this.#byArn.get(arn);
    if (!closed) return undefined;
    if (!this.#isFree(closed)) {
      const message =
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.';
      throw sqsException('QueueDeletedRecently', message);
    }
    return closed.queue;
  }

  /** Gives a deleted queue, empty as it is, to a new one of its name. */
  reopen(queue: Queue, settings: QueueSettings): void {
    this.#byArn.delete(settings.arn);
    queue.configure(settings);
  }

  #isFree({ closedMs }: Closed): boolean {
    return this.#scheduler.nowMs() - closedMs >= NAME_TAKEN_MS;
  }

  #dropForgotten(): void {
    for (const [arn, closed] of this.#byArn) {
      if (this.#isFree(closed) && !closed.queue.isPolled) this.#byArn.delete(arn);
    }
  }
}
