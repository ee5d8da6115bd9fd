import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Contract, DataOf } from '../../events/contract.ts';
import type { Envelope } from '../../events/envelope.ts';
import { deriveId } from '../../functions/runtime/ids.ts';
import { namesOf } from '../../lib/names.ts';
import { services } from '../../lib/services.ts';
import { virtualTime } from '../../local/scheduler.ts';
import { itemsOf } from '../../simulation/books.ts';
import { deadLetters } from '../../simulation/order-run.ts';
import {
  bringUp,
  createWorld,
  type Synthesis,
  type SynthesisOptions,
  type World,
  type WorldOptions,
} from '../../simulation/world.ts';

/** Where virtual time begins in every acceptance test. */
export const START_MS = Date.UTC(2026, 0, 1);

const onVirtualTime = (): WorldOptions => ({
  time: virtualTime(START_MS),
  seed: 1,
  latency: 'typical',
});

const LIFETIME_MS = 24 * 3_600_000;

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
export class Platform {
  readonly world: World;
  readonly events: Envelope[] = [];
  #keys = 0;

  private constructor(world: World) {
    this.world = world;
    world.watch((event) => this.events.push(event));
  }

  static async start(options: Partial<WorldOptions> & SynthesisOptions = {}): Promise<Platform> {
    return new Platform(await createWorld({ ...onVirtualTime(), ...options }));
  }

  static async bringUp(
    synthesis: Synthesis,
    options: Partial<WorldOptions> = {},
  ): Promise<Platform> {
    return new Platform(await bringUp(synthesis, { ...onVirtualTime(), ...options }));
  }

  token(subject = 'alice', scopes = ['orders:write', 'orders:read']): Promise<string> {
    const issuedAtMs = this.world.cloud.scheduler.nowMs();
    const request = { subject, scopes, issuedAtMs, lifetimeMs: LIFETIME_MS };
    return this.world.cloud.scheduler.outside(this.world.tokens.issue(request));
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
    const [pathname, query = ''] = path.split('?');
    const response = await this.world.cloud.request({
      method,
      path: pathname!,
      query: Object.fromEntries(
        [...new URLSearchParams(query)].map(([name, value]) => [name, [value]]),
      ),
      headers: { ...headers, ...options.headers },
      body: options.body === undefined ? '' : text,
    });
    const body = String(response.body);
    return { status: response.status, headers: response.headers, body: body && JSON.parse(body) };
  }

  /** Sets a price and what was received of a SKU. */
  async stock(sku: string, received: number, amount = 1_000): Promise<void> {
    const token = await this.staff();
    const price = { amount, currency: 'USD' };
    await this.send('PUT', `/prices/${sku}`, { token, key: this.key(), body: price });
    await this.send('PUT', `/stock/${sku}`, { token, key: this.key(), body: { received } });
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

  async drain(): Promise<void> {
    await this.world.cloud.drain();
  }

  /** A fresh idempotency key. */
  key(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  /** The types of the events about an order, in the order they reached the bus. */
  typesOf(orderId: string): string[] {
    return this.events
      .filter(({ metadata }) => metadata?.subject === orderId)
      .map(({ eventType }) => eventType);
  }

  /** An event as its producer would publish it. */
  envelope<C extends Contract>(contract: C, data: DataOf<C>, cause = 'test'): Envelope {
    const subject = contract.subject(data);
    return {
      eventId: deriveId(contract.name, subject, cause),
      eventType: contract.name,
      eventVersion: contract.version,
      timestamp: new Date(this.world.cloud.scheduler.nowMs()).toISOString(),
      source: contract.source,
      correlationId: subject,
      causationId: cause,
      data,
      metadata: { subject },
    };
  }

  /** Puts an event on the bus, as the operator may. */
  async publish(envelope: Envelope): Promise<void> {
    await this.world.client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: namesOf(this.world.stage.name).bus,
            Source: envelope.source,
            DetailType: envelope.eventType,
            Detail: JSON.stringify(envelope),
          },
        ],
      }),
    );
  }

  /** Sends a message straight to a consumer's queue. */
  async sendToQueue(service: string, consumer: string, body: string): Promise<void> {
    const QueueUrl = await this.#queueUrl(namesOf(this.world.stage.name).queue(service, consumer));
    await this.world.client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  }

  /** Sends each consumer a message that it can only set aside. */
  async poisonEveryConsumer(): Promise<void> {
    for (const { service, name, trigger } of services.flatMap(({ functions }) => functions)) {
      if (trigger.kind === 'events') await this.sendToQueue(service, name, 'poison');
    }
  }

  /** What lies in a consumer's DLQ: bodies with their reasons. */
  async deadLetters(
    service: string,
    consumer: string,
  ): Promise<{ body: string; code?: string; reason?: string }[]> {
    const QueueUrl = await this.#queueUrl(namesOf(this.world.stage.name).dlq(service, consumer));
    const { Messages = [] } = await this.world.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ Body, MessageAttributes }) => ({
      body: Body!,
      code: MessageAttributes?.Code?.StringValue,
      reason: MessageAttributes?.Reason?.StringValue,
    }));
  }

  /** Messages in all DLQs. */
  deadLetterCount(): number {
    return deadLetters(this.world);
  }

  async items(service: string, table: string): Promise<Record<string, unknown>[]> {
    return Array.fromAsync(itemsOf(this.world, service, table));
  }

  async #queueUrl(QueueName: string): Promise<string> {
    const { QueueUrl } = await this.world.client.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl!;
  }
}
