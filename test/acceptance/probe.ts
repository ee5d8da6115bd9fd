import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Envelope } from '../../events/envelope.ts';
import { namesOf } from '../../lib/names.ts';
import type { Clients } from './target.ts';

/** Seconds that one look at the queue waits for events. */
const LONG_POLL_SECONDS = 1;

const TARGET_ID = 'Probe';

/** What a probe is put up with: the stage, and a part of its names that no other probe has. */
export interface ProbeOptions {
  clients: Pick<Clients, 'eventbridge' | 'sqs'>;
  stageName: string;
  id: string;
  nowMs(): number;
}

/** A rule and a queue of the suite's own, by which it hears every event on the bus. */
export class Probe {
  readonly events: Envelope[] = [];
  readonly #options: ProbeOptions;
  readonly #queueUrl: string;
  #heardAtMs: number;
  #listening = true;
  #failure: unknown;
  readonly #ended: Promise<void>;

  private constructor(options: ProbeOptions, queueUrl: string) {
    this.#options = options;
    this.#queueUrl = queueUrl;
    this.#heardAtMs = options.nowMs();
    this.#ended = this.#listen().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  /** Makes the queue, then the rule that delivers to it. */
  static async putUp(options: ProbeOptions): Promise<Probe> {
    const { eventbridge, sqs } = options.clients;
    const { rule, bus } = namesFor(options);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: rule }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const queueArn = Attributes!.QueueArn!;
    const { RuleArn } = await eventbridge.send(
      new PutRuleCommand({
        Name: rule,
        EventBusName: bus,
        EventPattern: JSON.stringify({ source: [{ prefix: 'orderly.' }] }),
        State: 'ENABLED',
      }),
    );
    const Policy = JSON.stringify(acceptFrom(RuleArn!, queueArn));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await eventbridge.send(
      new PutTargetsCommand({
        Rule: rule,
        EventBusName: bus,
        Targets: [{ Id: TARGET_ID, Arn: queueArn }],
      }),
    );
    return new Probe(options, QueueUrl!);
  }

  /** Milliseconds since the last event; throws what ended the listening. */
  silentForMs(): number {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#options.nowMs() - this.#heardAtMs;
  }

  /** Takes rule and queue away. */
  async takeDown(): Promise<void> {
    this.#listening = false;
    await this.#ended;
    const { eventbridge, sqs } = this.#options.clients;
    const { rule, bus } = namesFor(this.#options);
    await eventbridge.send(
      new RemoveTargetsCommand({ Rule: rule, EventBusName: bus, Ids: [TARGET_ID] }),
    );
    await eventbridge.send(new DeleteRuleCommand({ Name: rule, EventBusName: bus }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: this.#queueUrl }));
  }

  async #listen(): Promise<void> {
    const { sqs } = this.#options.clients;
    const QueueUrl = this.#queueUrl;
    while (this.#listening) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: LONG_POLL_SECONDS,
        }),
      );
      if (Messages.length === 0) continue;
      this.#heardAtMs = this.#options.nowMs();
      for (const { Body } of Messages) this.events.push(JSON.parse(Body!).detail);
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
      }));
      const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`not deleted: ${JSON.stringify(Failed)}`);
    }
  }
}

function namesFor({ stageName, id }: ProbeOptions): { rule: string; bus: string } {
  const { bus } = namesOf(stageName);
  return { bus, rule: `${bus}-probe-${id}` };
}

function acceptFrom(ruleArn: string, queueArn: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
      },
    ],
  };
}
