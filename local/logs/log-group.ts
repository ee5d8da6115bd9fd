const DAY_MS = 24 * 3_600_000;
/** What CloudWatch Logs counts for an event beside its message. */
export const EVENT_OVERHEAD_BYTES = 26;
/** Digits of an event's id: when it happened, then which one it was. */
const TIME_DIGITS = 20;
const SEQUENCE_DIGITS = 36;

/** One event as it is kept. */
export interface LogEvent {
  /** 56 digits, in the order of time and then of arrival. */
  id: string;
  timestampMs: number;
  ingestedMs: number;
  message: string;
  stream: LogStream;
}

/** A stream of a log group. */
export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  /** Of its events, also of those that are not kept any more. */
  firstMs: number | undefined;
  lastMs: number | undefined;
  ingestedMs: number | undefined;
}

/** What is written to a stream. */
export interface NewEvent {
  timestampMs: number;
  message: string;
}

/** A log group: its streams, and the latest of its events, as many as are kept. */
export class LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly tags: Map<string, string>;
  readonly kmsKeyId: string | undefined;
  /** Undefined: events are kept for ever. */
  retentionDays: number | undefined;
  readonly streams = new Map<string, LogStream>();
  readonly #capacity: number;
  /** As they came. */
  #events: LogEvent[] = [];
  #sequence = 0;

  constructor(
    { name, createdMs, tags, kmsKeyId }: Pick<LogGroup, 'name' | 'createdMs' | 'tags' | 'kmsKeyId'>,
    capacity: number,
  ) {
    this.name = name;
    this.createdMs = createdMs;
    this.tags = tags;
    this.kmsKeyId = kmsKeyId;
    this.#capacity = capacity;
  }

  /** Adds a stream of that name. */
  addStream(name: string, createdMs: number): LogStream {
    const unset = { firstMs: undefined, lastMs: undefined, ingestedMs: undefined };
    const stream: LogStream = { name, createdMs, ...unset };
    this.streams.set(name, stream);
    return stream;
  }

  /** Takes a stream away with its events. */
  deleteStream(stream: LogStream): void {
    this.streams.delete(stream.name);
    this.#events = this.#events.filter((event) => event.stream !== stream);
  }

  /** Writes an event to a stream; the oldest make room. */
  add(stream: LogStream, { timestampMs, message }: NewEvent, ingestedMs: number): void {
    this.#sequence += 1;
    const id =
      String(timestampMs).padStart(TIME_DIGITS, '0') +
      String(this.#sequence).padStart(SEQUENCE_DIGITS, '0');
    this.#events.push({ id, timestampMs, ingestedMs, message, stream });
    stream.firstMs = Math.min(stream.firstMs ?? timestampMs, timestampMs);
    stream.lastMs = Math.max(stream.lastMs ?? timestampMs, timestampMs);
    stream.ingestedMs = ingestedMs;
    // In one go now and then, so that each event costs next to nothing.
    if (this.#events.length >= this.#capacity * 2) {
      this.#events = this.#events.slice(-this.#capacity);
    }
  }

  /** The events that are kept, the oldest first; those whose retention is over are gone. */
  events(nowMs: number): LogEvent[] {
    const { retentionDays } = this;
    const fromMs = retentionDays === undefined ? 0 : nowMs - retentionDays * DAY_MS;
    return this.#events
      .slice(-this.#capacity)
      .filter(({ timestampMs }) => timestampMs >= fromMs)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Bytes of the events that are kept. */
  storedBytes(nowMs: number): number {
    return this.events(nowMs).reduce((sum, { message }) => sum + bytesOf(message), 0);
  }
}

/** What an event counts. */
export function bytesOf(message: string): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
}
