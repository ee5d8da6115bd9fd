import type { Scene } from './invariant.ts';
import type { Ledger } from './ledger.ts';
import { ordersOf } from './orders.ts';

/** How long everything may take to settle once nothing goes wrong any more, in virtual time. */
const SETTLING_MS = 4 * 3_600_000;

/** Redrives at most; what then comes back to its DLQ fails for good. The outage of a gateway takes some five. */
const MAX_REDRIVES = 20;

/** Between two looks at what has not settled: the sweep of old intents comes every minute. */
const LOOK_MS = 5 * 60_000;

/** Operators redrive and sweeps come, until nothing is on its way any more or the time for it is over. */
export async function settleRun({ operator, world, ledger }: Scene): Promise<void> {
  const { cloud } = world;
  operator.switchAllOn();
  const untilMs = cloud.scheduler.nowMs() + SETTLING_MS;
  let redrives = 0;
  for (;;) {
    await cloud.drain();
    const found = await operator.redriveAll();
    await cloud.drain();
    if (found > 0) redrives += 1;
    if (redrives > MAX_REDRIVES || cloud.scheduler.nowMs() > untilMs) return;
    if (found > 0) continue;
    if (isSettled(ledger)) return;
    await cloud.scheduler.sleep(LOOK_MS);
  }
}

function isSettled(ledger: Ledger): boolean {
  for (const image of ledger.items.get('payments')?.values() ?? []) {
    if (image['unresolved'] || image['state']?.S?.endsWith('ing')) return false;
  }
  for (const { order } of ordersOf(ledger).values()) {
    if (order.status !== 'fulfilled' && order.status !== 'cancelled') return false;
  }
  return true;
}
