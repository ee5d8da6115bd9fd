import { uuid } from '../uuid.ts';
import { Deduplication } from './deduplication.ts';
import { type Draft, type Message, newMessage } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueueWorld } from './queue-world.ts';

/** What a send came to: a message that is new, or what tells of the one it repeats. */
export type Taken =
  | { message: Message; earlier?: undefined }
  | { earlier: Pick<Message, 'id' | 'sequenceNumber'>; message?: undefined };

/** Makes messages of what is sent to a queue: their ids, their order, and what repeats an earlier one. */
export class Intake {
  readonly #settings: QueueSettings;
  readonly #world: QueueWorld;
  readonly #deduplication: Deduplication | undefined;
  #sequence = 0;

  constructor(settings: QueueSettings, world: QueueWorld) {
    this.#settings = settings;
    this.#world = world;
    this.#deduplication = settings.fifo ? new Deduplication(settings) : undefined;
  }

  take(draft: Draft): Taken {
    const nowMs = this.#world.scheduler.nowMs();
    const earlier = this.#deduplication?.find(draft, nowMs);
    if (earlier) return { earlier };
    const message = newMessage(draft, {
      id: uuid(this.#world.random),
      sentMs: nowMs,
      deduplicationId: this.#deduplication?.idOf(draft),
      sequenceNumber: this.#settings.fifo ? this.#nextSequenceNumber() : undefined,
    });
    this.#deduplication?.remember(message, nowMs);
    return { message };
  }

  /** Forgets what was sent. */
  clear(): void {
    this.#deduplication?.clear();
  }

  /** Twenty digits, ascending. */
  #nextSequenceNumber(): string {
    this.#sequence += 1;
    return `188${String(this.#sequence).padStart(17, '0')}`;
  }
}
