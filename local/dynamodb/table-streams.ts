import type { StreamRecord } from './stream.ts';
import type { StreamView } from './table-spec.ts';

/** What a stream is, to those who read it. */
export interface TableStream {
  arn: string;
  tableName: string;
  view: StreamView;
}

/** Takes each record of a stream as it is written, in the order of its shard. */
export type StreamReader = (record: StreamRecord, shard: number) => void;

/** Shards of a table on demand when it is new. */
const SHARDS = 4;

/**
 * The streams of all tables. Records go to the readers at once and are kept by nobody else; without a
 * reader they are gone. Each item's records are in one shard.
 */
export class TableStreams {
  readonly #byArn = new Map<string, TableStream>();
  readonly #readers = new Map<string, StreamReader[]>();

  open(stream: TableStream): void {
    this.#byArn.set(stream.arn, stream);
    this.#readers.set(stream.tableName, []);
  }

  find(streamArn: string): TableStream | undefined {
    return this.#byArn.get(streamArn);
  }

  read({ tableName }: TableStream, reader: StreamReader): void {
    this.#readers.get(tableName)?.push(reader);
  }

  /** Takes a record from the engine. */
  write(tableName: string, record: StreamRecord): void {
    const readers = this.#readers.get(tableName);
    if (!readers || readers.length === 0) return;
    const shard = partitionHash(record.keys) % SHARDS;
    for (const read of readers) read(record, shard);
  }
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
