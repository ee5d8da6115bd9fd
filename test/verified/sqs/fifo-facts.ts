import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { VerifiedFact } from '../fact.ts';
import { letters, SQS } from './letters.ts';

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

/** What AWS says of the messages of FIFO queues. */
export const fifoFacts: readonly VerifiedFact[] = [
  {
    says: 'a message to a FIFO queue has no delay of its own',
    source: `${SQS}, test_fifo_queue_send_message_with_delay_seconds_fails`,
    async holds(world) {
      const { send } = await letters(world, FIFO);
      await world.expect(send({ MessageGroupId: 'g', DelaySeconds: 2 })).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
      });
    },
  },
  {
    says: 'a message to a FIFO queue needs a group',
    source: `${SQS}, test_posting_to_fifo_requires_deduplicationid_group_id`,
    async holds(world) {
      const { send } = await letters(world, FIFO);
      await world.expect(send({ MessageDeduplicationId: 'd' })).rejects.toMatchObject({
        name: 'MissingParameter',
        message: 'The request must contain the parameter MessageGroupId.',
      });
    },
  },
  {
    says: 'a group or a deduplication id has at most 128 characters',
    source: `${SQS}, test_message_group_id_too_long`,
    async holds(world) {
      const { send } = await letters(world, FIFO);
      const long = 'g'.repeat(129);
      for (const ids of [
        { MessageGroupId: long },
        { MessageGroupId: 'g', MessageDeduplicationId: long },
      ]) {
        await world.expect(send(ids)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      }
    },
  },
  {
    says: 'a message that repeats within five minutes is taken once, also after it was deleted',
    source: `${SQS}, test_fifo_deduplication_arrives_once_after_delete`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world, FIFO);
      await send({ MessageGroupId: 'g' });
      const [{ ReceiptHandle } = {}] = await receive();
      await world.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      await send({ MessageGroupId: 'g' });
      world.expect(await receive()).toEqual([]);
    },
  },
  {
    says: 'a message repeats another of the queue whatever their groups are',
    source: `${SQS}, test_fifo_deduplication_not_on_message_group_id`,
    async holds(world) {
      const { send, receive } = await letters(world, FIFO);
      await send({ MessageGroupId: 'g' });
      await send({ MessageGroupId: 'h' });
      world.expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(1);
    },
  },
  ...[0, 1].map(
    (seconds): VerifiedFact => ({
      says: `a message of a group that is visible again after ${seconds} s can be received, and none behind one in flight`,
      source: `${SQS}, test_fifo_message_group_visibility_after_${
        seconds === 0 ? 'terminate_visibility_timeout' : 'change_message_visibility'
      }`,
      async holds(world) {
        const { QueueUrl, send, receive } = await letters(world, FIFO);
        for (const [MessageGroupId, MessageBody] of [
          ['group-1', 'g1-m1'],
          ['group-1', 'g1-m2'],
          ['group-2', 'g2-m1'],
        ]) {
          await send({ MessageBody, MessageGroupId });
        }
        const [first, second] = await receive({ MaxNumberOfMessages: 2 });
        world.expect([first?.Body, second?.Body]).toEqual(['g1-m1', 'g1-m2']);
        const { ReceiptHandle } = first!;
        const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds };
        await world.send(new ChangeMessageVisibilityCommand(change));
        await world.pass(seconds * 1_000);
        const bodies = (await receive({ MaxNumberOfMessages: 3 })).map(({ Body }) => Body);
        world.expect(bodies).toEqual(['g2-m1', 'g1-m1']);
      },
    }),
  ),
  {
    says: 'a group stays blocked while one of two messages of a receive is still in flight',
    source: `${SQS}, test_fifo_message_group_visibility_after_partial_delete`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world, FIFO);
      for (const MessageBody of ['1-1', '2-1', '1-2', '2-2', '1-3', '1-4', '3-1']) {
        await send({ MessageBody, MessageGroupId: `group-${MessageBody.charAt(0)}` });
      }
      const [first] = await receive({ MaxNumberOfMessages: 2 });
      const { ReceiptHandle } = first!;
      await world.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const bodies = (await receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body);
      world.expect(bodies).toEqual(['2-1', '2-2', '3-1']);
    },
  },
  {
    says: 'the delay of a FIFO queue holds for each of its messages',
    source: `${SQS}, test_fifo_queue_send_message_with_delay_on_queue_works`,
    async holds(world) {
      const { send, receive } = await letters(world, { ...FIFO, DelaySeconds: '2' });
      for (const MessageBody of ['m1', 'm2', 'm3'])
        await send({ MessageBody, MessageGroupId: 'g' });
      world.expect(await receive()).toEqual([]);
      await world.pass(2_000);
      const bodies = (await receive({ MaxNumberOfMessages: 3 })).map(({ Body }) => Body);
      world.expect(bodies).toEqual(['m1', 'm2', 'm3']);
    },
  },
  {
    says: 'the receipt handle of a message that is visible again deletes nothing from a FIFO queue',
    source: `${SQS}, test_fifo_delete_message_with_expired_receipt_handle`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world, { ...FIFO, VisibilityTimeout: '1' });
      await send({ MessageGroupId: 'g' });
      const [{ ReceiptHandle } = {}] = await receive();
      await world.pass(1_000);
      const deletion = world.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      await world.expect(deletion).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      });
    },
  },
];
