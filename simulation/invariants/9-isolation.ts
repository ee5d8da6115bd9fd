import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { oneOf } from '../dice.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';
import { POISON } from '../operator.ts';
import type { Act } from '../workload/act.ts';

/** What happens to a paid order while a consumer is down: the events that must be there all the same. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  'open-shipment': [
    InventoryReserved.name,
    PaymentAuthorized.name,
    OrderConfirmed.name,
    PaymentCaptured.name,
  ],
  'dispatch-shipment': [InventoryReserved.name, OrderConfirmed.name, PaymentCaptured.name],
  'stop-shipment': [OrderConfirmed.name, PaymentCaptured.name, OrderFulfilled.name],
  'ship-stock': [OrderConfirmed.name, PaymentCaptured.name, OrderFulfilled.name],
  'release-stock': [OrderConfirmed.name, PaymentCaptured.name, OrderFulfilled.name],
  'cancel-payment': [OrderConfirmed.name, PaymentCaptured.name, OrderFulfilled.name],
  'capture-payment': [InventoryReserved.name, PaymentAuthorized.name, OrderConfirmed.name],
  'advance-order': [InventoryReserved.name, PaymentAuthorized.name],
  'reserve-stock': [PaymentAuthorized.name],
  'authorise-payment': [InventoryReserved.name],
};

/** An order that nobody delays is through in a second or two, and over the wire in some more, while threads start. */
const MAX_DELAY_MS = 60_000;

const PROBE_SKU = 'PROBE-1';

/** A consumer that is down delays only what needs its answer, and a message that nobody can read delays no other. */
export const isolation: Invariant = {
  guarantee: 9,
  name: 'isolation',
  async settle(scene, report) {
    if (!scene.thorough) return;
    const { operator, world, people } = scene;
    const down = oneOf(operator.consumers, scene.chance('isolation'));
    await offer(scene);
    operator.switchOff(down);
    await operator.poison(down);
    const probe: Act = { ...PROBE, atMs: 0 };
    const sinceMs = scene.nowMs();
    people.begin([probe]);
    await world.cloud.drain();
    const orderId = scene.ledger.orderIds.get(probe.id) ?? 'the probe';
    check(
      scene,
      { orderId, sinceMs, when: `while ${down.name} is down`, expected: goingOnWithout(down.name) },
      report,
    );
    const upMs = scene.nowMs();
    operator.switchOn(down);
    await world.cloud.drain();
    const all = [OrderFulfilled.name];
    check(
      scene,
      { orderId, sinceMs: upMs, when: `after ${down.name} came back`, expected: all },
      report,
    );
    await checkPoison(scene, report);
  },
};

/** The message that nobody can read is in its DLQ, with the reason, and alone. */
async function checkPoison({ operator, deadLetters }: Scene, report: Report): Promise<void> {
  const before = deadLetters.length;
  const found = await operator.redriveAll();
  if (found === 0) report('poison', 'was sent to a queue and is in no DLQ');
  for (const { consumer, message } of deadLetters.slice(before)) {
    const { Body = '', MessageAttributes } = message;
    if (Body !== POISON)
      report(consumer.dlq, `has a good event beside poison: ${Body.slice(0, 200)}`);
    else if (!MessageAttributes?.['Reason']) report(consumer.dlq, 'has poison without a reason');
  }
}

const PROBE = {
  id: 'probe',
  kind: 'place',
  customer: 'zoe',
  lines: [{ sku: PROBE_SKU, quantity: 1 }],
  card: 'tok_visa',
} as const;

async function offer({ people, world }: Scene): Promise<void> {
  people.begin([
    { id: 'probe-price', atMs: 0, kind: 'price', sku: PROBE_SKU, amount: 500 },
    { id: 'probe-stock', atMs: 0, kind: 'stock', sku: PROBE_SKU, received: 5 },
  ]);
  await world.cloud.drain();
}

/** Throws for a consumer of which nobody has said what it delays. */
function goingOnWithout(consumer: string): readonly string[] {
  const types = WITHOUT[consumer];
  if (!types) throw new Error(`What goes on without ${consumer}? Say it in 9-isolation.ts`);
  return types;
}

interface Expectation {
  orderId: string;
  /** Since when nothing stands in their way. */
  sinceMs: number;
  /** In words. */
  when: string;
  expected: readonly string[];
}

function check(
  { ledger }: Scene,
  { orderId, sinceMs, when, expected }: Expectation,
  report: Report,
): void {
  const events = ledger.bySubject.get(orderId) ?? [];
  for (const type of expected) {
    const found = events.find(({ event }) => event.eventType === type);
    const tookMs = found ? Math.max(0, found.atMs - sinceMs) : Number.POSITIVE_INFINITY;
    if (tookMs <= MAX_DELAY_MS) continue;
    const what = found ? `got ${type} only after ${tookMs} ms` : `has no ${type}`;
    report(orderId, `${what} ${when}`);
  }
}
