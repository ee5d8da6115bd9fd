import type { Scheduler, Timer } from '../scheduler.ts';
import type { Received } from '../sqs/message.ts';

/** Lambda's limit for one event, "6 MB"; characters are close enough to bytes for it. */
const MAXIMUM_EVENT_CHARACTERS = 6 * 1024 * 1024;

/** Collects messages into a batch until it is full or its window is over. */
export class BatchCollector {
  readonly #limits: { batchSize: number; windowMs: number };
  readonly #scheduler: Scheduler;
  readonly #flush: (batch: Received[]) => void;
  #collected: Received[] = [];
  #characters = 0;
  #timer: Timer | undefined;
  readonly #postponed: Received[][] = [];

  constructor(
    limits: { batchSize: number; windowMs: number },
    scheduler: Scheduler,
    flush: (batch: Received[]) => void,
  ) {
    this.#limits = limits;
    this.#scheduler = scheduler;
    this.#flush = flush;
  }

  add(batch: readonly Received[]): void {
    for (const received of batch) {
      const { length } = received.message.body;
      const full = this.#collected.length >= this.#limits.batchSize;
      const heavy = this.#characters + length > MAXIMUM_EVENT_CHARACTERS;
      if (full || (heavy && this.#collected.length > 0)) this.#close();
      this.#collected.push(received);
      this.#characters += length;
    }
    if (this.#collected.length === 0) return;
    if (this.#collected.length >= this.#limits.batchSize) this.#close();
    else this.#timer ??= this.#scheduler.after(this.#limits.windowMs, () => this.#close());
  }

  /** Keeps a batch that nobody could take. */
  postpone(batch: Received[]): void {
    this.#postponed.push(batch);
  }

  /** Offers a batch that was kept. */
  resume(): void {
    const batch = this.#postponed.shift();
    if (batch) this.#flush(batch);
  }

  #close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const batch = this.#collected;
    this.#collected = [];
    this.#characters = 0;
    this.#flush(batch);
  }
}
