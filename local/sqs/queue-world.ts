import type { Facts } from '../facts.ts';
import type { Interference } from '../interference.ts';
import type { RandomSource } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Queue } from './queue.ts';

/** What a queue needs from around it. */
export interface QueueWorld {
  scheduler: Scheduler;
  random: RandomSource;
  facts: Facts;
  /** What goes wrong; undefined: nothing. */
  interference?: Interference | undefined;
  /** The queue with this ARN; undefined if there is none. */
  findQueue(arn: string): Queue | undefined;
}

/** Whoever takes messages as they come: a poller, or a receive that waits. */
export interface Consumer {
  /** Messages may have become visible. */
  poke(): void;
  /** The queue was deleted; one that stays attached goes on if a queue of that name is made again. */
  gone?(): void;
}

/** How many messages are in which state. */
export interface Depth {
  visible: number;
  inFlight: number;
  delayed: number;
}
