import type { Invariant, Report, Scene } from '../invariant.ts';
import type { Answered } from '../ledger.ts';
import { type KnownOrder, ordersOf } from '../orders.ts';

/** A command acknowledged to a client is never lost. */
export const acknowledgedCommands: Invariant = {
  guarantee: 1,
  name: 'acknowledged-commands',
  watch({ ledger }, report) {
    const written = new Set<string>();
    ledger.watch({
      commit: ({ table, key }) => {
        if (!isWrittenOnce(table, key)) return;
        if (written.has(key)) report(key, 'was written a second time');
        written.add(key);
      },
    });
  },
  settle(scene, report) {
    const orders = ordersOf(scene.ledger);
    for (const answer of scene.ledger.answers) {
      if (answer.request === 'place') checkPlacement(answer, orders, report);
      else if (answer.request === 'twin') checkTwin(answer, scene, report);
      else if (answer.request === 'cancel') checkCancel(answer, orders, report);
      else if (answer.request === 'cancel-again') checkAgain(answer, scene, report);
      else if (answer.request === 'stock') checkStock(answer, scene, report);
    }
  },
};

/** What a command or a decision came to is never written over. */
function isWrittenOnce(table: string, key: string): boolean {
  return table === 'orders' || key.startsWith('command#');
}

function checkPlacement(
  { act, status, body }: Answered,
  orders: ReadonlyMap<string, KnownOrder>,
  report: Report,
): void {
  if (act.kind !== 'place' || status !== 202) return;
  const orderId = String(body['orderId']);
  const placement = orders.get(orderId)?.order.placement;
  if (!placement) {
    report(orderId, 'was accepted, and there is no such order');
    return;
  }
  const lines = placement.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  if (JSON.stringify(lines) !== JSON.stringify(act.lines) && act.twin?.body !== 'other') {
    const [asked, stored] = [JSON.stringify(act.lines), JSON.stringify(lines)];
    report(orderId, `was accepted with the lines ${asked} and has ${stored}`);
  }
}

/** The same request gets the same order; another one under its key is refused. */
function checkTwin({ act, status, body }: Answered, { ledger }: Scene, report: Report): void {
  if (act.kind !== 'place' || status !== 202) return;
  const first = ledger.answers.find(
    ({ act: { id }, request, status: answered }) =>
      id === act.id && request === 'place' && answered === 202,
  );
  if (!first) return;
  const [one, two] = [String(first.body['orderId']), String(body['orderId'])];
  if (act.twin?.body === 'other') report(one, 'was accepted twice with different bodies');
  else if (one !== two) report(one, `was placed again as ${two} under the same key`);
}

function checkCancel(
  { status, body, act }: Answered,
  orders: ReadonlyMap<string, KnownOrder>,
  report: Report,
): void {
  if (status !== 202) return;
  const orderId = String(body['orderId']);
  const order = orders.get(orderId)?.order;
  if (order?.cancellation === undefined) {
    report(orderId, `${act.id} cancelled it and was told 202; the order knows of no cancellation`);
  } else if (order.cancellation.state === 'requested') {
    report(orderId, `${act.id} cancelled it and was told 202, and never what became of it`);
  }
}

/** What was accepted stays accepted, even when the parcel has left since. */
function checkAgain({ act, status }: Answered, { ledger }: Scene, report: Report): void {
  const first = ledger.answers.find(
    ({ act: { id }, request }) => id === act.id && request === 'cancel',
  );
  if (first?.status !== 202 || status !== 409) return;
  const orderId = String(first.body['orderId']);
  report(orderId, `was cancelled with a 202; the same request, sent again, was answered ${status}`);
}

function checkStock({ act, status, body }: Answered, { ledger }: Scene, report: Report): void {
  if (act.kind !== 'stock' || status !== 200) return;
  if (body['received'] !== act.received) {
    report(act.sku, `was set to ${act.received} and answered with ${String(body['received'])}`);
  }
  const commands = ledger.items.get('stock') ?? new Map<string, never>();
  const kept = [...commands.keys()].some((key) => key.startsWith('command#'));
  if (!kept) report(act.sku, 'was set, and no command is kept');
}
