import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { TestContext } from 'vitest';
import type { Contract, DataOf } from '../../events/contract.ts';
import type { Envelope } from '../../events/envelope.ts';
import { deriveId } from '../../functions/runtime/ids.ts';
import { namesOf } from '../../lib/names.ts';
import type { Service } from '../../lib/service.ts';
import { services } from '../../lib/services.ts';
import { type Books, type DeployedTables, itemsOf, readBooks } from '../../simulation/books.ts';
import type { Ability } from './abilities.ts';
import { consumersOf, type Letter, StageQueues } from './stage-queues.ts';
import { startTarget } from './start-target.ts';
import { eachStep, failWith } from './steps.ts';
import type { Target } from './target.ts';

const LIFETIME_MS = 24 * 3_600_000;

/** The longest that anything is waited for, on the target's clock. */
const WAIT_LIMIT_MS = 300_000;

/** How an order ends. */
const ENDS = ['fulfilled', 'cancelled'];

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers by path; a wrong path fails its expectation
export type Json = any;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | readonly string[]>>;
  body: Json;
}

export interface RequestOptions {
  token?: string;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The platform as its users see it: HTTP, the bus, the queues. */
export class Platform<T extends Target = Target> {
  readonly target: T;
  /** The orders placed over HTTP, each with the token of who placed it. */
  readonly placed = new Map<string, string>();
  readonly #queues: StageQueues;
  #keys = 0;

  constructor(target: T, extraServices: readonly Service[] = []) {
    this.target = target;
    this.#queues = new StageQueues(target, consumersOf([...services, ...extraServices]));
  }

  /** The platform on the target of this run; a deployment that outlives the suite has all extra services. */
  static async start(extraServices: readonly Service[] = []): Promise<Platform> {
    const platform = new Platform(await startTarget(extraServices), extraServices);
    await platform.#queues.begin().catch((error) => failWith(error, () => platform.target.stop()));
    return platform;
  }

  /** Ends the suite: what it placed is settled, so that the next one finds nothing on its way. */
  stop(): Promise<void> {
    return eachStep(
      () => this.settle(),
      () => this.target.stop(),
    );
  }

  /** Leaves the test out, with the reason, where the target cannot do what it needs. */
  needs({ skip }: Pick<TestContext, 'skip'>, ...abilities: readonly Ability[]): void {
    const reason = abilities.map((ability) => this.target.lacks(ability)).find(Boolean);
    if (reason !== undefined) skip(reason);
  }

  token(subject = 'alice', scopes = ['orders:write', 'orders:read']): Promise<string> {
    const issuedAtMs = this.target.nowMs();
    const request = { subject, scopes, issuedAtMs, lifetimeMs: LIFETIME_MS };
    return this.target.outside(this.target.tokens.issue(request));
  }

  staff(): Promise<string> {
    return this.token('staff', ['prices:write', 'stock:write', 'stock:read']);
  }

  /** A request as it is, nothing added but what is given. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers: Record<string, string> = {};
    if (options.token) headers.authorization = `Bearer ${options.token}`;
    if (options.key) headers['idempotency-key'] = options.key;
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    const text =
      typeof options.body === 'string' ? options.body : JSON.stringify(options.body ?? '');
    const response = await this.target.request({
      method,
      path,
      headers: { ...headers, ...options.headers },
      body: options.body === undefined ? '' : text,
    });
    const body = response.body && JSON.parse(response.body);
    if (response.status === 202 && body.orderId) {
      this.placed.set(body.orderId, this.placed.get(body.orderId) ?? options.token!);
    }
    return { status: response.status, headers: response.headers, body };
  }

  /** Sets a price and what was received of a SKU. */
  async stock(sku: string, received: number, amount = 1_000): Promise<void> {
    const token = await this.staff();
    const price = { amount, currency: 'USD' };
    for (const [path, body] of [
      [`/prices/${sku}`, price],
      [`/stock/${sku}`, { received }],
    ] as const) {
      const key = this.key();
      const { status, body: answer } = await this.send('PUT', path, { token, key, body });
      if (status !== 200) throw new Error(`not set: ${JSON.stringify(answer)}`);
    }
  }

  /** Places an order of one line for alice; returns its id. */
  async place(sku: string, quantity = 1, cardToken = 'tok_visa'): Promise<string> {
    const body = { lines: [{ sku, quantity }], cardToken };
    const token = await this.token();
    const answer = await this.send('POST', '/orders', { token, key: this.key(), body });
    if (answer.status !== 202) throw new Error(`not placed: ${JSON.stringify(answer.body)}`);
    return answer.body.orderId;
  }

  async cancel(orderId: string): Promise<Answer> {
    const token = await this.token();
    return this.send('POST', `/orders/${orderId}/cancel`, { token, key: this.key() });
  }

  async order(orderId: string): Promise<Json> {
    return (await this.send('GET', `/orders/${orderId}`, { token: await this.token() })).body;
  }

  /** Waits until every order placed here has ended and nothing is left to deliver. */
  settle(): Promise<void> {
    return this.target.settle(() => this.#open());
  }

  /** Waits until a condition holds; throws, saying what was waited for, when it does not in time. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadlineMs = this.target.nowMs() + WAIT_LIMIT_MS;
    while (!(await holds())) {
      if (this.target.nowMs() > deadlineMs) throw new Error(`waited in vain until ${what}`);
      await this.target.pause(this.target.lookAgainMs);
    }
  }

  /** A fresh idempotency key. */
  key(): string {
    this.#keys += 1;
    return `${this.target.keyPrefix}-${this.#keys}`;
  }

  /** The events about an order, in the order in which the probe heard them. */
  eventsOf(orderId: string): Envelope[] {
    return this.target.events.filter(({ metadata }) => metadata?.subject === orderId);
  }

  typesOf(orderId: string): string[] {
    return this.eventsOf(orderId).map(({ eventType }) => eventType);
  }

  /** An event as its producer would publish it. */
  envelope<C extends Contract>(contract: C, data: DataOf<C>, cause = 'test'): Envelope {
    const subject = contract.subject(data);
    return {
      eventId: deriveId(contract.name, subject, cause),
      eventType: contract.name,
      eventVersion: contract.version,
      timestamp: new Date(this.target.nowMs()).toISOString(),
      source: contract.source,
      correlationId: subject,
      causationId: cause,
      data,
      metadata: { subject },
    };
  }

  /** Puts an event on the bus, as the operator may. */
  async publish(envelope: Envelope): Promise<void> {
    const { FailedEntryCount, Entries } = await this.target.clients.eventbridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: namesOf(this.target.stage.name).bus,
            Source: envelope.source,
            DetailType: envelope.eventType,
            Detail: JSON.stringify(envelope),
          },
        ],
      }),
    );
    if (FailedEntryCount) throw new Error(`not published: ${JSON.stringify(Entries)}`);
  }

  /** Sends a message straight to a consumer's queue. */
  async sendToQueue(service: string, consumer: string, body: string): Promise<void> {
    const QueueUrl = await this.#queues.urlOf(this.#names.queue(service, consumer));
    await this.target.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  }

  /** What lies in a consumer's DLQ: bodies with their reasons. */
  deadLetters(service: string, consumer: string): Promise<Letter[]> {
    return this.#queues.letters(this.#names.dlq(service, consumer));
  }

  /** A dead letter with this code, as soon as it is there. */
  async deadLetter(service: string, consumer: string, code: string): Promise<Letter> {
    let found: Letter | undefined;
    await this.until(`a letter ${code} is in the DLQ of ${consumer}`, async () => {
      found = (await this.deadLetters(service, consumer)).find((letter) => letter.code === code);
      return found !== undefined;
    });
    return found!;
  }

  /** Messages in all DLQs that were not there when the suite began. */
  deadLetterCount(): Promise<number> {
    return this.#queues.lettersSinceBeginning();
  }

  async items(service: string, table: string): Promise<Record<string, unknown>[]> {
    return Array.fromAsync(itemsOf(this.#tables, service, table));
  }

  books(): Promise<Books> {
    return readBooks(this.#tables);
  }

  async #open(): Promise<string[]> {
    const open: string[] = [];
    for (const [orderId, token] of this.placed) {
      const { body } = await this.send('GET', `/orders/${orderId}`, { token });
      if (!ENDS.includes(body.status)) open.push(`${orderId}, which is ${body.status}`);
    }
    return open;
  }

  get #names(): ReturnType<typeof namesOf> {
    return namesOf(this.target.stage.name);
  }

  get #tables(): DeployedTables {
    return { client: this.target.clients.dynamodb, stage: this.target.stage };
  }
}
