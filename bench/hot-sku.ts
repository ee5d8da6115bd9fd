import { InventoryReserved } from '../events/inventory-reserved.ts';
import type { Fact } from '../local/facts.ts';
import { virtualTime } from '../local/scheduler.ts';
import { deadLetters, percentile } from '../simulation/run/order-run.ts';
import { Shop } from '../simulation/run/shop.ts';
import { createWorld, type World } from '../simulation/world.ts';
import { ratio } from './ratio.ts';

/** Where virtual time begins. */
const START_MS = Date.UTC(2026, 0, 1);

/** Customers who order the same SKU, each again as soon as the last order is reserved. */
const CONCURRENCIES = [1, 4, 16, 64, 128, 256, 512];

/** Orders of each customer at least, and of all of them together. */
const ORDERS_EACH = 20;
const MIN_ORDERS = 200;

/** Lines of the file that are multiples of this have no surprises: nobody cancels, and the card pays. */
const PLAIN_LINE = 40;

/** More pieces than anybody orders. */
const STOCK = 9_000_000;
const SKU = 'HOT-1';

/**
 * What one hot SKU can take, on a virtual clock with the latencies of a cloud and the throughput of single items:
 * orders reserved a second against customers at once, and what the retries make of it.
 */
export async function benchHotSku(): Promise<void> {
  console.log('customers  reserved/s  p50 ms  p99 ms  conflicts an order  in DLQs');
  let alone: number | undefined;
  for (const customers of CONCURRENCIES) {
    const { perSecond, waitsMs, conflicts, failed } = await crowd(customers);
    alone ??= perSecond;
    const columns = [
      String(customers).padStart(9),
      perSecond.toFixed(1).padStart(12),
      percentile(waitsMs, 50).toFixed(0).padStart(8),
      percentile(waitsMs, 99).toFixed(0).padStart(8),
      (conflicts / waitsMs.length).toFixed(2).padStart(20),
      String(failed).padStart(9),
      `  (${ratio(perSecond, alone)} of one customer)`,
    ];
    console.log(columns.join(''));
  }
}

/** So many customers on an empty platform, until the last of their orders is reserved. */
async function crowd(customers: number) {
  const conflicts = new Conflicts();
  const world = await createWorld({
    ...{ time: virtualTime(START_MS), seed: 1, latency: 'typical', limits: true },
    facts: (fact) => conflicts.hear(fact),
  });
  try {
    const { scheduler } = world.cloud;
    const buyers = new Buyers(world);
    await scheduler.orFailure(buyers.stockUp());
    const fromMs = scheduler.nowMs();
    const each = Math.max(ORDERS_EACH, Math.ceil(MIN_ORDERS / customers));
    const all = Array.from({ length: customers }, (_, customer) => buyers.buy(customer, each));
    await scheduler.orFailure(Promise.all(all));
    const perSecond = (customers * each * 1_000) / (scheduler.nowMs() - fromMs);
    const waitsMs = buyers.waitsMs.toSorted((left, right) => left - right);
    return { perSecond, waitsMs, conflicts: conflicts.count, failed: deadLetters(world) };
  } finally {
    await world.stop();
  }
}

/** Customers who all want the same. */
class Buyers {
  /** Milliseconds from an order's acceptance to its reservation. */
  readonly waitsMs: number[] = [];
  readonly #world: World;
  readonly #shop: Shop;
  readonly #reservations = new Map<string, PromiseWithResolvers<void>>();

  constructor(world: World) {
    this.#world = world;
    this.#shop = new Shop(world);
    world.watch((event) => {
      if (InventoryReserved.is(event)) this.#reserved(event.data.orderId).resolve();
    });
  }

  async stockUp(): Promise<void> {
    await this.#shop.offer(SKU, 100);
    const headers = {
      authorization: `Bearer ${await this.#shop.staffToken()}`,
      'idempotency-key': 'more',
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ received: STOCK });
    const request = { method: 'PUT', path: `/stock/${SKU}`, query: {}, headers, body };
    const { status } = await this.#world.cloud.request(request);
    if (status !== 200) throw new Error(`PUT /stock/${SKU} was answered ${status}`);
  }

  /** Orders of one customer, one after the other. */
  async buy(customer: number, orders: number): Promise<void> {
    const { scheduler } = this.#world.cloud;
    for (let count = 0; count < orders; count += 1) {
      const placement = await this.#shop.place((customer * orders + count + 1) * PLAIN_LINE, {
        ...{ customerId: String(customer), date: '2026-01-01' },
        ...{ sku: SKU, quantity: 1, unitPrice: 100, fileTotal: 100 },
      });
      if ('refused' in placement) throw new Error(placement.refused.detail);
      const placedMs = scheduler.nowMs();
      await this.#reserved(placement.orderId).promise;
      this.waitsMs.push(scheduler.nowMs() - placedMs);
    }
  }

  #reserved(orderId: string): PromiseWithResolvers<void> {
    const known = this.#reservations.get(orderId) ?? Promise.withResolvers<void>();
    this.#reservations.set(orderId, known);
    return known;
  }
}

/** Counts the transactions of reserve-stock that were cancelled: here by nothing but a conflict. */
class Conflicts {
  count = 0;

  hear({ kind, resource, id, note }: Fact): void {
    const isOfReserving = kind === 'call' && resource.includes('reserve-stock');
    if (!isOfReserving || id !== 'dynamodb:TransactWriteItems') return;
    if (note === 'TransactionCanceledException') this.count += 1;
  }
}
