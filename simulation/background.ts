import type { Scheduler } from '../local/scheduler.ts';

/** Does something beside everything else: the run is not over before it is, and a failure ends the run. */
export function inBackground(scheduler: Scheduler, work: () => Promise<unknown>): void {
  const release = scheduler.hold();
  work()
    .catch((error: unknown) =>
      scheduler.after(0, () => {
        throw error;
      }),
    )
    .finally(release);
}
