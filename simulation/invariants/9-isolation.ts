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
    people.begin([probe]);
    await world.cloud.drain();
    const orderId = placedAs(scene, probe.id);
    check(scene, { orderId, down: down.name, expected: WITHOUT[down.name] ?? [] }, report);
    operator.switchOn(down);
    await world.cloud.drain();
    const all = [OrderFulfilled.name];
    check(scene, { orderId, down: 'nobody', expected: all }, report);
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

function placedAs({ ledger }: Scene, actId: string): string {
  const answer = ledger.answers.find(({ act, request }) => act.id === actId && request === 'place');
  return String(answer?.body['orderId'] ?? 'the probe');
}

function check(
  { ledger }: Scene,
  { orderId, down, expected }: { orderId: string; down: string; expected: readonly string[] },
  report: Report,
): void {
  const there = new Set(ledger.bySubject.get(orderId)?.map(({ event }) => event.eventType));
  for (const type of expected) {
    if (!there.has(type)) report(orderId, `has no ${type} while ${down} is down`);
  }
}
