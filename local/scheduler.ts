import { setImmediate, setTimeout } from 'node:timers';
import { type Task, TaskQueue } from './task-queue.ts';
import type { TimeSource } from './time-source.ts';

export { flowingTime, realTime, type TimeSource, virtualTime } from './time-source.ts';

/** A task that was scheduled and can still be taken back. */
export interface Timer {
  cancel(): void;
}

/** `work` keeps `drain()` waiting; `background` (schedules, metric periods, TTL) does not. */
export type TaskKind = 'work' | 'background';

/**
 * The one scheduler of the embedded cloud: whoever waits, waits here. Tasks due at the same instant
 * run in the order they were scheduled, each after the promises of the one before have settled.
 */
export interface Scheduler {
  /** Epoch milliseconds. Reading it never moves it. */
  nowMs(): number;
  /** Runs `task` after `delayMs`; a task that throws ends the run, unless the scheduler has somebody to tell. */
  after(delayMs: number, task: () => void, kind?: TaskKind): Timer;
  /** Resolves at `nowMs() + delayMs`, as work. */
  sleep(delayMs: number): Promise<void>;
  /** Counts something in flight that no task stands for (an invocation); call the result when it ends. */
  hold(): () => void;
  /**
   * Awaits what happens outside the scheduled world (a token's signature, code in a thread). On virtual
   * time it takes `durationMs` (0 unless given), in which the world goes on, and then the world waits for
   * it: so the outcome comes at the same instant however long it really takes. On flowing time the world
   * goes on by the clock for as long as it takes, and nothing that is not due runs.
   */
  outside<T>(promise: Promise<T>, durationMs?: number): Promise<T>;
  /** Settles as `promise` does, or rejects when the run fails: then nothing is left to settle it. */
  orFailure<T>(promise: Promise<T>): Promise<T>;
  /** Resolves when no work is left; rejects with the error of a task that threw. */
  drain(): Promise<void>;
  /** Stops: nothing scheduled runs any more. */
  stop(): void;
}

/** Turns of Node's event loop asked for at once; promises settle between any two of them. */
const TURNS_AHEAD = 32;
/** The longest that Node's timers can wait; an alarm that is later is set again then. */
const LONGEST_ALARM_MS = 2 ** 31 - 1;
/** Between two looks at whether what is outside only waits. */
const LOOK_MS = 1;

/**
 * Makes the scheduler over a source of time. A task that throws ends the run with its error; with `told`, that is told
 * instead, and the next task runs.
 */
export function createScheduler(time: TimeSource, told?: (error: unknown) => void): Scheduler {
  return new TaskScheduler(time, told);
}

class TaskScheduler implements Scheduler {
  readonly #time: TimeSource;
  readonly #told: ((error: unknown) => void) | undefined;
  readonly #queue = new TaskQueue();
  #sequence = 0;
  #workTasks = 0;
  #holds = 0;
  #outside = 0;
  /** Whether what is outside only waits, as it was seen just now: then time jumps to one more task. */
  #skips = false;
  #ran = 0;
  #turnsPending = 0;
  #alarm: NodeJS.Timeout | undefined;
  #stopped = false;
  #failure: { error: unknown } | undefined;
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  readonly #watching = new Set<(error: unknown) => void>();

  constructor(time: TimeSource, told?: (error: unknown) => void) {
    this.#time = time;
    this.#told = told;
  }

  nowMs(): number {
    return this.#time.nowMs();
  }

  after(delayMs: number, run: () => void, kind: TaskKind = 'work'): Timer {
    const dueMs = this.#time.nowMs() + Math.max(0, delayMs);
    const task: Task = { dueMs, sequence: this.#sequence++, run, kind };
    if (kind === 'work') this.#workTasks += 1;
    this.#queue.push(task);
    this.#wake();
    return { cancel: () => this.#cancel(task) };
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve));
  }

  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (held) this.#holds -= 1;
      held = false;
      this.#wake();
    };
  }

  async outside<T>(promise: Promise<T>, durationMs = 0): Promise<T> {
    if (!this.#time.jumpTo) return promise;
    if (durationMs > 0 && !this.#time.flow) {
      // A rejection is told below, after the time it takes.
      promise.catch(() => {});
      await this.sleep(durationMs);
    }
    this.#goOutside(1);
    try {
      return await promise;
    } finally {
      this.#goOutside(-1);
    }
  }

  orFailure<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure.error);
      this.#watching.add(reject);
      promise.then(resolve, reject).finally(() => this.#watching.delete(reject));
    });
  }

  drain(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#stopped) this.#settle();
      else this.#wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#alarm);
    this.#settle();
  }

  #goOutside(more: 1 | -1): void {
    this.#outside += more;
    this.#time.flow?.(this.#outside > 0);
    this.#wake();
  }

  #wake(): void {
    if (this.#stopped || this.#turnsPending > 0) return;
    clearTimeout(this.#alarm);
    this.#turnsPending = TURNS_AHEAD;
    for (let turn = 0; turn < TURNS_AHEAD; turn += 1) setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#turnsPending -= 1;
    if (this.#stopped) return;
    if (this.#failure || this.#workTasks + this.#holds === 0) this.#settle();
    this.#runNext();
    if (this.#turnsPending === 0) this.#rest();
  };

  #runNext(): void {
    const task = this.#runnable();
    if (!task) return;
    this.#queue.pop();
    this.#ran += 1;
    this.#skips = false;
    if (task.dueMs > this.#time.nowMs()) this.#time.jumpTo?.(task.dueMs);
    try {
      this.#take(task)?.();
    } catch (error) {
      if (this.#told) this.#told(error);
      else this.#failure ??= { error };
    }
  }

  #runnable(): Task | undefined {
    if (this.#failure || this.#stands()) return undefined;
    const task = this.#next();
    if (!task) return undefined;
    const mayJump = (this.#jumps() || this.#skips) && this.#workTasks > 0;
    return mayJump || task.dueMs <= this.#time.nowMs() ? task : undefined;
  }

  /** Whether virtual time waits for what happens outside. */
  #stands(): boolean {
    return this.#outside > 0 && !this.#time.flow && this.#time.jumpTo !== undefined;
  }

  /** Whether time moves from task to task now, and not by a clock. */
  #jumps(): boolean {
    return this.#time.jumpTo !== undefined && !(this.#time.flow && this.#outside > 0);
  }

  #next(): Task | undefined {
    let task = this.#queue.peek();
    while (task && !task.run) {
      this.#queue.pop();
      task = this.#queue.peek();
    }
    return task;
  }

  #cancel(task: Task): void {
    if (!task.run) return;
    this.#take(task);
    this.#queue.cancelled();
    this.#wake();
  }

  #take(task: Task): (() => void) | undefined {
    const { run } = task;
    if (run && task.kind === 'work') this.#workTasks -= 1;
    task.run = undefined;
    return run;
  }

  /** After the turns asked for: more of them if there is something to run, an alarm if only later. */
  #rest(): void {
    if (this.#failure) this.#settle();
    const { waits } = this.#time;
    this.#skips = this.#outside > 0 && waits?.(this.#outside, this.#sequence + this.#ran) === true;
    const idle = this.#workTasks + this.#holds === 0 || this.#failure !== undefined;
    if (this.#runnable() || (idle && this.#waiting.length > 0)) {
      this.#wake();
      return;
    }
    const task = this.#next();
    if (!task || this.#failure || this.#jumps()) return;
    const untilDueMs = Math.max(0, Math.ceil(task.dueMs - this.#time.nowMs()));
    const delayMs = Math.min(waits ? LOOK_MS : LONGEST_ALARM_MS, untilDueMs);
    this.#alarm = setTimeout(() => this.#wake(), delayMs);
    if (idle) this.#alarm.unref();
  }

  /** Lets those go who wait for the work to end, or who would wait for ever. */
  #settle(): void {
    if (this.#failure) for (const reject of this.#watching) reject(this.#failure.error);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) {
      if (this.#failure) reject(this.#failure.error);
      else resolve();
    }
  }
}
