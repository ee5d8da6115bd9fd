import * as z from 'zod/mini';
import {
  MAX_LINES,
  type OrderLine,
  type PricedLine,
  Quantity,
  Sku,
} from '../../events/order-lines.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { batchGet } from '../runtime/batch-get.ts';
import { type Deps, route } from '../runtime/definition.ts';
import type { FieldProblem } from '../runtime/errors.ts';
import { appendCommit } from '../runtime/event-store.ts';
import { invalidFields, keyReused } from '../runtime/problem.ts';
import { absentOrder, decide, fold, type OrderEvent } from './order.ts';
import { publishedEvents, totalOf } from './order-publishing.ts';
import { streamOf } from './order-store.ts';
import { type PriceItem, priceKey } from './price-list.ts';

/** What a client sends. A price is no field of it: prices come from the price list. */
const PlaceOrder = z.strictObject({
  lines: z
    .array(z.strictObject({ sku: Sku, quantity: Quantity }))
    .check(z.minLength(1), z.maxLength(MAX_LINES)),
  cardToken: z.string().check(z.minLength(1), z.maxLength(64)),
});

export default route({
  service: 'ordering',
  name: 'place-order',
  method: 'POST',
  path: '/orders',
  scope: 'orders:write',
  body: PlaceOrder,
  uses: {
    tables: { orders: ['PutItem'], prices: ['BatchGetItem'] },
    settings: ['currency'],
  },
  publishes: [OrderPlaced],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  /** The order's id is the command's: a retry finds its twin's commit in the first item. */
  async handle({ body, caller, bodyHash }, deps) {
    refuseDuplicates(body.lines);
    const lines = await priced(body.lines, deps);
    const orderId = deps.cause.id;
    const total = totalOf(lines, deps.setting('currency'));
    const { cardToken } = body;
    const events = decide(
      { type: 'place', customerId: caller, lines, total, cardToken, saga: 'choreography' },
      absentOrder,
    );
    const twin = await appendCommit<OrderEvent>(deps, deps.table('orders'), {
      stream: streamOf(orderId),
      version: 1,
      events,
      request: bodyHash,
      outbox: publishedEvents(orderId, absentOrder, events, { ...deps.cause, version: 1 }),
    });
    if (twin && twin.request !== bodyHash) throw keyReused();
    const { placement } = fold(twin?.events ?? events);
    return {
      status: 202,
      headers: { location: `/orders/${orderId}`, etag: '"1"' },
      body: { orderId, status: 'placed', version: 1, total: placement?.total },
    };
  },
});

function refuseDuplicates(lines: readonly OrderLine[]): void {
  const seen = new Set<string>();
  const errors: FieldProblem[] = [];
  for (const [index, { sku }] of lines.entries()) {
    if (seen.has(sku)) {
      errors.push({ pointer: `/lines/${index}/sku`, detail: `${sku} stands in an earlier line` });
    }
    seen.add(sku);
  }
  if (errors.length > 0) throw invalidFields(errors);
}

async function priced(lines: readonly OrderLine[], deps: Deps): Promise<PricedLine[]> {
  const prices = await readPrices(lines, deps);
  const errors: FieldProblem[] = [];
  const found = lines.flatMap(({ sku, quantity }, index) => {
    const price = prices.get(sku);
    if (price) {
      const unitPrice = { amount: price.amount, currency: price.currency };
      return [{ sku, quantity, unitPrice }];
    }
    errors.push({ pointer: `/lines/${index}/sku`, detail: `${sku} is not in the price list` });
    return [];
  });
  if (errors.length > 0) throw invalidFields(errors);
  return found;
}

async function readPrices(
  lines: readonly OrderLine[],
  deps: Deps,
): Promise<Map<string, PriceItem>> {
  const keys = lines.map(({ sku }) => priceKey(sku));
  const options = { consistent: false };
  const prices = await batchGet<PriceItem>(deps, deps.table('prices'), keys, options);
  return new Map(prices.map((price) => [price.sku, price]));
}
