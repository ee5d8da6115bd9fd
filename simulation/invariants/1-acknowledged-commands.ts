import { commandKey } from '../../functions/runtime/command-store.ts';
import { deriveCommandId } from '../../functions/runtime/ids.ts';
import type { Answered, Ledger } from '../evidence/ledger.ts';
import { type KnownOrder, orderAt, ordersOf } from '../evidence/orders.ts';
import { PriceHistory, priceList } from '../evidence/prices.ts';
import { IN_SHARDS, levelAfter } from '../evidence/stock-levels.ts';
import { itemNow } from '../evidence/tables.ts';
import type { Invariant, Report } from '../invariant.ts';
import { STAFF, twinLinesOf } from '../people.ts';
import type { World } from '../world.ts';

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
  settle({ ledger, world }, report) {
    const prices = new PriceHistory(ledger);
    const known = { ledger, prices, orders: ordersOf(ledger) };
    for (const answer of ledger.answers) {
      const { request } = answer;
      if (request === 'place' || request === 'twin') checkPlacement(answer, known, report);
      if (request === 'twin') checkTwin(answer, ledger, report);
      if (request === 'cancel' || request === 'cancel-again') checkCancel(answer, known, report);
      if (request === 'cancel-again') checkAgain(answer, ledger, report);
      if (request === 'stock') checkStock(answer, ledger, report);
      if (request === 'price') checkPrice(answer, world, report);
    }
    checkPriceList(world, prices, report);
  },
};

/** What a command or a decision came to is never written over. */
function isWrittenOnce(table: string, key: string): boolean {
  return table === 'orders' || key.startsWith('command#');
}

interface Known {
  ledger: Ledger;
  orders: ReadonlyMap<string, KnownOrder>;
  prices: PriceHistory;
}

/** The order is that of the request that was accepted, at prices there were, and so is what its client was told. */
function checkPlacement(
  { act, request, status, body, atMs }: Answered,
  { ledger, orders, prices }: Known,
  report: Report,
): void {
  if (act.kind !== 'place' || status !== 202) return;
  const orderId = String(body['orderId']);
  const placement = orders.get(orderId)?.order.placement;
  if (!placement) {
    report(orderId, 'was accepted, and there is no such order');
    return;
  }
  const asked = request === 'twin' ? twinLinesOf(act) : act.lines;
  const lines = placement.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  compare(orderId, ['lines', asked, lines], report);
  const told = [body['status'], body['version'], body['total']];
  compare(orderId, ['state', told, ['placed', 1, placement.total]], report);
  const fromMs = ledger.answerTo(act.id, 'place')?.askedMs ?? 0;
  for (const { sku, unitPrice } of placement.lines) {
    const possible = prices.possible(sku, fromMs, atMs);
    if (possible.includes(unitPrice.amount)) continue;
    const there = possible.join(' or ');
    report(orderId, `was placed with ${sku} at ${unitPrice.amount}, which cost ${there}`);
  }
}

/** The same request gets the same order; another one under its key is refused. */
function checkTwin({ act, status, body }: Answered, ledger: Ledger, report: Report): void {
  if (act.kind !== 'place' || status !== 202) return;
  const first = ledger.answerTo(act.id, 'place');
  if (first?.status !== 202) return;
  const [one, two] = [String(first.body['orderId']), String(body['orderId'])];
  if (act.twin?.body === 'other') report(one, 'was accepted twice with different bodies');
  else if (one !== two) report(one, `was placed again as ${two} under the same key`);
}

/** What the client was told is what the order was at that version; and in the end it is one or the other. */
function checkCancel(
  { status, body, act }: Answered,
  { ledger, orders }: Known,
  report: Report,
): void {
  if (status !== 202) return;
  const orderId = String(body['orderId']);
  const { cancellation } = orders.get(orderId)?.order ?? {};
  if (cancellation === undefined) {
    report(orderId, `${act.id} cancelled it and was told 202; the order knows of no cancellation`);
  } else if (cancellation.state === 'requested') {
    report(orderId, `${act.id} cancelled it and was told 202, and never what became of it`);
  }
  const then = orderAt(ledger, orderId, Number(body['version']));
  const told = [body['status'], body['cancellation']];
  compare(orderId, ['cancellation', told, [then.status, then.cancellation]], report);
}

/** Reports where two things differ that must be the same. */
function compare(
  about: string,
  [what, told, there]: readonly [string, unknown, unknown],
  report: Report,
): void {
  const [one, two] = [JSON.stringify(told), JSON.stringify(there)];
  if (one !== two) report(about, `was accepted with the ${what} ${one}, and there is ${two}`);
}

/** What was accepted stays accepted, even when the parcel has left since. */
function checkAgain({ act, status }: Answered, ledger: Ledger, report: Report): void {
  const first = ledger.answerTo(act.id, 'cancel');
  if (first?.status !== 202 || status !== 409) return;
  const orderId = String(first.body['orderId']);
  report(orderId, `was cancelled with a 202; the same request, sent again, was answered ${status}`);
}

/** The command is kept with what was answered, and that is what the stock was when it was. */
function checkStock(
  { act, status, body, askedMs, atMs }: Answered,
  ledger: Ledger,
  report: Report,
): void {
  if (act.kind !== 'stock' || status !== 200) return;
  const { received, available } = body;
  if (received !== act.received) {
    report(act.sku, `was set to ${act.received} and answered with ${String(received)}`);
  }
  const [kept] = ledger.byKey.get(keyOf(act.id, 'stock', act.sku)) ?? [];
  if (!kept) {
    report(act.sku, `${act.id} set it and was told 200; no such command is kept`);
    return;
  }
  checkResult({ about: act.sku, kept: kept.image['result']?.S ?? '', answered: body }, report);
  if (kept.atMs < askedMs || kept.atMs > atMs) {
    report(act.sku, `${act.id} set it and was told 200 before it was so`);
  }
  const level = levelAfter(ledger, act.sku, kept);
  // While shards are open, what was told is a sum over reads.
  const isTold = level.available === available || level.available === IN_SHARDS;
  if (level.received === received && isTold) return;
  const told = `${String(available)} of ${String(received)} pieces are there`;
  const there = `${level.available} of ${level.received}`;
  report(act.sku, `${act.id} was told that ${told}; there were ${there}`);
}

function checkPrice({ act, status, body }: Answered, world: World, report: Report): void {
  if (act.kind !== 'price' || status !== 200) return;
  if (body['amount'] !== act.amount) {
    report(act.sku, `was priced ${act.amount} and answered with ${String(body['amount'])}`);
  }
  const key = { pk: { S: keyOf(act.id, 'price', act.sku) } };
  const kept = itemNow(world, ['ordering', 'prices'], key);
  if (!kept) report(act.sku, `${act.id} priced it and was told 200; no such command is kept`);
  else checkResult({ about: act.sku, kept: kept['result']?.S ?? '', answered: body }, report);
}

function checkResult(
  { about, kept, answered }: { about: string; kept: string; answered: object },
  report: Report,
): void {
  const told = JSON.stringify(answered);
  if (told !== kept) report(about, `its client was answered ${told}; what is kept is ${kept}`);
}

/** The last change that was acknowledged is the price, unless others came at the same time. */
function checkPriceList(world: World, prices: PriceHistory, report: Report): void {
  for (const [sku, amount] of priceList(world)) {
    const possible = prices.possible(sku, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (!possible.includes(amount)) report(sku, `costs ${amount}; it was set to ${possible}`);
  }
}

/** The key of the commit item of what staff asked for. */
function keyOf(actId: string, request: 'stock' | 'price', sku: string): string {
  const route = request === 'stock' ? `/stock/${sku}` : `/prices/${sku}`;
  const idempotencyKey = `${actId}-${request}`;
  return commandKey(
    deriveCommandId({ caller: STAFF.subject, method: 'PUT', route, idempotencyKey }),
  );
}
