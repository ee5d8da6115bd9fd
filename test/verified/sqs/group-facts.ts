import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { bodies, letters, named, redrive, SQS } from './letters.ts';

const CONTENT = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

/** A FIFO queue with these messages, each in the group before its hyphen. */
async function groups(world: FactWorld, sent: string, attributes: Record<string, string> = {}) {
  const made = await letters(world, { ...CONTENT, ...attributes });
  for (const MessageBody of sent.split(' ')) {
    await made.send({ MessageBody, MessageGroupId: MessageBody.replace(/-.*/, '') });
  }
  const take = async (MaxNumberOfMessages: number, input: object = {}): Promise<string> =>
    bodies(await made.receive({ MaxNumberOfMessages, ...input })).join(' ');
  const remove = async ({ ReceiptHandle }: Message): Promise<void> => {
    await world.send(new DeleteMessageCommand({ QueueUrl: made.QueueUrl, ReceiptHandle }));
  };
  return { ...made, take, remove };
}

/** What AWS says of the order of messages in groups, and of what repeats. */
export const groupFacts: readonly VerifiedFact[] = [
  {
    says: 'the messages of a group come together, whatever was sent between them',
    source: `${SQS}, test_fifo_receive_message_group_id_ordering`,
    async holds(world) {
      const { take } = await groups(world, 'g1-m1 g2-m1 g1-m2 g1-m3');
      world.expect(await take(10)).toBe('g1-m1 g1-m2 g1-m3 g2-m1');
    },
  },
  {
    says: 'messages that are visible again come in their order',
    source: `${SQS}, test_fifo_messages_in_order_after_timeout`,
    async holds(world) {
      const { take } = await groups(world, 'g-0 g-1 g-2', { VisibilityTimeout: '1' });
      for (let time = 0; time < 2; time += 1) {
        world.expect(await take(10)).toBe('g-0 g-1 g-2');
        await world.pass(2_000);
      }
    },
  },
  {
    says: 'the whole of a group waits for its messages in flight',
    source: `${SQS}, test_fifo_receive_message_visibility_timeout_shared_in_group`,
    async holds(world) {
      const { take } = await groups(world, 'g1-m1 g1-m2 g1-m3 g1-m4 g2-m1 g3-m1', {
        VisibilityTimeout: '1',
      });
      world.expect(await take(2)).toBe('g1-m1 g1-m2');
      world.expect(await take(1)).toBe('g2-m1');
      await world.pass(2_000);
      world
        .expect(await take(10, { VisibilityTimeout: 0 }))
        .toBe('g3-m1 g1-m1 g1-m2 g1-m3 g1-m4 g2-m1');
    },
  },
  {
    says: 'groups that were received with a visibility of zero stand behind the others',
    source: `${SQS}, test_fifo_receive_message_with_zero_visibility_timeout`,
    async holds(world) {
      const { take } = await groups(world, 'g1-m1 g2-m1 g2-m2 g3-m1 g1-m2');
      world.expect(await take(3, { VisibilityTimeout: 0 })).toBe('g1-m1 g1-m2 g2-m1');
      await world.pass(1);
      world.expect(await take(10, { VisibilityTimeout: 0 })).toBe('g3-m1 g1-m1 g1-m2 g2-m1 g2-m2');
    },
  },
  {
    says: 'a group whose messages in flight are deleted goes on with the next',
    source: `${SQS}, test_fifo_message_group_visibility_after_delete`,
    async holds(world) {
      const { take, receive, remove } = await groups(
        world,
        'g1-m1 g2-m1 g1-m2 g2-m2 g1-m2 g1-m3 g1-m4 g3-m1',
      );
      for (const message of await receive({ MaxNumberOfMessages: 2 })) await remove(message);
      // The order of the groups is not promised: AWS gave g1 before g3.
      const left = (await take(10)).split(' ').sort();
      world.expect(left).toEqual(['g1-m3', 'g1-m4', 'g2-m1', 'g2-m2', 'g3-m1']);
    },
  },
  {
    says: 'a group gives one message at a time to receives of one that delete it',
    source: `${SQS}, test_fifo_queue_send_multiple_messages_multiple_single_receives`,
    async holds(world) {
      const { receive, remove } = await groups(world, 'g-0 g-1 g-2 g-3');
      for (const body of ['g-0', 'g-1', 'g-2', 'g-3']) {
        const [message] = await receive();
        world.expect(message?.Body).toBe(body);
        await remove(message!);
      }
    },
  },
  {
    says: 'a FIFO queue counts the messages of all groups, and not those in flight',
    source: `${SQS}, test_fifo_approx_number_of_messages`,
    async holds(world) {
      const { QueueUrl, take } = await groups(world, '1-m1 1-m2 1-m3 2-m1 3-m1');
      const count = async (): Promise<string> => {
        const AttributeNames = ['ApproximateNumberOfMessages' as const];
        const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
        return (await world.send(asked))['Attributes']['ApproximateNumberOfMessages'];
      };
      world.expect(await count()).toBe('5');
      await take(4);
      world.expect(await count()).toBe('1');
    },
  },
  {
    says: 'the same content is taken once, without ids',
    source: `${SQS}, test_fifo_content_based_message_deduplication_arrives_once`,
    async holds(world) {
      const { take } = await groups(world, 'g-same g-same');
      world.expect(await take(10)).toBe('g-same');
    },
  },
  ...[
    ['test_sqs_fifo_message_group_scope_no_throughput_setting', 'perQueue'],
    ['test_sqs_fifo_same_dedup_id_different_message_groups', 'perMessageGroupId'],
  ].map(
    ([test, FifoThroughputLimit = '']): VerifiedFact => ({
      says: `with the deduplication of each group by itself, and a limit ${FifoThroughputLimit}, two groups take the same id`,
      source: `${SQS}, ${test}`,
      async holds(world) {
        const { send, receive } = await letters(world, {
          ...{ FifoQueue: 'true', DeduplicationScope: 'messageGroup', FifoThroughputLimit },
        });
        for (const MessageGroupId of ['1', '2']) {
          await send({ MessageGroupId, MessageDeduplicationId: 'same' });
        }
        world.expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(2);
      },
    }),
  ),
  {
    says: 'a delay of zero is no delay, and a FIFO queue takes it',
    source: `${SQS}, test_send_message_with_delay_0_works_for_fifo`,
    async holds(world) {
      const { send, receive } = await letters(world, CONTENT);
      await send({ MessageGroupId: 'test', DelaySeconds: 0 });
      world.expect(await receive()).toHaveLength(1);
    },
  },
  {
    says: 'a FIFO queue with a delay of its own takes no other for a message',
    source: 'getmoto/moto tests/test_sqs/test_sqs.py, test_send_message_delay_seconds_validation',
    async holds(world) {
      const { send } = await letters(world, { ...CONTENT, DelaySeconds: '10' });
      await send({ MessageGroupId: 'test', DelaySeconds: 0 });
      await world.expect(send({ MessageGroupId: 'test', DelaySeconds: 5 })).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          'Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
      });
    },
  },
  {
    says: 'the numbers of messages in a FIFO queue ascend, and a standard queue has none',
    source: `${SQS}, test_fifo_sequence_number_increases, and test_sequence_number`,
    async holds(world) {
      const fifo = await letters(world, CONTENT);
      const numbers: bigint[] = [];
      for (const MessageBody of ['1', '2', '3']) {
        const sent = await fifo.send({ MessageBody, MessageGroupId: 'group' });
        numbers.push(BigInt(sent['SequenceNumber']));
      }
      world.expect(numbers).toEqual([...numbers].sort((one, two) => (one < two ? -1 : 1)));
      world.expect(new Set(numbers).size).toBe(3);
      const { send } = await letters(world);
      world.expect(await send()).not.toHaveProperty('SequenceNumber');
    },
  },
  {
    says: 'a message of a FIFO queue tells its group, its deduplication id and its number',
    source: `${SQS}, test_fifo_message_attributes`,
    async holds(world) {
      const { send, receive } = await letters(world, {
        ...{ ...CONTENT, VisibilityTimeout: '0', DeduplicationScope: 'messageGroup' },
        FifoThroughputLimit: 'perMessageGroupId',
      });
      const ids = { MessageGroupId: 'group-1', MessageDeduplicationId: 'dedup-1' };
      const { SequenceNumber } = await send(ids);
      for (const ApproximateReceiveCount of ['1', '2']) {
        const [received] = await receive({ AttributeNames: ['All'], WaitTimeSeconds: 10 });
        const expected = { ...ids, ApproximateReceiveCount, SequenceNumber };
        world.expect(received?.Attributes).toMatchObject(expected);
      }
    },
  },
  ...['orders', 'orders.fifo'].map(
    (QueueName): VerifiedFact => ({
      says: `a dead letter of ${QueueName === 'orders' ? 'a standard' : 'a FIFO'} queue keeps its id`,
      source: `${SQS}, ${QueueName === 'orders' ? 'test_dead_letter_queue_max_receive_count' : 'test_dead_letter_queue_with_fifo_and_content_based_deduplication'}`,
      async holds(world) {
        const kind = QueueName === 'orders' ? {} : CONTENT;
        const dead = await named(world, `dead-${QueueName}`, kind);
        const { QueueUrl } = await named(world, QueueName, { ...kind, ...redrive(dead.arn) });
        const group = QueueName === 'orders' ? {} : { MessageGroupId: '1' };
        const message = { QueueUrl, MessageBody: 'foobar', ...group };
        const { MessageId } = await world.send(new SendMessageCommand(message));
        const received: number[] = [];
        for (let time = 0; time < 2; time += 1) {
          const command = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 });
          const { Messages = [] } = (await world.send(command)) as { Messages?: Message[] };
          received.push(Messages.length);
          await world.pass(1);
        }
        world.expect(received).toEqual([1, 0]);
        const buried = await world.send(new ReceiveMessageCommand({ QueueUrl: dead.QueueUrl }));
        world.expect(buried['Messages']).toMatchObject([{ MessageId, Body: 'foobar' }]);
      },
    }),
  ),
];
