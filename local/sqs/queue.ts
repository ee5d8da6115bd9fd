import type { TaskKind } from '../scheduler.ts';
import { uuid } from '../uuid.ts';
import { type Backlog, StandardBacklog } from './backlog.ts';
import { Deduplication } from './deduplication.ts';
import { FifoBacklog } from './fifo-backlog.ts';
import { type Draft, type Message, newMessage, type Receipt, type Received } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { Consumer, Depth, QueueWorld } from './queue-world.ts';
import { sqsException, sqsParameterError } from './sqs-errors.ts';

/** One queue: what is in it, what is in flight, and what its redrive policy moves away. */
export class Queue {
  readonly settings: QueueSettings;
  readonly #world: QueueWorld;
  readonly #messages = new Map<string, Message>();
  readonly #deduplication: Deduplication | undefined;
  readonly #consumers = new Set<Consumer>();
  #backlog: Backlog;
  #inFlight = 0;
  #delayed = 0;
  #sequence = 0;

  constructor(settings: QueueSettings, world: QueueWorld) {
    this.settings = settings;
    this.#world = world;
    this.#backlog = settings.fifo ? new FifoBacklog() : new StandardBacklog();
    this.#deduplication = settings.fifo ? new Deduplication(settings) : undefined;
  }

  get name(): string {
    return this.settings.name;
  }

  /** Messages ready to be received, some of them perhaps past their retention. */
  get visible(): number {
    return this.#messages.size - this.#inFlight - this.#delayed;
  }

  /** About how many messages a receive would find: of those of one group, the first stands for all. */
  get receivable(): number {
    return this.#backlog.readyGroups ?? this.visible;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Adds a message, or finds the one it repeats (FIFO queues). */
  send(draft: Draft): Pick<Message, 'id' | 'sequenceNumber'> {
    const nowMs = this.#world.scheduler.nowMs();
    const earlier = this.#deduplication?.find(draft, nowMs);
    if (earlier) return earlier;
    const message = newMessage(draft, {
      id: uuid(this.#world.random),
      sentMs: nowMs,
      deduplicationId: this.#deduplication?.idOf(draft),
      sequenceNumber: this.settings.fifo ? this.#nextSequenceNumber() : undefined,
    });
    this.#deduplication?.remember(message, nowMs);
    this.#messages.set(message.id, message);
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
    while (received.length < limit) {
      const message = this.#backlog.next(received);
      if (!message) break;
      message.state = 'inFlight';
      this.#inFlight += 1;
      if (nowMs - message.sentMs >= this.settings.retentionMs) this.#forget(message);
      else if (this.#isExhausted(message)) this.#bury(message);
      else received.push(this.#handOut(message, nowMs, visibilityMs));
    }
    return received;
  }

  /** Deletes by receipt. One of an earlier receive has no effect; on a FIFO queue an expired one is refused. */
  delete(receipt: Receipt): void {
    const message = this.#messages.get(receipt.messageId);
    if (message?.receiveCount !== receipt.receive || message.state === 'delayed') return;
    if (this.settings.fifo && message.state !== 'inFlight') {
      throw sqsParameterError('The receipt handle has expired.');
    }
    this.#forget(message);
    this.#tell('queue.deleted', message);
  }

  /** Counts the time in flight anew from now; zero ends it. Throws MessageNotInflight. */
  changeVisibility(receipt: Receipt, visibilityMs: number): void {
    const message = this.#messages.get(receipt.messageId);
    if (message?.state !== 'inFlight' || message.receiveCount !== receipt.receive) {
      throw sqsException('MessageNotInflight', 'The specified message is not in flight.');
    }
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
    this.#messages.set(adopted.id, adopted);
    this.#arrive(adopted);
  }

  /** Removes everything, in flight and delayed included. */
  purge(): void {
    for (const message of this.#messages.values()) this.#forget(message);
    this.#backlog = this.settings.fifo ? new FifoBacklog() : new StandardBacklog();
  }

  depth(): Depth {
    this.#dropExpired();
    return { visible: this.visible, inFlight: this.#inFlight, delayed: this.#delayed };
  }

  /** When the oldest message was sent, in epoch milliseconds; undefined if there is none. */
  oldestSentMs(): number | undefined {
    this.#dropExpired();
    let oldest: number | undefined;
    for (const { sentMs } of this.#messages.values()) oldest = Math.min(oldest ?? sentMs, sentMs);
    return oldest;
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
    if (this.receivable > 0) consumer.poke();
  }

  detach(consumer: Consumer): void {
    this.#consumers.delete(consumer);
  }

  #postpone(message: Message, delayMs: number): void {
    message.state = 'delayed';
    this.#delayed += 1;
    const appear = (): void => {
      this.#delayed -= 1;
      this.#arrive(message);
    };
    message.timer = this.#world.scheduler.after(delayMs, appear, this.#taskKind());
  }

  #arrive(message: Message): void {
    message.state = 'visible';
    message.timer = undefined;
    this.#backlog.add(message);
    this.#poke();
  }

  #poke(): void {
    for (const consumer of this.#consumers) consumer.poke();
  }

  #handOut(message: Message, nowMs: number, visibilityMs: number): Received {
    message.receiveCount += 1;
    if (message.receiveCount === 1) message.firstReceivedMs = nowMs;
    this.#startVisibility(message, visibilityMs);
    this.#tell('queue.received', message, message.receiveCount);
    return { messageId: message.id, receive: message.receiveCount, message };
  }

  #startVisibility(message: Message, visibilityMs: number): void {
    const expire = (): void => this.#reappear(message);
    message.timer = this.#world.scheduler.after(visibilityMs, expire, this.#taskKind());
  }

  /** What waits for nobody must not keep a run from ending. */
  #taskKind(): TaskKind {
    return this.#consumers.size > 0 ? 'work' : 'background';
  }

  #reappear(message: Message): void {
    this.#inFlight -= 1;
    message.state = 'visible';
    message.timer = undefined;
    this.#backlog.settle(message);
    this.#backlog.giveBack(message);
    this.#poke();
  }

  #isExhausted(message: Message): boolean {
    const { redrive } = this.settings;
    return redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
  }

  #bury(message: Message): void {
    const deadLetters = this.#world.queueByArn(this.settings.redrive!.deadLetterArn);
    this.#forget(message);
    this.#tell('queue.buried', message, deadLetters.name);
    deadLetters.adopt(message, this);
  }

  #forget(message: Message): void {
    message.timer?.cancel();
    message.timer = undefined;
    if (message.state === 'delayed') this.#delayed -= 1;
    this.#messages.delete(message.id);
    const wasInFlight = message.state === 'inFlight';
    message.state = 'gone';
    if (!wasInFlight) return;
    this.#inFlight -= 1;
    if (this.#backlog.settle(message)) this.#poke();
  }

  #dropExpired(): void {
    const expiredMs = this.#world.scheduler.nowMs() - this.settings.retentionMs;
    for (const message of this.#messages.values()) {
      if (message.sentMs <= expiredMs && message.state !== 'inFlight') this.#forget(message);
    }
  }

  /** Twenty digits, ascending. */
  #nextSequenceNumber(): string {
    this.#sequence += 1;
    return `188${String(this.#sequence).padStart(17, '0')}`;
  }

  #tell(kind: string, { id }: Message, note?: string | number): void {
    const { facts } = this.#world;
    if (facts.heard) facts.tell({ kind, resource: this.name, id, note });
  }
}
