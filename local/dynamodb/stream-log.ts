import type { StreamRecord } from './stream.ts';

/** How long a record can be read. Amazon DynamoDB Developer Guide, "Change data capture for DynamoDB Streams". */
const keptMs = 24 * 60 * 60_000;

/** Before the first record of any stream. */
const start = '0'.repeat(21);

/** Records that have expired are cut off when there are this many of them, or a reader comes. */
const cutAt = 1_000;

/**
 * The records of one stream that the Streams API can read: none until somebody asks for the stream there, for a
 * mapping takes its records as they are written; from then on those of the last day.
 */
export class StreamLog {
  #records: StreamRecord[] = [];
  #keeps: boolean;
  #trimmedThrough = start;
  #last = start;
  /** When the last record came that was not kept, in epoch milliseconds. */
  lastLostMs: number | undefined;

  constructor(keeps: boolean) {
    this.#keeps = keeps;
  }

  /** From now on records are kept. */
  keep(): void {
    this.#keeps = true;
  }

  add(record: StreamRecord): void {
    this.#last = record.sequenceNumber;
    if (!this.#keeps) {
      this.#trimmedThrough = record.sequenceNumber;
      this.lastLostMs = record.approximateCreationMs;
      return;
    }
    this.#records.push(record);
    const oldMs = record.approximateCreationMs - keptMs;
    const old = this.#records[cutAt];
    if (old !== undefined && old.approximateCreationMs < oldMs)
      this.trim(record.approximateCreationMs);
  }

  /** Lets go of what is older than a day. */
  trim(nowMs: number): void {
    const oldMs = nowMs - keptMs;
    const count = this.#records.findIndex((record) => record.approximateCreationMs >= oldMs);
    const cut = count < 0 ? this.#records.length : count;
    if (cut === 0) return;
    this.#trimmedThrough = this.#records[cut - 1]!.sequenceNumber;
    this.#records = this.#records.slice(cut);
  }

  /** The sequence number of the last record that can no longer be read. */
  get trimmedThrough(): string {
    return this.#trimmedThrough;
  }

  /** The sequence number of the last record. */
  get last(): string {
    return this.#last;
  }

  /** The first record that can be read. */
  get first(): StreamRecord | undefined {
    return this.#records[0];
  }

  /** Records after a sequence number, oldest first, at most so many. */
  after(sequenceNumber: string, limit: number): readonly StreamRecord[] {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#records[middle]!.sequenceNumber <= sequenceNumber) low = middle + 1;
      else high = middle;
    }
    return this.#records.slice(low, low + limit);
  }
}
