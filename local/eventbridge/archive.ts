import type { BusEvent } from './bus-event.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';

/** An archive's configuration. */
export interface ArchiveSettings {
  name: string;
  arn: string;
  busArn: string;
  pattern: Readonly<Record<string, unknown>> | undefined;
  /** 0 keeps events for ever. */
  retentionDays: number;
  createdMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The events of a bus that match a pattern, as text, by the minute of their time. */
export class Archive {
  readonly settings: ArchiveSettings;
  readonly #matches: EventMatcher | undefined;
  readonly #minutes = new Map<number, string[]>();
  #eventCount = 0;
  #characters = 0;
  #expiredMinute = 0;

  constructor(settings: ArchiveSettings) {
    this.settings = settings;
    this.#matches = settings.pattern && compilePattern(settings.pattern);
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  /** About the bytes kept: events are mostly ASCII. */
  get sizeBytes(): number {
    return this.#characters;
  }

  /** Keeps an event if it matches. */
  take(event: BusEvent): void {
    if (this.#matches?.(event.parsed) === false) return;
    const minute = Math.floor(Date.parse(String(event.parsed['time'])) / MINUTE_MS);
    this.#expire(event.ingestedMs);
    let texts = this.#minutes.get(minute);
    if (!texts) {
      texts = [];
      this.#minutes.set(minute, texts);
    }
    texts.push(event.text);
    this.#eventCount += 1;
    this.#characters += event.text.length;
  }

  /** The minutes that hold events from `startMs` up to, not including, `endMs`, in order. */
  minutesBetween(startMs: number, endMs: number): number[] {
    const first = Math.floor(startMs / MINUTE_MS);
    return [...this.#minutes.keys()]
      .filter((minute) => minute >= first && minute * MINUTE_MS < endMs)
      .sort((left, right) => left - right);
  }

  /** The events of one minute, as text. */
  eventsOf(minute: number): readonly string[] {
    return this.#minutes.get(minute) ?? [];
  }

  /** Drops the minutes that are past the retention; looked at once a minute. */
  #expire(nowMs: number): void {
    const { retentionDays } = this.settings;
    const minute = Math.floor((nowMs - retentionDays * DAY_MS) / MINUTE_MS);
    if (retentionDays === 0 || minute === this.#expiredMinute) return;
    this.#expiredMinute = minute;
    for (const [kept, texts] of this.#minutes) {
      if (kept >= minute) continue;
      this.#minutes.delete(kept);
      this.#eventCount -= texts.length;
      for (const { length } of texts) this.#characters -= length;
    }
  }
}
