import type { Message } from './message.ts';

/** The messages of one queue by id, and how many are in which state. */
export class MessageStore {
  readonly #messages = new Map<string, Message>();
  inFlight = 0;
  delayed = 0;

  /** Messages ready to be received, some of them perhaps past their retention. */
  get visible(): number {
    return this.#messages.size - this.inFlight - this.delayed;
  }

  get(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  add(message: Message): void {
    this.#messages.set(message.id, message);
  }

  /** Counts a message as in flight. */
  take(message: Message): void {
    message.state = 'inFlight';
    this.inFlight += 1;
  }

  /** Counts a message as delayed. */
  delay(message: Message): void {
    message.state = 'delayed';
    this.delayed += 1;
  }

  values(): Iterable<Message> {
    return this.#messages.values();
  }

  inState(state: Message['state']): Message[] {
    return [...this.values()].filter((message) => message.state === state);
  }

  /** Those not in flight that were sent at `sentMs` or before. */
  sentUntil(sentMs: number): Message[] {
    return [...this.values()].filter(
      (message) => message.sentMs <= sentMs && message.state !== 'inFlight',
    );
  }

  /** When the oldest message was sent, in epoch milliseconds; undefined if there is none. */
  oldestSentMs(): number | undefined {
    let oldest: number | undefined;
    for (const { sentMs } of this.values()) oldest = Math.min(oldest ?? sentMs, sentMs);
    return oldest;
  }

  /** Takes a message out; true if it was in flight. */
  remove(message: Message): boolean {
    const wasInFlight = message.state === 'inFlight';
    message.timer?.cancel();
    message.timer = undefined;
    if (message.state === 'delayed') this.delayed -= 1;
    if (wasInFlight) this.inFlight -= 1;
    this.#messages.delete(message.id);
    message.state = 'gone';
    return wasInFlight;
  }
}
