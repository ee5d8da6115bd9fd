import { afterEach } from 'vitest';
import {
  createScheduler,
  flowingTime,
  realTime,
  type Scheduler,
  type TimeSource,
  virtualTime,
} from '../../../local/scheduler.ts';

/** Where time begins. */
export const START_MS = Date.UTC(2026, 0, 1);

const started: Scheduler[] = [];
afterEach(() => {
  for (const scheduler of started.splice(0)) scheduler.stop();
});

/** Lets Node's event loop turn more often than the scheduler asks it to at once. */
export async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
}

/** A promise whose outcome the test decides. */
export const undecided = <T>() => Promise.withResolvers<T>();

/** A scheduler on virtual time, and what tasks note down: a name, and the milliseconds since the start. */
export function virtual() {
  return noting(virtualTime(START_MS));
}

/** A scheduler on a clock that the test sets. */
export function real() {
  let nowMs = START_MS;
  const set = (sinceStartMs: number): void => {
    nowMs = START_MS + sinceStartMs;
  };
  return { ...noting(realTime(() => nowMs)), set };
}

/** A scheduler on time that flows with a clock that the test moves. */
export function flowing() {
  let clockMs = 1_000_000;
  const pass = (durationMs: number): void => {
    clockMs += durationMs;
  };
  return { ...noting(flowingTime(START_MS, () => clockMs)), pass };
}

function noting(time: TimeSource) {
  const scheduler = createScheduler(time);
  started.push(scheduler);
  const notes: string[] = [];
  const note = (name: string) => (): void => {
    notes.push(`${name} ${scheduler.nowMs() - START_MS}`);
  };
  return { scheduler, notes, note };
}
