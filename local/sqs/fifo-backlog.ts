import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';

interface Group {
  id: string;
  waiting: Message[];
  /** Messages in flight, with the receive that took each. */
  inFlight: Map<Message, object>;
  /** Whether it stands in the line of groups that may be received. */
  ready: boolean;
}

/**
 * Messages in order within their group. A message waits for those before it that are in flight, and not for those after
 * it: one that becomes visible again before the others of its receive can be received at once, and what follows
 * in its group stays blocked. Amazon SQS Developer Guide, "FIFO queue delivery logic".
 */
export class FifoBacklog implements Backlog {
  readonly #groups = new Map<string, Group>();
  #ready: Group[] = [];
  /** The group that the latest receive took from: that receive may take more of it. */
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
      group.inFlight.set(message, receive);
      this.#held = group;
      return message;
    }
    return undefined;
  }

  settle(message: Message): boolean {
    const group = this.#groups.get(message.groupId ?? '');
    if (!group) return false;
    group.inFlight.delete(message);
    this.#release(group);
    return group.ready;
  }

  get readyGroups(): number {
    return this.#ready.length;
  }

  #group(id: string): Group {
    let group = this.#groups.get(id);
    if (!group) {
      group = { id, waiting: [], inFlight: new Map(), ready: false };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** More of the group that this receive took from last, else the next in line. */
  #groupFor(receive: object): Group | undefined {
    const held = this.#held;
    if (held && isHeldBy(held, receive) && !isBlocked(held, receive)) return held;
    this.#held = undefined;
    // What was left of it may be for others.
    if (held) this.#enqueue(held);
    for (let group = this.#ready.shift(); group; group = this.#ready.shift()) {
      group.ready = false;
      if (!isBlocked(group)) return group;
    }
    return undefined;
  }

  #release(group: Group): void {
    if (group.waiting.length > 0) this.#enqueue(group);
    else if (group.inFlight.size === 0 && !group.ready) this.#groups.delete(group.id);
  }

  #enqueue(group: Group): void {
    if (group.ready || isBlocked(group)) return;
    group.ready = true;
    this.#ready.push(group);
  }
}

function isHeldBy({ inFlight }: Group, receive: object): boolean {
  for (const by of inFlight.values()) if (by === receive) return true;
  return false;
}

/** Whether nothing of a group can be received, but for what `receive` itself has in flight. */
function isBlocked({ waiting, inFlight }: Group, receive?: object): boolean {
  const [first] = waiting;
  if (!first) return true;
  for (const [message, by] of inFlight) if (by !== receive && isBefore(message, first)) return true;
  return false;
}

function isBefore(left: Message, right: Message): boolean {
  return BigInt(left.sequenceNumber ?? 0) < BigInt(right.sequenceNumber ?? 0);
}
