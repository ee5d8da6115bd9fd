import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { PaymentAuthorized } from '../../events/payment-authorized.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { type Dice, oneOf } from '../dice.ts';
import type { Act, CancelMoment, Placing } from './act.ts';
import { cards, catalogue, customers, pick } from './catalogue.ts';

/** How long the acts of a run spread, one of these a seed: from a rush to a quiet day. */
const SPANS_MS = [3_000, 20_000, 60_000, 600_000];

/** Pieces of a SKU at the beginning, one of these a SKU and seed. */
const FIRST_STOCKS = [0, 3, 12, 40, 1_000];

/** Share of the orders whose customer cancels. */
const CANCELLING = 0.25;

/** How long after its answer a cancellation is sent again; half of them are not. */
const AGAIN_MS: readonly (number | undefined)[] = [undefined, undefined, 2_000, 60_000];

/** Share of the orders that are sent twice. */
const TWINS = 0.12;

const READING = 0.1;

/** Changes of stock and of prices for each order. */
const CHANGES = 0.4;

/** Within so long of an order's placement most changes come: while its stock is reserved. */
const CLOSE_MS = 2_000;

/** The moments of a cancellation: at once, soon, later, and on each event of an order's life. */
const MOMENTS: readonly CancelMoment[] = [
  { afterMs: 0 },
  { afterMs: 150 },
  { afterMs: 400 },
  { afterMs: 900 },
  { afterMs: 2_500 },
  { afterMs: 60_000 },
  { on: OrderPlaced.name },
  { on: InventoryReserved.name },
  { on: PaymentAuthorized.name },
  { on: OrderConfirmed.name },
  { on: OrderConfirmed.name },
  { on: PaymentCaptured.name },
  { on: OrderFulfilled.name },
];

/** What happens in a run of `orders` orders: the first prices and stocks, and then the acts by their instants. */
export function workloadOf(dice: Dice, orders: number): Act[] {
  const spanMs = oneOf(SPANS_MS, dice.fraction('workload', 'span'));
  const throwFor = (id: string) => (what: string) => dice.fraction('workload', `${id} ${what}`);
  const acts: Act[] = [...opening(throwFor('opening'))];
  for (let index = 1; index <= orders; index += 1) {
    const id = `order-${index}`;
    acts.push(placement(id, throwFor(id), spanMs));
  }
  for (let index = 1; index <= orders * CHANGES; index += 1) {
    const id = `change-${index}`;
    const beside = Math.floor(dice.fraction('workload', `${id} beside`) * orders) + 1;
    const fromMs = Math.floor(throwFor(`order-${beside}`)('at') * spanMs);
    acts.push(change(id, throwFor(id), fromMs));
  }
  return acts.sort((left, right) => left.atMs - right.atMs);
}

type Throw = (what: string) => number;

/** What there is before the first order comes. */
function opening(chance: Throw): Act[] {
  return catalogue.flatMap(({ sku, amount }): Act[] => {
    const stock = oneOf(FIRST_STOCKS, chance(sku));
    return [
      { id: `price-${sku}`, atMs: 0, kind: 'price', sku, amount },
      { id: `stock-${sku}`, atMs: 0, kind: 'stock', sku, received: stock },
    ];
  });
}

/** Milliseconds before the first order: prices and stocks are there by then, for stale readers as well. */
const OPENING_MS = 3_000;

function placement(id: string, chance: Throw, spanMs: number): Placing {
  const act: Placing = {
    id,
    atMs: OPENING_MS + Math.floor(chance('at') * spanMs),
    kind: 'place',
    customer: pick(customers, chance('customer')).name,
    lines: linesOf(chance),
    card: pick(cards, chance('card')).token,
  };
  if (chance('twin') < TWINS) {
    const body = chance('twin body') < 0.6 ? 'same' : 'other';
    act.twin = { afterMs: Math.floor(chance('twin at') * 1_500), body };
  }
  if (chance('cancel') < CANCELLING) {
    act.cancel = oneOf(MOMENTS, chance('cancel at'));
    const again = oneOf(AGAIN_MS, chance('cancel again'));
    if (again !== undefined) act.cancelAgainAfterMs = again;
  }
  if (chance('read') < READING) act.readAfterMs = Math.floor(chance('read at') * 3_000);
  return act;
}

function linesOf(chance: Throw): { sku: string; quantity: number }[] {
  const lines = new Map<string, number>();
  const count = 1 + Math.floor(chance('lines') ** 2 * 4);
  for (let line = 0; line < count; line += 1) {
    const quantity = 1 + Math.floor(chance(`quantity ${line}`) ** 3 * 6);
    lines.set(pick(catalogue, chance(`sku ${line}`)).sku, quantity);
  }
  return [...lines].map(([sku, quantity]) => ({ sku, quantity }));
}

function change(id: string, chance: Throw, fromMs: number): Act {
  const { sku, amount } = pick(catalogue, chance('sku'));
  const at = { id, atMs: OPENING_MS + fromMs + Math.floor(chance('at') * CLOSE_MS), sku };
  if (chance('kind') < 0.25) {
    return { ...at, kind: 'price', amount: Math.round(amount * (0.5 + chance('amount'))) };
  }
  return { ...at, kind: 'stock', received: Math.floor(chance('received') * 60) };
}
