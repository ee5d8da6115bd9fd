import type { World } from './world.ts';

/** Counts the calls of AWS as they are made, and tells when there are too many. */
export class CallCount {
  #made = 0;
  #limit = Number.POSITIVE_INFINITY;
  #tell = (): void => {};

  take(): void {
    this.#made += 1;
    if (this.#made === this.#limit) this.#tell();
  }

  /** Tells once, at the call of this number. */
  tellAt(limit: number, tell: () => void): void {
    this.#limit = limit;
    this.#tell = tell;
  }
}

/** Calls of AWS that all functions of the platform made. */
export function callsOf(world: World): number {
  let all = 0;
  for (const { calls } of callersOf(world)) all += calls;
  return all;
}

/** The function that made most calls, without the prefix of its stage. */
export function dearestCaller(world: World): { caller: string; calls: number } {
  const [first] = [...callersOf(world)].sort((left, right) => right.calls - left.calls);
  return first ?? { caller: 'nobody', calls: 0 };
}

function* callersOf({ cloud }: World): Iterable<{ caller: string; calls: number }> {
  const { meters } = cloud.engines;
  for (const name of meters.callers()) {
    const [, caller] = /^orderly-\w+?-(.*)$/.exec(name) ?? [];
    if (caller === undefined) continue;
    let calls = 0;
    for (const count of meters.of(name).calls.values()) calls += count;
    yield { caller, calls };
  }
}
