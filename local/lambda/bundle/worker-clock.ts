/** The cloud's time in a thread. */
export interface CloudClock {
  nowMs(): number;
  /** Sets it; it goes on with the machine's clock from there. */
  set(nowMs: number): void;
}

/**
 * Makes this thread's `Date` show the cloud's time. Timers and `performance` count durations and stay as they are.
 */
export function installCloudClock(): CloudClock {
  const machineNow = Date.now.bind(Date);
  let offsetMs = 0;
  const nowMs = (): number => machineNow() + offsetMs;
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
      offsetMs = cloudMs - machineNow();
    },
  };
}
