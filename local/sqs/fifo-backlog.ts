import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';

interface Group {
  id: string;
  waiting: Message[];
  inFlight: number;
  /** The receive that holds the group; it alone may take more. */
  takenBy: object | undefined;
  /** Whether it stands in the line of groups that may be received. */
  ready: boolean;
}

/**
 * Messages in order within their group; a group with messages in flight waits for them.
 * Amazon SQS Developer Guide, "FIFO queue delivery logic".
 */
export class FifoBacklog implements Backlog {
  readonly #groups = new Map<string, Group>();
  #ready: Group[] = [];
  #held: Group | undefined;

  add(message: Message): void {
    const group = this.#group(message.groupId ?? '');
    group.waiting.push(message);
    this.#enqueue(group);
  }

  giveBack(message: Message): void {
    const group = this.#group(message.groupId ?? '');
    const later = group.waiting.findIndex((other) => isBefore(message, other));
    group.waiting.splice(later < 0 ? group.waiting.length : later, 0, message);
    this.#enqueue(group);
  }

  next(receive: object): Message | undefined {
    for (let group = this.#groupFor(receive); group; group = this.#groupFor(receive)) {
      const message = group.waiting.shift();
      if (message?.state !== 'visible') {
        this.#release(group);
        continue;
      }
      group.inFlight += 1;
      group.takenBy = receive;
      this.#held = group;
      return message;
    }
    return undefined;
  }

  settle(message: Message): boolean {
    const group = this.#groups.get(message.groupId ?? '');
    if (!group) return false;
    group.inFlight -= 1;
    this.#release(group);
    return group.ready;
  }

  get readyGroups(): number {
    return this.#ready.length;
  }

  #group(id: string): Group {
    let group = this.#groups.get(id);
    if (!group) {
      group = { id, waiting: [], inFlight: 0, takenBy: undefined, ready: false };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** More of the group this receive already holds, else the next in line. */
  #groupFor(receive: object): Group | undefined {
    const held = this.#held;
    if (held?.takenBy === receive && held.waiting.length > 0) return held;
    const group = this.#ready.shift();
    if (group) group.ready = false;
    return group;
  }

  #release(group: Group): void {
    if (group.inFlight > 0) return;
    group.takenBy = undefined;
    if (group.waiting.length > 0) this.#enqueue(group);
    else if (!group.ready) this.#groups.delete(group.id);
  }

  #enqueue(group: Group): void {
    if (group.inFlight > 0 || group.ready) return;
    group.ready = true;
    this.#ready.push(group);
  }
}

function isBefore(left: Message, right: Message): boolean {
  return BigInt(left.sequenceNumber ?? 0) < BigInt(right.sequenceNumber ?? 0);
}
