import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { FactWorld } from '../fact.ts';
import { queue } from './queue-facts.ts';

/** The suite that the facts of queues and messages come from. */
export const SQS = 'localstack/localstack tests/aws/services/sqs/test_sqs.py';

/** Ways to send to a queue and to receive from it. */
export async function letters(world: FactWorld, attributes: Record<string, string> = {}) {
  const QueueUrl = await queue(world, attributes);
  return {
    QueueUrl,
    send: (input: Partial<SendMessageCommandInput> = {}) =>
      world.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello', ...input })),
    receive: async (input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> => {
      const command = new ReceiveMessageCommand({ QueueUrl, ...input });
      return (await world.send(command))['Messages'] ?? [];
    },
  };
}

/** Makes a queue of this name and gives its URL and its ARN. */
export async function named(
  { send }: FactWorld,
  QueueName: string,
  Attributes: Record<string, string> = {},
): Promise<{ QueueUrl: string; arn: string }> {
  const { QueueUrl } = await send(new CreateQueueCommand({ QueueName, Attributes }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  return { QueueUrl, arn: (await send(asked))['Attributes']['QueueArn'] };
}

/** The attribute that sends dead letters to a queue. */
export function redrive(deadLetterTargetArn: string, maxReceiveCount = 1): Record<string, string> {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) };
}

/** What the messages of a receive say. */
export function bodies(messages: readonly Message[]): (string | undefined)[] {
  return messages.map(({ Body }) => Body);
}
