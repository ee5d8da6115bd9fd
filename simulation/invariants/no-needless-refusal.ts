import type { Bite } from '../adversary.ts';
import type { Answered, Ledger } from '../evidence/ledger.ts';
import { ordersOf } from '../evidence/orders.ts';
import { PriceHistory } from '../evidence/prices.ts';
import { levelsBetween } from '../evidence/stock-levels.ts';
import type { Invariant, Scene } from '../invariant.ts';

/** A client is refused for a reason there was; an error needs something that went wrong with who answers. */
export const noNeedlessRefusal: Invariant = {
  guarantee: 0,
  name: 'no-needless-refusal',
  settle(scene, report) {
    const prices = new PriceHistory(scene.ledger);
    for (const answer of scene.ledger.answers) {
      const { act, request, status, body } = answer;
      if (status === 200 || status === 202 || isExcused(answer, scene, prices)) continue;
      const { detail, message } = body;
      const code = codeOf(body);
      report(
        act.id,
        `its ${request} was answered ${status} without need: ${code}, ${detail ?? message}`,
      );
    }
  },
};

/** Too many requests, a version that is not there yet, and what a server cannot do: clients have tried again for long. */
function isTrouble(status: number): boolean {
  return status === 429 || status === 412 || status >= 500;
}

/** The functions that answer requests, by what is asked. */
const ANSWERED_BY: Readonly<Record<Answered['request'], string>> = {
  place: 'ordering-place-order',
  twin: 'ordering-place-order',
  cancel: 'ordering-cancel-order',
  'cancel-again': 'ordering-cancel-order',
  read: 'ordering-get-order',
  stock: 'inventory-set-stock',
  price: 'ordering-set-price',
};

/** Who is asked before all of them. */
const AUTHORISER = 'platform-authorise';

/** Whether something went wrong with the function that answered, or with the authoriser, since it was asked. */
function hadTrouble({ request, askedMs, atMs }: Answered, bites: readonly Bite[]): boolean {
  const name = ANSWERED_BY[request];
  return bites.some(
    (bite) =>
      bite.atMs >= askedMs &&
      bite.atMs <= atMs &&
      (bite.key.includes(name) || bite.key.includes(AUTHORISER)),
  );
}

function isExcused(answer: Answered, { ledger, bites }: Scene, prices: PriceHistory): boolean {
  const { request, status, body } = answer;
  if (isTrouble(status)) return hadTrouble(answer, bites);
  const code = codeOf(body);
  if (request === 'place' || request === 'twin') {
    if (code === 'idempotency-key-reused') return isSecondOfTwins(answer, ledger);
    return code === 'invalid-fields' && !isPriced(answer, prices);
  }
  if (request === 'cancel' || request === 'cancel-again') {
    return code === 'already-fulfilled' && hasLeft(answer, ledger);
  }
  return request === 'stock' && code === 'stock-committed' && isHeld(answer, ledger);
}

/** The end of a problem's type (RFC 9457, section 3.1.1). */
function codeOf(body: Answered['body']): string | undefined {
  return /[^#/]*$/.exec(String(body['type'] ?? ''))?.[0];
}

/** Of two bodies under one key, the one that came later. */
function isSecondOfTwins({ act, request }: Answered, ledger: Ledger): boolean {
  if (act.kind !== 'place' || act.twin?.body !== 'other') return false;
  const other = ledger.answerTo(act.id, request === 'place' ? 'twin' : 'place');
  return other?.status !== 422;
}

function isPriced({ act, askedMs }: Answered, prices: PriceHistory): boolean {
  return act.kind === 'place' && act.lines.every(({ sku }) => prices.isPriced(sku, askedMs));
}

/** Whether the order was fulfilled by the time of the answer. */
function hasLeft({ act, atMs }: Answered, ledger: Ledger): boolean {
  const known = ordersOf(ledger).get(ledger.orderIds.get(act.id) ?? '');
  return known?.order.status === 'fulfilled' && known.updatedMs <= atMs;
}

/** Whether more than what was asked for was reserved or shipped at some moment of the request. */
function isHeld({ act, askedMs, atMs }: Answered, ledger: Ledger): boolean {
  if (act.kind !== 'stock') return false;
  const levels = levelsBetween(ledger, act.sku, askedMs, atMs);
  return levels.some(({ received, available }) => received - available > act.received);
}
