import {
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
