import type { FunctionWorker } from './function-worker.ts';

type Loop = NonNullable<FunctionWorker['loop']>;

/** How long nothing may have happened before threads are asked whether they wait. */
const LONG_ENOUGH_MS = 1.5;

/** Of that time, what a thread's loop was idle; the rest is the look itself. */
const IDLE_SHARE = 0.95;

/**
 * Sees whether threads only wait: for an answer of the cloud, or for one of their timers. A thread that was idle for a
 * while, and then answered a question before anything else came of it, has nothing to do: on a busy machine it may
 * be idle only because it has not got its turn.
 */
export class Stillness {
  #loops = new Map<FunctionWorker, Loop>();
  #asked = false;
  #stirs = -1;
  #outside = -1;

  /** Whether the busy ones among the threads make up all of `outside`, and wait, since `stirs` changed last. */
  lasts(workers: readonly FunctionWorker[], outside: number, stirs: number): boolean {
    const busy = workers.filter(({ idle }) => !idle);
    const same = stirs === this.#stirs && outside === this.#outside && busy.length === outside;
    if (!same) this.#begin(busy, outside, stirs);
    else if (this.#asked) return busy.every(({ answered }) => answered) && this.#end();
    else if (busy.some((worker) => this.#works(worker))) this.#begin(busy, outside, stirs);
    else if (busy.every((worker) => this.#idleMs(worker) >= LONG_ENOUGH_MS)) {
      for (const worker of busy) worker.ask();
      this.#asked = true;
    }
    return false;
  }

  #begin(busy: readonly FunctionWorker[], outside: number, stirs: number): void {
    this.#stirs = stirs;
    this.#outside = outside;
    this.#asked = false;
    this.#loops.clear();
    for (const worker of busy) {
      const { loop } = worker;
      if (loop) this.#loops.set(worker, loop);
    }
  }

  /** What follows is another stillness. */
  #end(): true {
    this.#stirs = -1;
    return true;
  }

  #works(worker: FunctionWorker): boolean {
    const [since, now] = [this.#loops.get(worker), worker.loop];
    if (!since || !now) return true;
    const idleMs = now.idle - since.idle;
    return idleMs < (idleMs + now.active - since.active) * IDLE_SHARE;
  }

  #idleMs(worker: FunctionWorker): number {
    return (worker.loop?.idle ?? 0) - (this.#loops.get(worker)?.idle ?? 0);
  }
}
