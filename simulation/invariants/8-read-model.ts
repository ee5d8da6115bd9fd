import type { Invariant, Report, Scene } from '../invariant.ts';
import type { Answered } from '../ledger.ts';
import { orderAt } from '../orders.ts';

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

function checkRead({ status, body, act }: Answered, { ledger }: Scene, report: Report): void {
  if (status >= 500) return;
  if (status !== 200) {
    report(act.id, `its order was read and answered ${status}`);
    return;
  }
  const [orderId, version] = [String(body['orderId']), Number(body['version'])];
  const order = orderAt(ledger, orderId, version);
  const expected = JSON.stringify([order.status, order.stock, order.payment, order.cancellation]);
  const { status: shown, stock, payment, cancellation } = body;
  const read = JSON.stringify([shown, stock, payment, cancellation]);
  if (read !== expected) {
    report(orderId, `was read at version ${version} as ${read}; its events say ${expected}`);
  }
}
