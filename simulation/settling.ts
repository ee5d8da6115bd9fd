import type { Ledger } from './evidence/ledger.ts';
import { ordersOf } from './evidence/orders.ts';
import type { Report, Scene } from './invariant.ts';

/** How long everything may take to settle once nothing goes wrong any more, in virtual time. */
const SETTLING_MS = 4 * 3_600_000;

/**
 * How long things may take to come to rest by themselves while faults bite, once the last act is done: the longest
 * outage of a consumer is two hours, and what waited for it may be late once more. Of 400 seeds the longest took six.
 */
const UNDER_FAULTS_MS = 12 * 3_600_000;

/** Redrives at most; what then comes back to its DLQ fails for good. The outage of a gateway takes some six. */
const MAX_REDRIVES = 20;

/** Between two looks at what has not settled: the sweep of old intents comes every minute, and outages take time. */
const LOOK_MS = 5 * 60_000;

/** Waits until everything that the faults left on its way has come to rest, in a queue, a DLQ or its end. */
export async function comeToRest(scene: Scene, spanMs: number, report: Report): Promise<void> {
  const limitMs = spanMs + UNDER_FAULTS_MS;
  await within(limitMs, scene, report, () => scene.world.cloud.drain());
}

/**
 * Operators redrive and sweeps come, until nothing is on its way any more or the time for it is over. What has not ended by
 * then, and does nothing more, is for the invariants to tell.
 */
export async function settleRun(scene: Scene, report: Report): Promise<void> {
  scene.settling.fromMs = scene.nowMs();
  await within(SETTLING_MS, scene, report, () => redriveUntilSettled(scene));
}

/** Does the work, and reports if it takes longer: that ends the run. */
async function within(
  limitMs: number,
  { world, ledger }: Scene,
  report: Report,
  work: () => Promise<void>,
): Promise<void> {
  const hours = limitMs / 3_600_000;
  const tell = (): void => {
    const open = openIn(ledger) || 'messages are on their way';
    report('the run', `has not come to rest within ${hours.toFixed(1)} hours: ${open}`);
  };
  const timer = world.cloud.scheduler.after(limitMs, tell, 'background');
  await work();
  timer.cancel();
}

async function redriveUntilSettled(scene: Scene): Promise<void> {
  const { operator, world, ledger, settling } = scene;
  const { cloud } = world;
  operator.switchAllOn();
  const untilMs = settling.fromMs + SETTLING_MS;
  let redrives = 0;
  for (;;) {
    await cloud.drain();
    const found = await operator.redriveAll();
    settling.clearedMs = Math.min(settling.clearedMs, scene.nowMs());
    await cloud.drain();
    if (found > 0) redrives += 1;
    else if (!openIn(ledger)) return;
    if (redrives > MAX_REDRIVES || scene.nowMs() + LOOK_MS >= untilMs) return;
    await cloud.scheduler.sleep(LOOK_MS);
  }
}

/** What has not ended, in words; empty if everything has. */
function openIn(ledger: Ledger): string {
  const open: string[] = [];
  for (const [orderId, image] of ledger.items.get('payments') ?? []) {
    const state = image['state']?.S ?? '';
    if (image['unresolved'] || state.endsWith('ing')) open.push(`payment ${orderId} is ${state}`);
  }
  for (const { orderId, order } of ordersOf(ledger).values()) {
    const hasEnded = order.status === 'fulfilled' || order.status === 'cancelled';
    if (!hasEnded) open.push(`order ${orderId} is ${order.status}`);
  }
  return open.slice(0, MAX_NAMED).join(', ');
}

/** What is named of all that is open. */
const MAX_NAMED = 3;
