import type { StreamRecord } from '../dynamodb/stream.ts';
import type { StreamPoint } from '../interference.ts';
import { type BatchVerdict, readBatchResponse } from './batch-response.ts';
import type { Outcome } from './outcome.ts';
import type { DiscardReason } from './stream-failure.ts';
import type { StreamMappingWorld } from './stream-mapping.ts';
import { streamRecord } from './stream-records.ts';

/** Records in the order they were written, and how often their first one has failed. */
interface Batch {
  records: StreamRecord[];
  attempts: number;
}

/** How long DynamoDB keeps the records of a stream. */
const RETENTION_MS = 24 * 60 * 60_000;
const FIRST_RETRY_DELAY_MS = 100;
const LONGEST_RETRY_DELAY_MS = 60_000;
const LARGEST_EVENT_CHARACTERS = 6 * 1024 * 1024;
/** An open window is looked at in steps, so that a batch that fills up does not wait for its end. */
const WINDOW_STEP_MS = 250;

/**
 * One sequence of a stream's records: a batch is done with, one way or the other, before the next is taken.
 * AWS Lambda Developer Guide, "Retain discarded records" and "Configuring partial batch response with DynamoDB".
 */
export class StreamLane {
  readonly #shardId: string;
  readonly #world: StreamMappingWorld;
  readonly #step = (): void => this.#next();
  #buffer: StreamRecord[] = [];
  /** Batches that failed, or halves of them, the earliest records last. */
  readonly #failed: Batch[] = [];
  #busy = false;
  #paused = false;
  /** When the batching window of the oldest record in the buffer is over. */
  #windowEndsMs: number | undefined;

  constructor(shardId: string, world: StreamMappingWorld) {
    this.#shardId = shardId;
    this.#world = world;
  }

  push(record: StreamRecord): void {
    this.#buffer.push(record);
    this.#wake();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  #wake(): void {
    if (this.#busy || this.#paused) return;
    this.#busy = true;
    const { scheduler, latency, interference } = this.#world.foundation;
    const point = interference && this.#point(this.#buffer);
    const lagMs = point ? interference.streamLag(point) : 0;
    const pace = point && interference.pace?.('streamLag', point);
    scheduler.after(latency.drawMs('streamPoll', pace) + lagMs, this.#step);
  }

  #point(records: readonly StreamRecord[]): StreamPoint {
    const [first] = records;
    const functionName = this.#world.target.name;
    return { functionName, first: first?.sequenceNumber ?? '', keys: first?.keys ?? '' };
  }

  /** Works on until a function runs, a delay is set or nothing is left. */
  #next(): void {
    for (;;) {
      if (this.#paused) {
        this.#busy = false;
        return;
      }
      const batch = this.#failed.pop() ?? this.#fromBuffer();
      if (!batch) return;
      this.#discardExpired(batch);
      if (this.#invoke(batch)) return;
    }
  }

  /** Up to a batch of records; undefined if there are none, or if the window is still open. */
  #fromBuffer(): Batch | undefined {
    const { batchSize, windowMs } = this.#world.settings;
    const { scheduler } = this.#world.foundation;
    const nowMs = scheduler.nowMs();
    if (this.#buffer.length === 0) {
      this.#busy = false;
      return undefined;
    }
    if (windowMs > 0 && this.#buffer.length < batchSize) {
      this.#windowEndsMs ??= nowMs + windowMs;
      if (nowMs < this.#windowEndsMs) {
        scheduler.after(Math.min(WINDOW_STEP_MS, this.#windowEndsMs - nowMs), this.#step);
        return undefined;
      }
    }
    this.#windowEndsMs = undefined;
    return { records: this.#buffer.splice(0, batchLength(this.#buffer, batchSize)), attempts: 0 };
  }

  /** False if no record of the batch passes the filters. */
  #invoke(batch: Batch): boolean {
    const { stream, target, foundation, matches, iteratorAge } = this.#world;
    const { region } = foundation.surroundings;
    const nowMs = foundation.scheduler.nowMs();
    const kept: StreamRecord[] = [];
    const Records: object[] = [];
    for (const record of batch.records) {
      const shown = streamRecord(record, stream, region);
      if (matches && !matches(shown)) continue;
      kept.push(record);
      Records.push(shown);
      iteratorAge.add(nowMs - record.approximateCreationMs, nowMs);
    }
    if (kept.length === 0) return false;
    const wanted = { records: kept, attempts: batch.attempts };
    const invocation = target.invoke({ Records });
    if (!invocation) this.#retry(wanted);
    else {
      invocation
        .then((outcome) => this.#settle(wanted, outcome))
        .catch((error: unknown) => {
          // A mistake of the embedded cloud: the lane goes on with the same records.
          foundation.fail(error);
          this.#retry({ records: kept, attempts: batch.attempts + 1 });
        });
    }
    return true;
  }

  #settle(batch: Batch, outcome: Outcome): void {
    const { reportsFailures, bisects } = this.#world.settings;
    const verdict: BatchVerdict = outcome.error
      ? { kind: 'failure', reason: outcome.error.errorMessage }
      : reportsFailures
        ? this.#verdict(batch, outcome.result)
        : { kind: 'success' };
    if (verdict.kind === 'success') {
      const { interference, fail } = this.#world.foundation;
      if (verdict.mistake) fail(verdict.mistake);
      if (interference?.streamRepeats(this.#point(batch.records))) this.#failed.push(batch);
      this.#next();
      return;
    }
    const done = verdict.kind === 'partial' ? checkpoint(batch, verdict.failed) : 0;
    const rest = batch.records.slice(done);
    const failing: Batch =
      done > 0 ? { records: rest, attempts: 1 } : { records: rest, attempts: batch.attempts + 1 };
    if (done === 0 && bisects && rest.length > 1) this.#bisect(batch);
    else if (this.#isExhausted(failing)) {
      this.#discard(failing, 'RetryAttemptsExhausted', outcome);
      this.#next();
    } else this.#retry(failing);
  }

  #verdict({ records }: Batch, result: unknown): BatchVerdict {
    const identifiers = records.map(({ sequenceNumber }) => sequenceNumber);
    return readBatchResponse(this.#world.target.name, result, identifiers);
  }

  /** Halves a batch; its retries stay what they were. */
  #bisect({ records, attempts }: Batch): void {
    const middle = records.length >> 1;
    this.#failed.push({ records: records.slice(middle), attempts });
    this.#retry({ records: records.slice(0, middle), attempts });
  }

  #retry(batch: Batch): void {
    const { scheduler, random, interference } = this.#world.foundation;
    this.#failed.push(batch);
    const longestMs = Math.min(LONGEST_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** batch.attempts);
    const pace = interference?.pace?.('streamLag', this.#point(batch.records));
    const fraction = pace ?? random.fraction();
    scheduler.after(Math.ceil(longestMs * (0.5 + fraction / 2)), this.#step);
  }

  #isExhausted({ attempts }: Batch): boolean {
    const { maximumRetries } = this.#world.settings;
    return maximumRetries !== undefined && attempts > maximumRetries;
  }

  /** Takes out the records that are too old, which are always the first. */
  #discardExpired(batch: Batch): void {
    const { settings, foundation } = this.#world;
    const maximumMs = Math.min(settings.maximumRecordAgeMs ?? RETENTION_MS, RETENTION_MS);
    const bornMs = foundation.scheduler.nowMs() - maximumMs;
    const young = batch.records.findIndex((record) => record.approximateCreationMs >= bornMs);
    const count = young < 0 ? batch.records.length : young;
    if (count === 0) return;
    const records = batch.records.splice(0, count);
    this.#discard({ records, attempts: batch.attempts }, 'RecordAgeExceeded', undefined);
  }

  #discard({ records, attempts }: Batch, reason: DiscardReason, outcome?: Outcome): void {
    const { destination, foundation, target } = this.#world;
    if (foundation.facts.heard) {
      const id = records[0]!.sequenceNumber;
      foundation.facts.tell({ kind: 'stream.discarded', resource: target.name, id, note: reason });
    }
    const shardId = this.#shardId;
    destination?.send({ records, attempts, reason, shardId, error: outcome?.error });
  }
}

/** How many records make a batch: by number, and by the size of their images. */
function batchLength(buffer: readonly StreamRecord[], batchSize: number): number {
  let characters = 0;
  const limit = Math.min(batchSize, buffer.length);
  for (let length = 0; length < limit; length += 1) {
    const { newImage, oldImage, keys } = buffer[length]!;
    characters += (newImage?.length ?? 0) + (oldImage?.length ?? 0) + keys.length;
    if (characters > LARGEST_EVENT_CHARACTERS && length > 0) return length;
  }
  return limit;
}

/** Records before the first failed one are done with. */
function checkpoint({ records }: Batch, failed: ReadonlySet<string>): number {
  return records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
}
