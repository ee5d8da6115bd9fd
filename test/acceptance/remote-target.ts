import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../../events/envelope.ts';
import type { StageConfig } from '../../lib/config.ts';
import { services } from '../../lib/services.ts';
import { type IssuerKey, type TokenIssuer, tokenIssuerOf } from '../../simulation/token-issuer.ts';
import type { Ability, Lacking } from './abilities.ts';
import type { Place } from './environment.ts';
import { switchEventSources } from './event-sources.ts';
import { Probe } from './probe.ts';
import { type Consumer, StageQueues } from './stage-queues.ts';
import type { Clients, Target, TargetRequest, TargetResponse } from './target.ts';

/** A stage that is deployed on AWS or on another engine, as the runner tells the suites of it. */
export interface Deployment extends Place {
  stage: StageConfig;
  /** Where each service's API answers, without a slash at the end. */
  apis: Readonly<Record<string, string>>;
  /** Whatever consumes events there, of services besides the platform's own too: its queue is settled. */
  consumers: readonly Consumer[];
  /** What signs tokens that the stage trusts. */
  issuerKey: IssuerKey;
  lacking: Lacking;
  /** How long the probe must have heard nothing for the platform to be settled. */
  quietMs: number;
}

/** The longest that a platform may take to settle; back-offs of a minute and a half among it. */
const SETTLE_LIMIT_MS = 300_000;

/** A stage on AWS, or on an engine that others wrote, in real time. */
export class RemoteTarget implements Target {
  readonly stage: StageConfig;
  readonly tokens: TokenIssuer;
  readonly clients: Clients;
  readonly keyPrefix: string;
  readonly lookAgainMs = 200;
  readonly #deployment: Deployment;
  readonly #probe: Probe;
  readonly #queues: StageQueues;

  private constructor(deployment: Deployment, clients: Clients, probe: Probe, id: string) {
    this.#deployment = deployment;
    this.#probe = probe;
    this.stage = deployment.stage;
    this.tokens = tokenIssuerOf(deployment.issuerKey);
    this.clients = clients;
    this.keyPrefix = id;
    this.#queues = new StageQueues(this, deployment.consumers);
  }

  static async start(deployment: Deployment): Promise<RemoteTarget> {
    const clients = clientsFor(deployment);
    const id = randomUUID().slice(0, 8);
    const stageName = deployment.stage.name;
    const probe = await Probe.putUp({ clients, stageName, id, nowMs: () => Date.now() });
    return new RemoteTarget(deployment, clients, probe, id);
  }

  get events(): readonly Envelope[] {
    return this.#probe.events;
  }

  nowMs(): number {
    return Date.now();
  }

  async pause(durationMs: number): Promise<void> {
    await pause(durationMs);
  }

  outside<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  async request({ method, path, headers, body }: TargetRequest): Promise<TargetResponse> {
    const url = `${this.#deployment.apis[serviceOf(path)]}${path}`;
    const response = await fetch(url, { method, headers, body: body || null });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  }

  async settle(open: () => Promise<readonly string[]>): Promise<void> {
    const deadlineMs = this.nowMs() + SETTLE_LIMIT_MS;
    for (;;) {
      const left = await this.#unsettled(open);
      if (left === undefined) return;
      if (this.nowMs() > deadlineMs) throw new Error(`the platform does not settle: ${left}`);
      await this.pause(this.lookAgainMs);
    }
  }

  switchConsumer(service: string, name: string, on: boolean): Promise<void> {
    return switchEventSources(this, { service, name }, on);
  }

  lacks(ability: Ability): string | undefined {
    return this.#deployment.lacking[ability];
  }

  stop(): Promise<void> {
    return this.#probe.takeDown();
  }

  /** What has not settled; the orders first, as the rest follows them. */
  async #unsettled(open: () => Promise<readonly string[]>): Promise<string | undefined> {
    const { quietMs } = this.#deployment;
    if (this.#probe.silentForMs() < quietMs) return 'there are events on the bus';
    const orders = await open();
    if (orders.length > 0) return orders.join('; ');
    const waiting = await this.#queues.waiting();
    if (waiting > 0) return `${waiting} messages in the queues of consumers`;
    return this.#probe.silentForMs() < quietMs ? 'there are events on the bus' : undefined;
  }
}

/** The operator's clients for a place: AWS, or an engine at its endpoint. */
export function clientsFor({ endpoint, region }: Place): Clients {
  const configuration = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  return {
    dynamodb: new DynamoDBClient(configuration),
    eventbridge: new EventBridgeClient(configuration),
    lambda: new LambdaClient(configuration),
    sqs: new SQSClient(configuration),
  };
}

/** The service that has a route which begins like the path; the first one where none has. */
function serviceOf(path: string): string {
  const [, first] = path.split(/[/?]/);
  const owner = services.find(({ functions }) =>
    functions.some(
      ({ trigger }) => trigger.kind === 'route' && trigger.path.split('/')[1] === first,
    ),
  );
  return (owner ?? services[0]!).name;
}
