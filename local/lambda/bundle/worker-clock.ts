/** The cloud's time in a thread. */
export interface CloudClock {
  nowMs(): number;
  /** Sets it; it goes on with the machine's clock from there. */
  set(nowMs: number): void;
}

/**
 * Makes this thread's `Date` show the cloud's time, which may jump while the thread works by what is added to
 * `jumpedMs`, a BigInt64. `performance` counts the machine's durations and stays as it is.
 */
export function installCloudClock(jumpedMs?: SharedArrayBuffer): CloudClock {
  const machineNow = Date.now.bind(Date);
  const jumped = jumpedMs && new BigInt64Array(jumpedMs);
  const goingMs = (): number => machineNow() + (jumped ? Number(Atomics.load(jumped, 0)) : 0);
  let offsetMs = 0;
  const nowMs = (): number => goingMs() + offsetMs;
  Date.now = nowMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, parts, constructed) =>
      Reflect.construct(target, parts.length === 0 ? [nowMs()] : parts, constructed) as object,
    apply: (target) => new target(nowMs()).toString(),
  });
  Date.prototype.constructor = Date;
  return {
    nowMs,
    set: (cloudMs) => {
      offsetMs = cloudMs - goingMs();
    },
  };
}
