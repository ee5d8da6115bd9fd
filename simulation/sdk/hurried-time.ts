import type { TimeSource } from '../../local/scheduler.ts';

/** Whether all that is under way only waits for time to pass; see `TimeSource.waits`. */
export type Waits = NonNullable<TimeSource['waits']>;

/** Time for a world of threads that need not wait for it. */
export interface HurriedTime extends TimeSource {
  /** How far it has jumped, for the clocks of the threads: a BigInt64. */
  jumpedMs: SharedArrayBuffer;
}

/** Flowing time that jumps to the next task not only when nothing real is under way, but also when all that is waits. */
export function hurriedTime(time: TimeSource, waits: Waits): HurriedTime {
  const jumpedMs = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const jumped = new BigInt64Array(jumpedMs);
  return {
    ...time,
    jumpedMs,
    waits,
    jumpTo: (dueMs) => {
      Atomics.add(jumped, 0, BigInt(Math.round(dueMs - time.nowMs())));
      time.jumpTo?.(dueMs);
    },
  };
}
