import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Names, namesOf } from '../../lib/names.ts';
import type { Service } from '../../lib/service.ts';
import type { Target } from './target.ts';

/** A message in a DLQ: its body, and what its consumer says of it. */
export interface Letter {
  body: string;
  code?: string;
  reason?: string;
}

/** A function that consumes events from a queue. */
export interface Consumer {
  service: string;
  name: string;
}

/** The consumers among the functions of services. */
export function consumersOf(services: readonly Service[]): Consumer[] {
  return services
    .flatMap(({ functions }) => functions)
    .filter(({ trigger }) => trigger.kind === 'events')
    .map(({ service, name }) => ({ service, name }));
}

const DEPTHS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** The queues of a stage's consumers, through the API of SQS. */
export class StageQueues {
  readonly #target: Pick<Target, 'clients' | 'stage'>;
  readonly #consumers: readonly Consumer[];
  readonly #urls = new Map<string, Promise<string>>();
  /** What was received of each DLQ, by message id: nothing is deleted, and what was seen stays hidden for a while. */
  readonly #seen = new Map<string, Map<string, Letter>>();
  #atBeginning = 0;

  constructor(target: Pick<Target, 'clients' | 'stage'>, consumers: readonly Consumer[]) {
    this.#target = target;
    this.#consumers = consumers;
  }

  /** Takes what lies in the DLQs now for what was there before. */
  async begin(): Promise<void> {
    this.#atBeginning = await this.depthOf(this.#dlqs());
  }

  urlOf(QueueName: string): Promise<string> {
    let url = this.#urls.get(QueueName);
    if (!url) {
      url = this.#target.clients.sqs
        .send(new GetQueueUrlCommand({ QueueName }))
        .then(({ QueueUrl }) => QueueUrl!);
      this.#urls.set(QueueName, url);
    }
    return url;
  }

  /** The letters of a DLQ that have been received so far. */
  async letters(queueName: string): Promise<Letter[]> {
    const seen = this.#seen.get(queueName) ?? new Map<string, Letter>();
    this.#seen.set(queueName, seen);
    for (;;) {
      const { Messages = [] } = await this.#target.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: await this.urlOf(queueName),
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return [...seen.values()];
      for (const { MessageId, Body, MessageAttributes } of Messages) {
        seen.set(MessageId!, {
          body: Body!,
          code: MessageAttributes?.Code?.StringValue,
          reason: MessageAttributes?.Reason?.StringValue,
        });
      }
    }
  }

  /** Messages in all DLQs, of queues and of rules, less those at the beginning. */
  async lettersSinceBeginning(): Promise<number> {
    return (await this.depthOf(this.#dlqs())) - this.#atBeginning;
  }

  /** Messages that consumers still have to handle. */
  async waiting(): Promise<number> {
    return this.depthOf(this.#ofConsumers((service, name) => [this.#names.queue(service, name)]));
  }

  async depthOf(queueNames: readonly string[]): Promise<number> {
    let messages = 0;
    for (const queueName of queueNames) {
      const { Attributes = {} } = await this.#target.clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: await this.urlOf(queueName),
          AttributeNames: [...DEPTHS],
        }),
      );
      for (const depth of DEPTHS) messages += Number(Attributes[depth] ?? 0);
    }
    return messages;
  }

  #dlqs(): string[] {
    const { dlq, ruleDlq } = this.#names;
    return this.#ofConsumers((service, name) => [dlq(service, name), ruleDlq(service, name)]);
  }

  get #names(): Names {
    return namesOf(this.#target.stage.name);
  }

  #ofConsumers(queueNames: (service: string, name: string) => string[]): string[] {
    return this.#consumers.flatMap(({ service, name }) => queueNames(service, name));
  }
}
