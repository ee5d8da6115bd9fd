import type { Scheduler } from '../scheduler.ts';
import type { BusEvent } from './bus-event.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';

/** An archive's configuration. */
export interface ArchiveSettings {
  name: string;
  arn: string;
  busArn: string;
  pattern: Readonly<Record<string, unknown>> | undefined;
  /** The pattern's JSON text, where it was given as text. */
  patternText?: string | undefined;
  description?: string | undefined;
  /** 0 keeps events for ever. */
  retentionDays: number;
  createdMs: number;
}

type Clock = Pick<Scheduler, 'nowMs'>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The events of a bus that match a pattern, as text, by the minute of their time. */
export class Archive {
  #settings: ArchiveSettings;
  #matches: EventMatcher | undefined;
  readonly #clock: Clock;
  readonly #minutes = new Map<number, string[]>();
  #eventCount = 0;
  #characters = 0;
  #expiredMinute = 0;

  /** Throws InvalidPatternError. */
  constructor(settings: ArchiveSettings, clock: Clock) {
    this.#matches = matcherOf(settings);
    this.#settings = settings;
    this.#clock = clock;
  }

  get settings(): ArchiveSettings {
    return this.#settings;
  }

  /** Takes other settings; what it holds stays. Throws InvalidPatternError, and then changes nothing. */
  configure(settings: ArchiveSettings): void {
    this.#matches = matcherOf(settings);
    // A longer retention brings nothing back.
    this.#expire();
    this.#settings = settings;
  }

  get eventCount(): number {
    this.#expire();
    return this.#eventCount;
  }

  /** About the bytes kept: events are mostly ASCII. */
  get sizeBytes(): number {
    this.#expire();
    return this.#characters;
  }

  /** Keeps an event if it matches. */
  take(event: BusEvent): void {
    if (this.#matches?.(event.parsed) === false) return;
    const minute = Math.floor(Date.parse(String(event.parsed['time'])) / MINUTE_MS);
    this.#expire();
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
    this.#expire();
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
  #expire(): void {
    const { retentionDays } = this.#settings;
    const minute = Math.floor((this.#clock.nowMs() - retentionDays * DAY_MS) / MINUTE_MS);
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

function matcherOf({ pattern, patternText }: ArchiveSettings): EventMatcher | undefined {
  const given = patternText ?? pattern;
  return given === undefined ? undefined : compilePattern(given);
}
