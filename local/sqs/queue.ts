import type { TaskKind } from '../scheduler.ts';
import { type Backlog, StandardBacklog } from './backlog.ts';
import { FifoBacklog } from './fifo-backlog.ts';
import { Intake } from './intake.ts';
import type { Draft, Message, Receipt, Received } from './message.ts';
import { checkTotalVisibility, invalidReceipt, queueMark } from './message.ts';
import { MessageStore } from './message-store.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { Consumer, Depth, QueueWorld } from './queue-world.ts';

/** One queue: what is in it, what is in flight, and what its redrive policy moves away. */
export class Queue {
  readonly settings: QueueSettings;
  /** Names the queue in receipt handles. */
  readonly mark: string;
  /** When it was last purged by a caller. */
  purgedMs: number | undefined;
  readonly #world: QueueWorld;
  readonly #messages = new MessageStore();
  readonly #intake: Intake;
  readonly #consumers = new Set<Consumer>();
  #backlog: Backlog;

  constructor(settings: QueueSettings, world: QueueWorld) {
    this.settings = settings;
    this.mark = queueMark(settings.arn);
    this.#world = world;
    this.#backlog = settings.fifo ? new FifoBacklog() : new StandardBacklog();
    this.#intake = new Intake(settings, world);
  }

  get name(): string {
    return this.settings.name;
  }

  /** Messages ready to be received, some of them perhaps past their retention. */
  get visible(): number {
    return this.#messages.visible;
  }

  /** About how many messages a receive would find: of those of one group, the first stands for all. */
  get receivable(): number {
    return this.#backlog.readyGroups ?? this.visible;
  }

  get inFlight(): number {
    return this.#messages.inFlight;
  }

  /** Whether anyone takes its messages as they come. */
  get isPolled(): boolean {
    return this.#consumers.size > 0;
  }

  /** Adds a message, or finds the one it repeats (FIFO queues). */
  send(draft: Draft): Pick<Message, 'id' | 'sequenceNumber'> {
    const { message, earlier } = this.#intake.take(draft);
    if (earlier) return earlier;
    this.#messages.add(message);
    this.#tell('queue.sent', message);
    const delayMs = draft.delayMs ?? this.settings.delayMs;
    if (delayMs > 0) this.#postpone(message, delayMs);
    else this.#arrive(message);
    return message;
  }

  /** Takes up to `limit` visible messages for `visibilityMs`; those at the end of their receives move away. */
  receive(limit: number, visibilityMs: number = this.settings.visibilityMs): Received[] {
    const received: Received[] = [];
    const nowMs = this.#world.scheduler.nowMs();
    // What comes back to this queue while it moves messages away waits for the next receive.
    for (let unseen = this.visible; unseen > 0 && received.length < limit; unseen -= 1) {
      const message = this.#backlog.next(received);
      if (!message) break;
      const deadLetters = this.#deadLettersFor(message);
      this.#messages.take(message);
      if (nowMs - message.sentMs >= this.settings.retentionMs) this.#forget(message);
      else if (deadLetters) this.#bury(message, deadLetters);
      else received.push(this.#handOut(message, nowMs, visibilityMs));
    }
    return received;
  }

  /** Deletes by receipt. One of an earlier receive has no effect; on a FIFO queue an expired one is refused. */
  delete(receipt: Receipt): void {
    const message = this.#messages.get(receipt.messageId);
    if (!message) return;
    const isLatest = message.receiveCount === receipt.receive;
    if (this.settings.fifo && !(isLatest && message.state === 'inFlight')) {
      throw invalidReceipt(receipt, 'The receipt handle has expired.');
    }
    if (!isLatest) return;
    if (this.#world.interference?.deleteLost({ queue: this.name, message })) return;
    this.#forget(message);
    this.#tell('queue.deleted', message);
  }

  /**
   * Counts the time in flight anew from now; zero ends it. A receipt of a message that is visible again has no effect;
   * one of a message that is gone is refused, and so is more than twelve hours since the receive. On a standard
   * queue the receipt of an earlier receive counts as well.
   */
  changeVisibility(receipt: Receipt, visibilityMs: number): void {
    const message = this.#messages.get(receipt.messageId);
    const isLatest = message?.receiveCount === receipt.receive;
    if (!message || (this.settings.fifo && !isLatest)) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidReceipt(receipt, reason);
    }
    if (message.state !== 'inFlight') return;
    checkTotalVisibility(message, this.#world.scheduler.nowMs(), visibilityMs);
    message.timer?.cancel();
    if (visibilityMs === 0) this.#reappear(message);
    else this.#startVisibility(message, visibilityMs);
  }

  /** Takes over a message that the redrive policy of `source` moved. */
  adopt(message: Message, source: Queue): void {
    const adopted: Message = { ...message, deadLetterSourceArn: source.settings.arn };
    if (this.settings.fifo) {
      // A FIFO queue counts retention from the move, and knows the message by its own id.
      adopted.sentMs = this.#world.scheduler.nowMs();
      adopted.deduplicationId = message.id;
    }
    this.#messages.add(adopted);
    this.#arrive(adopted);
  }

  /** Removes everything, in flight and delayed included, and forgets what a message could repeat. */
  purge(): void {
    this.#intake.clear();
    for (const message of this.#messages.values()) this.#forget(message);
    this.#backlog = this.settings.fifo ? new FifoBacklog() : new StandardBacklog();
  }

  /** Takes on other settings. A FIFO queue's delay holds for what is delayed already, a standard queue's does not. */
  configure(settings: QueueSettings): void {
    Object.assign(this.settings, settings);
    if (settings.fifo) this.#delayAnew();
  }

  /** Empties it for good and tells whoever waits for its messages. */
  close(): void {
    this.purge();
    for (const consumer of [...this.#consumers]) consumer.gone?.();
  }

  depth(): Depth {
    this.#dropExpired();
    return { visible: this.visible, inFlight: this.inFlight, delayed: this.#messages.delayed };
  }

  /** When the oldest message was sent, in epoch milliseconds; undefined if there is none. */
  oldestSentMs(): number | undefined {
    this.#dropExpired();
    return this.#messages.oldestSentMs();
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
    if (this.receivable > 0) consumer.poke();
  }

  detach(consumer: Consumer): void {
    this.#consumers.delete(consumer);
  }

  #postpone(message: Message, delayMs: number): void {
    this.#messages.delay(message);
    const appear = (): void => {
      this.#messages.delayed -= 1;
      this.#arrive(message);
    };
    message.timer = this.#world.scheduler.after(delayMs, appear, this.#taskKind());
  }

  #delayAnew(): void {
    const nowMs = this.#world.scheduler.nowMs();
    for (const message of this.#messages.inState('delayed')) {
      message.timer?.cancel();
      this.#messages.delayed -= 1;
      this.#postpone(message, message.sentMs + this.settings.delayMs - nowMs);
    }
  }

  #arrive(message: Message, how: 'add' | 'giveBack' = 'add'): void {
    message.state = 'visible';
    message.timer = undefined;
    this.#backlog[how](message);
    this.#poke();
  }

  #poke(): void {
    for (const consumer of this.#consumers) consumer.poke();
  }

  #handOut(message: Message, nowMs: number, visibilityMs: number): Received {
    message.receiveCount += 1;
    if (message.receiveCount === 1) message.firstReceivedMs = nowMs;
    message.receivedMs = nowMs;
    const hiddenMs = this.#world.interference?.visibility({ queue: this.name, message });
    this.#startVisibility(message, hiddenMs ?? visibilityMs);
    this.#tell('queue.received', message, message.receiveCount);
    return { messageId: message.id, queueMark: this.mark, receive: message.receiveCount, message };
  }

  #startVisibility(message: Message, visibilityMs: number): void {
    const expire = (): void => this.#reappear(message);
    message.timer = this.#world.scheduler.after(visibilityMs, expire, this.#taskKind());
  }

  /** What waits for nobody must not keep a run from ending. */
  #taskKind(): TaskKind {
    return this.isPolled ? 'work' : 'background';
  }

  #reappear(message: Message): void {
    this.#messages.inFlight -= 1;
    this.#backlog.settle(message);
    this.#arrive(message, 'giveBack');
  }

  /** Where a message at the end of its receives goes; nowhere while that queue does not exist. */
  #deadLettersFor(message: Message): Queue | undefined {
    const { redrive } = this.settings;
    if (!redrive || message.receiveCount < redrive.maxReceiveCount) return undefined;
    return this.#world.findQueue(redrive.deadLetterArn);
  }

  #bury(message: Message, deadLetters: Queue): void {
    this.#forget(message);
    this.#tell('queue.buried', message, deadLetters.name);
    deadLetters.adopt(message, this);
  }

  #forget(message: Message): void {
    const wasInFlight = this.#messages.remove(message);
    if (wasInFlight && this.#backlog.settle(message)) this.#poke();
  }

  #dropExpired(): void {
    const expiredMs = this.#world.scheduler.nowMs() - this.settings.retentionMs;
    for (const message of this.#messages.sentUntil(expiredMs)) this.#forget(message);
  }

  #tell(kind: string, { id }: Message, note?: string | number): void {
    const { facts } = this.#world;
    if (facts.heard) facts.tell({ kind, resource: this.name, id, note });
  }
}
