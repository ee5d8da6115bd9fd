import type { InvocationFate } from '../interference.ts';
import type { ConcurrencyShare } from './concurrency.ts';
import type { Environment } from './environment.ts';

/** What is wanted of an invocation beside its outcome. */
export interface InvokeOptions {
  /** Whether the outcome has what was logged. */
  tailsLog?: boolean;
}

/** One invocation under way. */
export interface Invocation {
  event: unknown;
  requestId: string;
  environment: Environment;
  /** What goes wrong with it; undefined: nothing. */
  fate: InvocationFate | undefined;
  /** Where the environment goes afterwards, if the function still keeps its environments there. */
  warm: Environment[];
  share: ConcurrencyShare;
  /** When its handler was called, in epoch milliseconds. */
  startedMs: number;
  /** What the start of its environment took, in milliseconds, if there was one. */
  initMs?: number;
  /** Ends the hold on the run. */
  release: () => void;
  /** Says that it is over. */
  over: () => void;
}
