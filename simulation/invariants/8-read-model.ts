import type { Answered } from '../evidence/ledger.ts';
import { orderAt, ordersOf } from '../evidence/orders.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';

/** Orders that are read at the end of each run; those read on the way are checked all. */
const READ_AT_THE_END = 3;

/** What is read of an order is the fold of its events, at least as new as what its reader has seen. */
export const readModel: Invariant = {
  guarantee: 8,
  name: 'read-model',
  async settle(scene, report) {
    const { ledger, people, world } = scene;
    const placed = ledger.answers.filter(
      ({ request, status }) => request === 'place' && status === 202,
    );
    for (const { act, body } of placed.slice(0, READ_AT_THE_END)) {
      if (act.kind === 'place') await people.read(act, String(body['orderId']));
    }
    await world.cloud.drain();
    for (const answer of ledger.answers) {
      if (answer.request === 'read') checkRead(answer, scene, report);
    }
  },
};

function checkRead(answer: Answered, { ledger, settling }: Scene, report: Report): void {
  const { status, body, knownVersion = 1, askedMs } = answer;
  if (status !== 200) return;
  const [orderId, version] = [String(body['orderId']), Number(body['version'])];
  const latest = ordersOf(ledger).get(orderId)?.version ?? 0;
  const least = askedMs >= settling.fromMs ? latest : knownVersion;
  if (version < least || version > latest) {
    report(orderId, `was read at version ${version}; its reader must see ${least} to ${latest}`);
    return;
  }
  const order = orderAt(ledger, orderId, version);
  const { placement } = order;
  const parts = [placement?.lines, placement?.total, order.status, order.stock, order.payment];
  const expected = JSON.stringify([...parts, order.cancellation]);
  const { lines, total, status: shown, stock, payment, cancellation } = body;
  const read = JSON.stringify([lines, total, shown, stock, payment, cancellation]);
  if (read !== expected) {
    report(orderId, `was read at version ${version} as ${read}; its events say ${expected}`);
  }
}
