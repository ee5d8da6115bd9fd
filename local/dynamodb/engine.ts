import type { ItemHolds } from './item-holds.ts';
import type { ItemThroughput } from './item-throughput.ts';
import type { Meter } from './meter.ts';
import type { Stream } from './stream.ts';
import type { TableStreams } from './table-streams.ts';
import type { Tables } from './tables.ts';
import type { TransactionTokens } from './transaction-tokens.ts';

/** What the operations work on. */
export interface Engine {
  tables: Tables;
  stream: Stream;
  /** Where the streams of its tables are open to readers. */
  streams: TableStreams | undefined;
  tokens: TransactionTokens;
  /** What ongoing transactions hold. */
  holds: ItemHolds;
  /** What single items can take; undefined: everything. */
  throughput: ItemThroughput | undefined;
  nowMs: () => number;
  /** Runs a task later; at once where there is no scheduler. */
  after: (delayMs: number, task: () => void) => void;
  region: string;
  /** The ARN of a table that is made by request, up to its name. */
  tableArnPrefix: string;
}

/** An operation: reads its input, counts what it consumes, returns its output. */
export type Operation<Input> = (engine: Engine, input: Input, meter: Meter) => object;
