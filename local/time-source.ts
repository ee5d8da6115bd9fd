/** Where time comes from. */
export interface TimeSource {
  nowMs(): number;
  /** Present where time stands still until the scheduler moves it. */
  jumpTo?(dueMs: number): void;
  /** Present where time also passes by the clock while the scheduler says that something real goes on. */
  flow?(flowing: boolean): void;
  /**
   * Present where flowing time may jump all the same: whether all that is under way, `outside` things, only waits
   * for time to pass. Asked every millisecond or so; `stirs` is another number whenever anything has happened.
   */
  waits?(outside: number, stirs: number): boolean;
}

/** Time that jumps to the next task: hours of waiting take no time, and the order is always the same. */
export function virtualTime(startMs: number): TimeSource {
  let currentMs = startMs;
  return {
    nowMs: () => currentMs,
    jumpTo: (dueMs) => {
      currentMs = dueMs;
    },
  };
}

/** The wall clock, read through `readMs` (an edge's `Date.now`). */
export function realTime(readMs: () => number): TimeSource {
  return { nowMs: readMs };
}

/**
 * Time for a world in which real things happen, such as code in threads: it passes with the clock that `readMs`
 * reads (an edge's `Date.now`) while one of them is under way, and jumps to the next task when none is.
 */
export function flowingTime(startMs: number, readMs: () => number): TimeSource {
  let standingMs = startMs;
  let flowsSinceMs: number | undefined;
  // A clock that is set back must not take the world's time back.
  const nowMs = (): number => {
    if (flowsSinceMs === undefined) return standingMs;
    const readingMs = readMs();
    standingMs += Math.max(0, readingMs - flowsSinceMs);
    flowsSinceMs = readingMs;
    return standingMs;
  };
  return {
    nowMs,
    jumpTo: (dueMs) => {
      standingMs = dueMs;
    },
    flow: (flowing) => {
      nowMs();
      flowsSinceMs = flowing ? readMs() : undefined;
    },
  };
}
