import { promisify } from 'node:util';

/** What a thread asks of the cloud for its timers. */
export interface TimerRequests {
  start(id: number, delayMs: number): void;
  cancel(id: number): void;
}

/** Shorter waits stay the thread's own: they are turns of its work rather than time that passes. */
const SHORTEST_MS = 2;

/**
 * Makes this thread's `setTimeout` count the cloud's time, so that the cloud knows of all that a thread waits for. Returns
 * what rings a timer. `setInterval` stays the machine's.
 */
export function installCloudTimers(requests: TimerRequests): (id: number) => void {
  const { setTimeout: start, clearTimeout: cancel } = globalThis;
  const running = new Map<number, () => void>();
  let lastId = 0;
  const startHere = (call: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]) => {
    const run = (): void => call(...given);
    if (!(delayMs >= SHORTEST_MS)) return start(run, delayMs);
    lastId += 1;
    running.set(lastId, run);
    requests.start(lastId, delayMs);
    return new CloudTimer(lastId);
  };
  const cancelHere = (timer: unknown): void => {
    if (!(timer instanceof CloudTimer)) cancel(timer as NodeJS.Timeout);
    else if (running.delete(timer.id)) requests.cancel(timer.id);
  };
  const sleep = (delayMs: number, value: unknown): Promise<unknown> =>
    new Promise((resolve) => startHere(() => resolve(value), delayMs));
  Object.assign(startHere, { [promisify.custom]: sleep });
  globalThis.setTimeout = startHere as typeof setTimeout;
  globalThis.clearTimeout = cancelHere as typeof clearTimeout;
  return (id) => {
    const run = running.get(id);
    running.delete(id);
    run?.();
  };
}

/** What `setTimeout` gives. A thread lives as long as its environment, whatever it waits for. */
class CloudTimer {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}
