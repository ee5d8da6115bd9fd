import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { namesOf } from '../lib/names.ts';
import { services } from '../lib/services.ts';
import type { Queue } from '../local/sqs/queue.ts';
import { arnOfQueue } from './queues.ts';
import type { World } from './world.ts';

/** What no consumer can ever read: it belongs in a DLQ, and is deleted there. */
export const POISON = '{"detail-type":"Nonsense","poison":true}';

/** A consumer, its queue and its two DLQs. */
export interface ConsumerQueues {
  service: string;
  name: string;
  queue: string;
  dlq: string;
  ruleDlq: string;
}

/** A message found in a DLQ. */
export interface DeadLetter {
  consumer: ConsumerQueues;
  message: Message;
  fromRule: boolean;
  /** When an operator looked, in epoch milliseconds. */
  foundMs: number;
}

/** The queues of every consumer of a stage. */
export function consumersOf(stage: string): ConsumerQueues[] {
  const names = namesOf(stage);
  return services.flatMap(({ functions }) =>
    functions
      .filter(({ trigger }) => trigger.kind === 'events')
      .map(({ service, name }) => ({
        service,
        name,
        queue: names.queue(service, name),
        dlq: names.dlq(service, name),
        ruleDlq: names.ruleDlq(service, name),
      })),
  );
}

/** What an operator does when alarms ring: looks into DLQs, deletes poison, and takes the rest back to its consumer. */
export class Operator {
  readonly #world: World;
  /** The consumers that got poison, by their queues. */
  readonly poisoned = new Set<string>();
  readonly #onDeadLetter: (letter: DeadLetter) => void;
  readonly #consumers: readonly ConsumerQueues[];

  constructor(world: World, onDeadLetter: (letter: DeadLetter) => void) {
    this.#world = world;
    this.#onDeadLetter = onDeadLetter;
    this.#consumers = consumersOf(world.stage.name);
  }

  get consumers(): readonly ConsumerQueues[] {
    return this.#consumers;
  }

  /** Redrives every DLQ that holds something; returns how many messages were found. */
  async redriveAll(): Promise<number> {
    let found = 0;
    for (const consumer of this.#consumers) {
      if (this.#depth(consumer.ruleDlq) > 0) found += await this.#redriveRule(consumer);
      if (this.#depth(consumer.dlq) > 0) found += await this.#redrive(consumer);
    }
    return found;
  }

  /** Switches a consumer off; what comes waits in its queue. */
  switchOff({ service, name }: ConsumerQueues): void {
    this.#mapping(service, name)?.disable();
  }

  switchOn({ service, name }: ConsumerQueues): void {
    this.#mapping(service, name)?.enable();
  }

  switchAllOn(): void {
    for (const consumer of this.#consumers) this.switchOn(consumer);
  }

  /** Sends a message that nobody can read to a consumer's queue. */
  async poison({ queue }: ConsumerQueues): Promise<void> {
    const { client } = this.#world;
    this.poisoned.add(queue);
    await client.send(new SendMessageCommand({ QueueUrl: this.#url(queue), MessageBody: POISON }));
  }

  /** SQS itself moves what is in a DLQ whose source is a queue. */
  async #redrive(consumer: ConsumerQueues): Promise<number> {
    const { client, cloud } = this.#world;
    const letters = await this.#read(consumer, consumer.dlq, false);
    const QueueUrl = this.#url(consumer.dlq);
    for (const { Body, ReceiptHandle } of letters) {
      if (Body === POISON) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    await cloud.scheduler.sleep(LOOK_SECONDS * 1_000 + 1);
    if (this.#depth(consumer.dlq) === 0) return letters.length;
    await client.send(
      new StartMessageMoveTaskCommand({
        SourceArn: arnOfQueue(consumer.dlq),
        DestinationArn: arnOfQueue(consumer.queue),
      }),
    );
    return letters.length;
  }

  /** The DLQ of a rule has no source queue, and SQS does not redrive it. */
  async #redriveRule(consumer: ConsumerQueues): Promise<number> {
    const { client } = this.#world;
    const letters = await this.#read(consumer, consumer.ruleDlq, true);
    const [source, target] = [this.#url(consumer.ruleDlq), this.#url(consumer.queue)];
    for (const { Body, ReceiptHandle } of letters) {
      await client.send(new SendMessageCommand({ QueueUrl: target, MessageBody: Body }));
      await client.send(new DeleteMessageCommand({ QueueUrl: source, ReceiptHandle }));
    }
    return letters.length;
  }

  async #read(consumer: ConsumerQueues, name: string, fromRule: boolean): Promise<Message[]> {
    const letters: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.#world.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#url(name),
          MaxNumberOfMessages: 10,
          VisibilityTimeout: LOOK_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return letters;
      const foundMs = this.#world.cloud.scheduler.nowMs();
      for (const message of Messages) this.#onDeadLetter({ consumer, message, fromRule, foundMs });
      letters.push(...Messages);
    }
  }

  #depth(name: string): number {
    const { visible, inFlight, delayed } = this.#queue(name).depth();
    return visible + inFlight + delayed;
  }

  #url(name: string): string {
    return this.#queue(name).settings.url;
  }

  #queue(name: string): Queue {
    return this.#world.cloud.engines.sqs.queueByArn(arnOfQueue(name));
  }

  #mapping(service: string, name: string) {
    const functionName = namesOf(this.#world.stage.name).function(service, name);
    return this.#world.cloud.engines.lambda
      .mappings()
      .find(({ settings }) => settings.functionName.endsWith(functionName));
  }
}

/** How long an operator keeps what is looked at in a DLQ to himself. */
const LOOK_SECONDS = 5;
