import type { Message } from './message.ts';

/** Messages of its own in flight that a noisy group has at least. */
const NOISY_IN_FLIGHT = 30;
/** The share of all messages in flight beyond which a group is noisy. */
const NOISY_SHARE = 0.1;

/**
 * Which groups of a standard queue take more than their share, and the messages of theirs that wait for it: quiet
 * groups go first, then the noisy one with the fewest messages in flight, and nothing is dropped. Amazon SQS Developer
 * Guide, "How Amazon SQS fair queues work". How long messages are processed, which counts there as well, does not here.
 */
export class Fairness {
  #inFlight = 0;
  /** Messages in flight by group. */
  readonly #byGroup = new Map<string, number>();
  /** Messages of groups that were noisy when their turn came, in order. */
  readonly #aside = new Map<string, Message[]>();

  isNoisy({ groupId }: Message): boolean {
    if (groupId === undefined) return false;
    const own = this.#byGroup.get(groupId) ?? 0;
    return own >= NOISY_IN_FLIGHT && own > this.#inFlight * NOISY_SHARE;
  }

  setAside(message: Message): void {
    const groupId = message.groupId ?? '';
    const aside = this.#aside.get(groupId);
    if (aside) aside.push(message);
    else this.#aside.set(groupId, [message]);
  }

  /** The first message that was set aside and whose group is quiet now. */
  quietAgain(): Message | undefined {
    if (this.#aside.size === 0) return undefined;
    return this.#take(this.#firsts().find((message) => !this.isNoisy(message)));
  }

  /** Of the messages that were set aside, the first of the group with the fewest messages in flight. */
  noisy(): Message | undefined {
    if (this.#aside.size === 0) return undefined;
    const [first, ...others] = this.#firsts();
    let least = first;
    for (const other of others) if (this.#own(other) < this.#own(least!)) least = other;
    return this.#take(least);
  }

  /** A message is in flight now. */
  taken({ groupId }: Message): void {
    this.#inFlight += 1;
    if (groupId !== undefined) this.#byGroup.set(groupId, (this.#byGroup.get(groupId) ?? 0) + 1);
  }

  /** A message is in flight no more. */
  settled({ groupId }: Message): void {
    this.#inFlight -= 1;
    const own = groupId === undefined ? undefined : this.#byGroup.get(groupId);
    if (own === 1) this.#byGroup.delete(groupId!);
    else if (own !== undefined) this.#byGroup.set(groupId!, own - 1);
  }

  #own({ groupId = '' }: Message): number {
    return this.#byGroup.get(groupId) ?? 0;
  }

  /** The first of each group that was set aside and is still there, groups in the order in which they were. */
  #firsts(): Message[] {
    const firsts: Message[] = [];
    for (const [groupId, messages] of this.#aside) {
      while (messages[0] && messages[0].state !== 'visible') messages.shift();
      if (messages[0]) firsts.push(messages[0]);
      else this.#aside.delete(groupId);
    }
    return firsts;
  }

  #take(message: Message | undefined): Message | undefined {
    if (message) this.#aside.get(message.groupId ?? '')?.shift();
    return message;
  }
}
