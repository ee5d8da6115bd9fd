import type { Meter } from './meter.ts';
import type { Stream } from './stream.ts';
import type { Tables } from './tables.ts';
import type { TransactionTokens } from './transaction-tokens.ts';

/** What the operations work on. */
export interface Engine {
  tables: Tables;
  stream: Stream;
  tokens: TransactionTokens;
  nowMs: () => number;
}

/** An operation: reads its input, counts what it consumes, returns its output. */
export type Operation<Input> = (engine: Engine, input: Input, meter: Meter) => object;
