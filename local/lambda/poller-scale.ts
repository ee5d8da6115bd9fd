import type { Scheduler } from '../scheduler.ts';

const INITIAL_POLLERS = 5;
const MAXIMUM_POLLERS = 1250;
/** 300 more a minute while there is a backlog. */
const RAISE = 5;
const RAISE_INTERVAL_MS = 1000;

/**
 * How many batches of a queue may be under way at once. AWS Lambda Developer Guide, "Configuring scaling
 * behavior for SQS event source mappings".
 */
export class PollerScale {
  readonly #maximum: number;
  readonly #scheduler: Scheduler;
  #limit: number;
  #busy = 0;
  #raisedMs: number | undefined;

  constructor(maximum: number | undefined, scheduler: Scheduler) {
    this.#maximum = maximum ?? MAXIMUM_POLLERS;
    this.#limit = Math.min(INITIAL_POLLERS, this.#maximum);
    this.#scheduler = scheduler;
  }

  /** Takes a poller; false if all are busy, which raises their number in time. */
  start(): boolean {
    if (this.#busy >= this.#limit && !this.#raise()) return false;
    this.#busy += 1;
    return true;
  }

  finish(): void {
    this.#busy -= 1;
    if (this.#busy > 0) return;
    this.#limit = Math.min(INITIAL_POLLERS, this.#maximum);
    this.#raisedMs = undefined;
  }

  /** After function errors Lambda slows down. */
  shrink(): void {
    this.#limit = Math.max(1, this.#limit >> 1);
  }

  #raise(): boolean {
    const nowMs = this.#scheduler.nowMs();
    this.#raisedMs ??= nowMs;
    if (nowMs - this.#raisedMs < RAISE_INTERVAL_MS || this.#limit >= this.#maximum) return false;
    this.#limit = Math.min(this.#maximum, this.#limit + RAISE);
    this.#raisedMs = nowMs;
    return true;
  }
}
