import { hash } from 'node:crypto';
import type { Draft, Message } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';

const INTERVAL_MS = 5 * 60_000;

interface Remembered {
  id: string;
  sequenceNumber: string | undefined;
  untilMs: number;
}

/**
 * What a FIFO queue was sent in the last five minutes, by deduplication id or content.
 * Amazon SQS Developer Guide, "Exactly-once processing".
 */
export class Deduplication {
  readonly #settings: QueueSettings;
  readonly #remembered = new Map<string, Remembered>();

  constructor(settings: QueueSettings) {
    this.#settings = settings;
  }

  /** The id given, else the SHA-256 of the body where the queue says so. */
  idOf({ deduplicationId, body }: Draft): string | undefined {
    if (deduplicationId !== undefined || !this.#settings.contentBasedDeduplication) {
      return deduplicationId;
    }
    return hash('sha256', body, 'hex');
  }

  /** The message this draft repeats. */
  find(draft: Draft, nowMs: number): Remembered | undefined {
    this.#forgetBefore(nowMs);
    return this.#remembered.get(this.#key(draft.groupId, this.idOf(draft)));
  }

  remember({ id, sequenceNumber, groupId, deduplicationId }: Message, nowMs: number): void {
    const untilMs = nowMs + INTERVAL_MS;
    this.#remembered.set(this.#key(groupId, deduplicationId), { id, sequenceNumber, untilMs });
  }

  clear(): void {
    this.#remembered.clear();
  }

  #key(groupId: string | undefined, deduplicationId: string | undefined): string {
    const scope = this.#settings.deduplicationScope === 'messageGroup' ? groupId : '';
    return `${scope} ${deduplicationId}`;
  }

  #forgetBefore(nowMs: number): void {
    for (const [key, { untilMs }] of this.#remembered) {
      if (untilMs > nowMs) return;
      this.#remembered.delete(key);
    }
  }
}
