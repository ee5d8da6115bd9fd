import type { Envelope } from '../../events/envelope.ts';
import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { OrderCancelled } from '../../events/order-cancelled.ts';
import { OrderConfirmed } from '../../events/order-confirmed.ts';
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import type { HttpResponse } from '../../local/apigateway/http.ts';
import { inBackground } from '../background.ts';
import type { World } from '../world.ts';
import { cancelsAt, cardTokenFor } from './customers.ts';
import type { FileOrder } from './order-file.ts';

/** Pieces of a SKU that come in at once: at first, and again when it has run out. */
const LOT = 25;

/** How long tokens of the shop last; longer than any run. */
const TOKEN_LIFETIME_MS = 365 * 24 * 3_600_000;

/** What getting a token takes on virtual time. */
const ISSUE_MS = 20;

/** Attempts at one request that is answered 429 or 503, under the same key. */
const MAX_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 50;

/** What the shop tells while it goes on. */
export interface ShopEvents {
  settled?(order: { orderId: string; fulfilled: boolean; latencyMs: number }): void;
  placed?(): void;
  confirmed?(): void;
  reserved?(): void;
}

/** An order as the platform answered it. */
export type Placement =
  | { orderId: string; total: number }
  | { refused: { status: number; detail: string } };

/**
 * The world around the platform: customers who place and cancel orders, and a warehouse that takes
 * prices and stock to it, all over HTTP. It hears of the outcome on the bus.
 */
export class Shop {
  readonly #world: World;
  readonly #events: ShopEvents;
  /** Orders on their way: when they were placed, and whether their customer cancels them later. */
  readonly #open = new Map<string, { placedAtMs: number; cancelLater: string | undefined }>();
  readonly #skus = new Map<string, Promise<void>>();
  readonly #restocking = new Map<string, number>();
  readonly #customers = new Map<string, Promise<string>>();
  #staff: Promise<string> | undefined;
  #closed = false;

  constructor(world: World, events: ShopEvents = {}) {
    this.#world = world;
    this.#events = events;
    world.watch((event) => {
      if (!this.#closed) this.#hear(event);
    });
  }

  /** Nobody reacts to events any more: not to those of a replay, either. */
  close(): void {
    this.#closed = true;
  }

  /** Orders placed and not settled. */
  get inFlight(): number {
    return this.#open.size;
  }

  /** Places the order of one line of the file. The line's number is its idempotency key. */
  async place(line: number, order: FileOrder): Promise<Placement> {
    await this.offer(order.sku, order.unitPrice);
    const token = await this.customerToken(order.customerId);
    const placedAtMs = this.#world.cloud.scheduler.nowMs();
    const response = await this.#send(token, `line-${line}`, 'POST', '/orders', {
      lines: [{ sku: order.sku, quantity: order.quantity }],
      cardToken: cardTokenFor(line),
    });
    const answer = JSON.parse(String(response.body));
    if (response.status !== 202) {
      return { refused: { status: response.status, detail: answer.detail ?? answer.message } };
    }
    const cancels = cancelsAt(line);
    const cancelLater = cancels === 'confirmed' ? token : undefined;
    this.#open.set(answer.orderId, { placedAtMs, cancelLater });
    if (cancels === 'placed') await this.#cancel(token, answer.orderId);
    return { orderId: answer.orderId, total: answer.total.amount };
  }

  /** Sees to it that a SKU has a price and a first lot of stock. */
  offer(sku: string, unitPrice: number): Promise<void> {
    let offered = this.#skus.get(sku);
    if (!offered) {
      offered = this.#offerOnce(sku, unitPrice);
      this.#skus.set(sku, offered);
    }
    return offered;
  }

  /** A token with which `customerId` places, reads and cancels orders. */
  customerToken(customerId: string): Promise<string> {
    let token = this.#customers.get(customerId);
    if (!token) {
      token = this.#issue(customerId, ['orders:write', 'orders:read']);
      this.#customers.set(customerId, token);
    }
    return token;
  }

  /** A token that sets prices and stock. */
  staffToken(): Promise<string> {
    this.#staff ??= this.#issue('warehouse', ['prices:write', 'stock:write', 'stock:read']);
    return this.#staff;
  }

  #issue(subject: string, scopes: readonly string[]): Promise<string> {
    const { cloud, tokens } = this.#world;
    const issuedAtMs = cloud.scheduler.nowMs();
    return cloud.scheduler.outside(
      tokens.issue({ subject, scopes, issuedAtMs, lifetimeMs: TOKEN_LIFETIME_MS }),
      ISSUE_MS,
    );
  }

  async #offerOnce(sku: string, amount: number): Promise<void> {
    const token = await this.staffToken();
    const { currency } = this.#world.stage.settings;
    await this.#require(token, `price-${sku}`, `/prices/${sku}`, { amount, currency });
    await this.#require(token, `stock-${sku}-1`, `/stock/${sku}`, { received: LOT });
    this.#restocking.set(sku, 1);
  }

  async #require(token: string, key: string, path: string, body: object): Promise<void> {
    const response = await this.#send(token, key, 'PUT', path, body);
    if (response.status === 200) return;
    throw new Error(`PUT ${path} was answered ${response.status}: ${response.body}`);
  }

  async #send(
    token: string,
    key: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<HttpResponse> {
    const { cloud } = this.#world;
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
    };
    if (body) headers['content-type'] = 'application/json';
    const text = body ? JSON.stringify(body) : '';
    for (let attempt = 1; ; attempt += 1) {
      const response = await cloud.request({ method, path, query: {}, headers, body: text });
      const busy = response.status === 429 || response.status === 503;
      if (!busy || attempt === MAX_ATTEMPTS) return response;
      await cloud.scheduler.sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }

  async #cancel(token: string, orderId: string): Promise<void> {
    await this.#send(token, `cancel-${orderId}`, 'POST', `/orders/${orderId}/cancel`);
  }

  #hear(event: Envelope): void {
    if (OrderPlaced.is(event)) this.#hearPlaced(event.data.orderId, event.timestamp);
    else if (OrderFulfilled.is(event)) this.#settle(event.data.orderId, true);
    else if (OrderCancelled.is(event)) this.#settle(event.data.orderId, false);
    else if (OrderConfirmed.is(event)) this.#hearConfirmed(event.data.orderId);
    else if (InventoryReserved.is(event)) this.#events.reserved?.();
    else if (StockUpdated.is(event) && event.data.change === 'out') this.#restock(event.data.sku);
    else if (InventoryRejected.is(event)) {
      for (const { sku } of event.data.shortages) this.#restock(sku);
    }
  }

  #settle(orderId: string, fulfilled: boolean): void {
    const order = this.#open.get(orderId);
    if (!order) return;
    this.#open.delete(orderId);
    const latencyMs = this.#world.cloud.scheduler.nowMs() - order.placedAtMs;
    this.#events.settled?.({ orderId, fulfilled, latencyMs });
  }

  /** Any order: those of the file, and those that others place over HTTP. */
  #hearPlaced(orderId: string, timestamp: string): void {
    this.#events.placed?.();
    if (!this.#open.has(orderId)) {
      this.#open.set(orderId, { placedAtMs: Date.parse(timestamp), cancelLater: undefined });
    }
  }

  #hearConfirmed(orderId: string): void {
    this.#events.confirmed?.();
    const token = this.#open.get(orderId)?.cancelLater;
    if (token) inBackground(this.#world.cloud.scheduler, () => this.#cancel(token, orderId));
  }

  /** The warehouse sends the next lot; one at a time, however many notices come. */
  #restock(sku: string): void {
    const lots = this.#restocking.get(sku);
    if (lots === undefined) return;
    this.#restocking.delete(sku);
    inBackground(this.#world.cloud.scheduler, async () => {
      const next = lots + 1;
      const token = await this.staffToken();
      await this.#require(token, `stock-${sku}-${next}`, `/stock/${sku}`, { received: LOT * next });
      this.#restocking.set(sku, next);
    });
  }
}
