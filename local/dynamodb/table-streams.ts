import type { StreamRecord } from './stream.ts';
import { StreamLog } from './stream-log.ts';
import type { Table } from './table.ts';
import type { StreamView } from './table-spec.ts';

/** What a stream is, to those who read it. */
export interface TableStream {
  arn: string;
  tableName: string;
  view: StreamView;
}

/** Takes each record of a stream as it is written, in the order of its shard. */
export type StreamReader = (record: StreamRecord, shard: number) => void;

/** A stream as the Streams API tells of it. */
export interface OpenedStream extends TableStream {
  /** The time it was enabled, as in its ARN. */
  label: string;
  createdMs: number;
  keySchema: Table['spec']['keySchema'];
  /** Whether it still gets records. */
  enabled: boolean;
  /** When it got its last. */
  closedMs?: number;
  log: StreamLog;
}

/** How long a stream can be read after it was closed. Amazon DynamoDB Developer Guide, "Change data capture". */
const readableMs = 24 * 60 * 60_000;

/** Shards of a table on demand when it is new. */
const SHARDS = 4;

/** Between a table's ARN and the label of its stream. */
const STREAM = '/stream/';

/**
 * The streams of all tables. Records go to the readers at once; the log of a stream keeps them for the Streams API
 * once somebody has asked for the stream there. Each item's records are in one shard.
 */
export class TableStreams {
  readonly #byArn = new Map<string, OpenedStream>();
  readonly #readers = new Map<string, Set<StreamReader>>();
  /** Of each table, the stream that gets its records. */
  readonly #current = new Map<string, OpenedStream>();

  /** Opens the stream of a table that has none; `readable` keeps all of its records. Gives its ARN. */
  openFor({ name, spec }: Table, nowMs: number, readable: boolean): string {
    const arn = spec.streamArn ?? this.#newArn(spec.tableArn, nowMs);
    this.open(
      { arn, tableName: name, view: spec.streamView! },
      { createdMs: nowMs, spec, readable },
    );
    return arn;
  }

  open(
    { arn, tableName, view }: TableStream,
    { createdMs, spec, readable }: Opening = { createdMs: 0, readable: false },
  ): void {
    const label = arn.slice(arn.indexOf(STREAM) + STREAM.length);
    const keySchema = spec?.keySchema ?? { hash: '' };
    const log = new StreamLog(readable);
    const stream: OpenedStream = {
      ...{ arn, tableName, view, label, createdMs, keySchema, enabled: true, log },
    };
    this.#byArn.set(arn, stream);
    this.#current.set(tableName, stream);
    this.#readers.set(arn, new Set());
  }

  /** The stream gets no more records. What it has can be read for another day. */
  close(streamArn: string, nowMs: number): void {
    const stream = this.#byArn.get(streamArn);
    if (stream === undefined) return;
    stream.enabled = false;
    stream.closedMs = nowMs;
    this.#current.delete(stream.tableName);
    this.#readers.delete(streamArn);
  }

  /** Lets go of records that are older than a day, and of streams that were closed so long ago. */
  trim(nowMs: number): void {
    for (const { arn, closedMs, log } of this.#byArn.values()) {
      log.trim(nowMs);
      if (closedMs !== undefined && nowMs - closedMs >= readableMs) this.#byArn.delete(arn);
    }
  }

  find(streamArn: string): OpenedStream | undefined {
    return this.#byArn.get(streamArn);
  }

  /** The stream that gets a table's records; undefined if there is none. */
  ofTable(tableName: string): OpenedStream | undefined {
    return this.#current.get(tableName);
  }

  /** All streams, by ARN. */
  all(): OpenedStream[] {
    return [...this.#byArn.values()].sort((left, right) => (left.arn < right.arn ? -1 : 1));
  }

  /** Reads a stream from now on; gives what ends it. */
  read({ arn }: TableStream, reader: StreamReader): () => void {
    const readers = this.#readers.get(arn);
    readers?.add(reader);
    return () => void readers?.delete(reader);
  }

  /** Takes a record from the engine. */
  write(tableName: string, record: StreamRecord): void {
    const stream = this.#current.get(tableName);
    if (stream === undefined) return;
    stream.log.add(record);
    const readers = this.#readers.get(stream.arn)!;
    if (readers.size === 0) return;
    const shard = shardOf(record);
    for (const read of readers) read(record, shard);
  }

  /** A label is the time; two streams of a table in one millisecond are told apart by another. */
  #newArn(tableArn: string, nowMs: number): string {
    const label = new Date(nowMs).toISOString().replace('Z', '');
    const arn = `${tableArn}${STREAM}${label}`;
    return this.#byArn.has(arn) ? this.#newArn(tableArn, nowMs + 1) : arn;
  }
}

interface Opening {
  createdMs: number;
  spec?: Table['spec'];
  readable: boolean;
}

/** A hash of an item's partition key: the first of its keys, as text. */
export function partitionHash(keys: string): number {
  const end = keys.indexOf('}');
  let hash = 0x811c9dc5;
  for (let index = 0; index < end; index += 1) {
    hash = Math.imul(hash ^ keys.charCodeAt(index), 0x01000193);
  }
  // FNV-1a leaves its low bits weakest, and the shard is chosen by them.
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The shard that mappings get a record from. */
export function shardOf({ keys }: StreamRecord): number {
  return partitionHash(keys) % SHARDS;
}
