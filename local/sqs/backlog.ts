import { Fairness } from './fairness.ts';
import type { Message } from './message.ts';

/** The visible messages of a queue, in the order they will be received. */
export interface Backlog {
  /** A message that became visible for the first time. */
  add(message: Message): void;
  /** A message whose time in flight is over. */
  giveBack(message: Message): void;
  /** The next message for the receive that collects into `receive`; it is then in flight. */
  next(receive: object): Message | undefined;
  /** A message in flight is done with: deleted, moved or given back. True if others can be received now. */
  settle(message: Message): boolean;
  /** Groups in which a message can be received now; undefined where there are no groups. */
  readonly readyGroups: number | undefined;
}

/** Received entries at the front of the list that are worth cutting off. */
const CUT = 1024;

/**
 * Best-effort ordering: first come, first served; what comes back waits behind, and so do the messages of a noisy
 * group.
 */
export class StandardBacklog implements Backlog {
  readonly readyGroups = undefined;
  readonly #fairness = new Fairness();
  #messages: (Message | undefined)[] = [];
  #front = 0;

  add(message: Message): void {
    this.#messages.push(message);
  }

  giveBack(message: Message): void {
    this.add(message);
  }

  /** Messages of noisy groups wait behind all others. */
  next(): Message | undefined {
    const message = this.#fairness.quietAgain() ?? this.#first() ?? this.#fairness.noisy();
    if (message) this.#fairness.taken(message);
    return message;
  }

  /** Nothing waits for a standard queue's messages in flight. */
  settle(message: Message): boolean {
    this.#fairness.settled(message);
    return false;
  }

  /** The first in line that is of no noisy group; those are set aside. */
  #first(): Message | undefined {
    while (this.#front < this.#messages.length) {
      const message = this.#messages[this.#front]!;
      this.#messages[this.#front] = undefined;
      this.#front += 1;
      this.#cut();
      if (message.state !== 'visible') continue;
      if (!this.#fairness.isNoisy(message)) return message;
      this.#fairness.setAside(message);
    }
    return undefined;
  }

  #cut(): void {
    if (this.#front === this.#messages.length) this.#messages.length = 0;
    else if (this.#front < CUT || this.#front * 2 < this.#messages.length) return;
    else this.#messages = this.#messages.slice(this.#front);
    this.#front = 0;
  }
}
