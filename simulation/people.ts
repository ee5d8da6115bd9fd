import type { HttpResponse } from '../local/apigateway/http.ts';
import { inBackground } from './background.ts';
import type { Answered, Ledger } from './evidence/ledger.ts';
import type { TokenDrawer } from './known-tokens.ts';
import type { Act, Placing } from './workload/act.ts';
import type { World } from './world.ts';

/** How long tokens last; longer than any run. */
const TOKEN_LIFETIME_MS = 365 * 24 * 3_600_000;

/** Attempts at one request, under the same key, before a client gives up. */
const MAX_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 200;

/** Who is there besides the customers: sets prices and stocks. */
export const STAFF = { subject: 'staff', scopes: ['prices:write', 'stock:write', 'stock:read'] };

interface Request {
  act: Act;
  request: Answered['request'];
  /** The part of the idempotency key behind the act's id. */
  key: string;
  customer?: string;
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  query?: Record<string, string>;
  knownVersion?: number;
  body?: object;
}

/** Carries out the acts of a workload over HTTP, as clients who try again; every answer goes to the ledger. */
export class People {
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #tokens: TokenDrawer;
  readonly #startMs: number;
  /** Cancellations that wait for an event of their order. */
  readonly #awaiting = new Map<string, { act: Placing; on: string }>();
  /** The versions of orders that clients were told, by id. */
  readonly #versions = new Map<string, number>();

  constructor(world: World, ledger: Ledger, tokens: TokenDrawer) {
    this.#world = world;
    this.#ledger = ledger;
    this.#tokens = tokens;
    this.#startMs = world.cloud.scheduler.nowMs();
    ledger.watch({ event: ({ eventType, metadata }) => this.#hear(eventType, metadata?.subject) });
  }

  /** Schedules every act. */
  begin(acts: readonly Act[]): void {
    for (const act of acts) this.#at(act.atMs, () => this.#carryOut(act));
  }

  /** Reads an order as its customer, who insists on the version that was told last. */
  async read(act: Placing, orderId: string): Promise<void> {
    const path = `/orders/${orderId}`;
    const { customer } = act;
    const knownVersion = this.#versions.get(orderId) ?? 1;
    const query = { minVersion: String(knownVersion) };
    const asked = { act, request: 'read', key: 'read', customer, method: 'GET', path } as const;
    await this.#ask({ ...asked, query, knownVersion });
  }

  async #carryOut(act: Act): Promise<void> {
    if (act.kind === 'place') return this.#place(act);
    const path = act.kind === 'price' ? `/prices/${act.sku}` : `/stock/${act.sku}`;
    const { currency } = this.#world.stage.settings;
    const body =
      act.kind === 'price' ? { amount: act.amount, currency } : { received: act.received };
    await this.#ask({ act, request: act.kind, key: act.kind, method: 'PUT', path, body });
  }

  async #place(act: Placing): Promise<void> {
    const body = { lines: act.lines, cardToken: act.card };
    if (act.twin) this.#in(act.twin.afterMs, () => this.#placeAgain(act));
    const response = await this.#ask(placing(act, 'place', body));
    if (response.status !== 202) return;
    const { orderId } = JSON.parse(String(response.body)) as { orderId: string };
    const { cancel, readAfterMs } = act;
    if (readAfterMs !== undefined) {
      this.#in(readAfterMs, () => this.read(act, orderId));
    }
    if (!cancel) return;
    if ('on' in cancel) this.#awaitEvent(act, orderId, cancel.on);
    else this.#in(cancel.afterMs, () => this.#cancel(act, orderId));
  }

  async #placeAgain(act: Placing): Promise<void> {
    await this.#ask(placing(act, 'twin', { lines: twinLinesOf(act), cardToken: act.card }));
  }

  /** The event may be there before the answer. */
  #awaitEvent(act: Placing, orderId: string, on: string): void {
    const events = this.#ledger.bySubject.get(orderId) ?? [];
    if (events.some(({ event }) => event.eventType === on)) {
      this.#in(0, () => this.#cancel(act, orderId));
    } else this.#awaiting.set(orderId, { act, on });
  }

  #hear(eventType: string, orderId: string | undefined): void {
    const awaiting = orderId === undefined ? undefined : this.#awaiting.get(orderId);
    if (!awaiting || awaiting.on !== eventType) return;
    this.#awaiting.delete(orderId!);
    this.#in(0, () => this.#cancel(awaiting.act, orderId!));
  }

  async #cancel(act: Placing, orderId: string): Promise<void> {
    const path = `/orders/${orderId}/cancel`;
    const { customer } = act;
    const asked = { act, key: 'cancel', customer, method: 'POST', path } as const;
    const { body } = await this.#ask({ ...asked, request: 'cancel' });
    const { version } = JSON.parse(String(body) || '{}') as { version?: number };
    if (version !== undefined) this.#versions.set(orderId, version);
    const { cancelAgainAfterMs } = act;
    if (cancelAgainAfterMs === undefined) return;
    this.#in(cancelAgainAfterMs, () => this.#ask({ ...asked, request: 'cancel-again' }));
  }

  async #ask(asked: Request): Promise<HttpResponse> {
    const { act, request, method, path, query = {}, body, key, knownVersion } = asked;
    const { cloud } = this.#world;
    const askedMs = cloud.scheduler.nowMs();
    const headers: Record<string, string> = {
      authorization: `Bearer ${await this.#token(asked.customer)}`,
      'idempotency-key': `${act.id}-${key}`,
    };
    if (body) headers['content-type'] = 'application/json';
    const text = body ? JSON.stringify(body) : '';
    const values = Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, [value]]),
    );
    for (let attempt = 1; ; attempt += 1) {
      const response = await cloud.request({ method, path, query: values, headers, body: text });
      if (!mayHelp(response.status) || attempt === MAX_ATTEMPTS) {
        const answer = JSON.parse(String(response.body) || '{}') as Record<string, unknown>;
        const { status } = response;
        this.#ledger.answer({ act, request, status, body: answer, askedMs, knownVersion });
        return response;
      }
      await cloud.scheduler.sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }

  #token(customer: string | undefined): Promise<string> {
    const { scheduler } = this.#world.cloud;
    const who = customer
      ? { subject: customer, scopes: ['orders:write', 'orders:read'] }
      : { ...STAFF };
    const request = { ...who, issuedAtMs: this.#startMs, lifetimeMs: TOKEN_LIFETIME_MS };
    return scheduler.outside(this.#tokens.take(request));
  }

  #at(atMs: number, work: () => Promise<unknown>): void {
    this.#in(this.#startMs + atMs - this.#world.cloud.scheduler.nowMs(), work);
  }

  #in(delayMs: number, work: () => Promise<unknown>): void {
    const { scheduler } = this.#world.cloud;
    scheduler.after(delayMs, () => inBackground(scheduler, work));
  }
}

/** What is ordered when the request is sent again: the same, or something else. */
export function twinLinesOf({ lines, twin }: Placing): Placing['lines'] {
  return twin?.body === 'other' ? [{ sku: lines[0]!.sku, quantity: 9 }] : lines;
}

/** The same idempotency key for the request and its twin. */
function placing(act: Placing, request: 'place' | 'twin', body: object): Request {
  const { customer } = act;
  return { act, request, key: 'place', customer, method: 'POST', path: '/orders', body };
}

/** Whether trying again under the same key may help. */
function mayHelp(status: number): boolean {
  return status === 429 || status === 412 || status >= 500;
}
