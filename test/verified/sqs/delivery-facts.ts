import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { bodies, letters, SQS } from './letters.ts';

/** A queue with one message, and ways to act by receipt handle. */
async function oneLetter(world: FactWorld, attributes: Record<string, string> = {}) {
  const made = await letters(world, attributes);
  const { QueueUrl } = made;
  await made.send();
  const handleOf = async (input: Parameters<typeof made.receive>[0] = {}) =>
    (await made.receive(input))[0]?.ReceiptHandle;
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    world.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  const remove = (ReceiptHandle: string | undefined) =>
    world.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return { ...made, handleOf, change, remove };
}

/** What AWS says of messages in flight, delayed and waited for. */
export const deliveryFacts: readonly VerifiedFact[] = [
  {
    says: 'a message is visible again after its time in flight, with another handle',
    source: `${SQS}, test_receive_after_visibility_timeout`,
    async holds(world) {
      const { handleOf } = await oneLetter(world, { VisibilityTimeout: '1' });
      const first = await handleOf();
      world.expect(await handleOf()).toBeUndefined();
      await world.pass(1_000);
      const second = await handleOf();
      world.expect(second).toBeDefined();
      world.expect(second).not.toBe(first);
    },
  },
  {
    says: 'a receive with a visibility of zero leaves the message to the next receive',
    source: `${SQS}, test_receive_terminate_visibility_timeout`,
    async holds(world) {
      const { handleOf } = await oneLetter(world);
      await handleOf({ VisibilityTimeout: 0 });
      await world.pass(1);
      world.expect(await handleOf()).toBeDefined();
      world.expect(await handleOf()).toBeUndefined();
    },
  },
  {
    says: 'the visibility that a receive asks for counts instead of that of the queue',
    source: `${SQS}, test_receive_message_with_visibility_timeout_updates_timeout`,
    async holds(world) {
      const { handleOf } = await oneLetter(world);
      await handleOf({ VisibilityTimeout: 3 });
      world.expect(await handleOf()).toBeUndefined();
      await world.pass(3_000);
      world.expect(await handleOf()).toBeDefined();
    },
  },
  {
    says: 'a message stays in flight as long as its visibility is changed again and again',
    source: `${SQS}, test_extend_message_visibility_timeout_set_in_queue`,
    async holds(world) {
      const { handleOf, change } = await oneLetter(world, { VisibilityTimeout: '2' });
      const handle = await handleOf();
      for (let second = 0; second < 4; second += 1) {
        await world.pass(1_000);
        await change(handle, 2);
        world.expect(await handleOf()).toBeUndefined();
      }
      await world.pass(2_000);
      world.expect(await handleOf()).toBeDefined();
    },
  },
  {
    says: 'the handle of an earlier receive ends the visibility of a later one',
    source: `${SQS}, test_terminate_visibility_timeout_after_receive`,
    async holds(world) {
      const { handleOf, change } = await oneLetter(world);
      const first = await handleOf({ VisibilityTimeout: 0 });
      await world.pass(1);
      await handleOf({ VisibilityTimeout: 3 });
      await change(first, 0);
      world.expect(await handleOf()).toBeDefined();
    },
  },
  {
    says: 'a visibility that was changed is that of one receive alone',
    source: `${SQS}, test_change_message_visibility_not_permanent`,
    async holds(world) {
      const { handleOf, change } = await oneLetter(world);
      await change(await handleOf(), 0);
      world.expect(await handleOf()).toBeDefined();
      world.expect(await handleOf()).toBeUndefined();
    },
  },
  {
    says: 'the visibility of a message that was deleted cannot be changed',
    source: `${SQS}, test_change_visibility_on_deleted_message_raises_invalid_parameter_value`,
    async holds(world) {
      const { handleOf, change, remove } = await oneLetter(world);
      const handle = await handleOf();
      await change(handle, 42);
      await remove(handle);
      await world.expect(change(handle, 42)).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      });
    },
  },
  {
    says: 'a message can be deleted again and again',
    source: `${SQS}, test_delete_message_with_deleted_receipt_handle`,
    async holds(world) {
      const { handleOf, remove } = await oneLetter(world);
      const handle = await handleOf();
      for (let time = 0; time < 3; time += 1) {
        await world.expect(remove(handle)).resolves.toMatchObject({});
      }
    },
  },
  {
    says: 'the handle of a message that is visible again still deletes it',
    source: `${SQS}, test_remove_message_with_old_receipt_handle`,
    async holds(world) {
      const { handleOf, remove } = await oneLetter(world, { VisibilityTimeout: '1' });
      const handle = await handleOf();
      await world.pass(2_000);
      await remove(handle);
      world.expect(await handleOf()).toBeUndefined();
    },
  },
  {
    says: 'a message with a delay is found by a receive that waits for it, and by none before',
    source: `${SQS}, test_send_delay_and_wait_time`,
    async holds(world) {
      const { send, receive } = await letters(world);
      await send({ DelaySeconds: 1 });
      world.expect(await receive()).toEqual([]);
      world.expect(await receive({ WaitTimeSeconds: 2 })).toHaveLength(1);
    },
  },
  ...[{ WaitTimeSeconds: 10 }, {}].map(
    (input): VerifiedFact => ({
      says: `a receive waits for a message as long as ${'WaitTimeSeconds' in input ? 'it says' : 'its queue says'}`,
      source: `${SQS}, ${'WaitTimeSeconds' in input ? 'test_wait_time_seconds_waits_correctly' : 'test_wait_time_seconds_queue_attribute_waits_correctly'}`,
      async holds(world) {
        const { send, receive } = await letters(
          world,
          'WaitTimeSeconds' in input ? {} : { ReceiveMessageWaitTimeSeconds: '10' },
        );
        const waiting = receive(input);
        await world.pass(1_000);
        await send();
        world.expect(await waiting).toHaveLength(1);
      },
    }),
  ),
  {
    says: 'a receive that may wait does not wait for more than there is',
    source: `${SQS}, test_receive_message_wait_time_seconds_and_max_number_of_messages_does_not_block`,
    async holds(world) {
      const { send, receive } = await letters(world);
      for (const MessageBody of ['one', 'two']) await send({ MessageBody });
      const before = world.cloud.scheduler.nowMs();
      const received = await receive({ MaxNumberOfMessages: 3, WaitTimeSeconds: 5 });
      world.expect(bodies(received)).toEqual(['one', 'two']);
      world.expect(world.cloud.scheduler.nowMs() - before).toBeLessThan(2_000);
    },
  },
  ...(['in flight', 'delayed'] as const).map(
    (state): VerifiedFact => ({
      says: `a purge takes what is ${state} as well`,
      source: `${SQS}, test_purge_queue_deletes_${state === 'delayed' ? 'delayed' : 'inflight'}_messages`,
      async holds(world) {
        const { QueueUrl, send, receive } = await letters(world);
        await send(state === 'delayed' ? { DelaySeconds: 2 } : {});
        if (state === 'in flight') await receive({ VisibilityTimeout: 2 });
        await world.send(new PurgeQueueCommand({ QueueUrl }));
        await world.pass(3_000);
        world.expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
      },
    }),
  ),
  {
    says: 'what is sent after a purge arrives',
    source: `${SQS}, test_purge_queue`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world);
      await send({ MessageBody: 'before' });
      await world.send(new PurgeQueueCommand({ QueueUrl }));
      await send({ MessageBody: 'after' });
      world.expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['after']);
    },
  },
  {
    says: 'a FIFO queue forgets at a purge what it was sent',
    source: `${SQS}, test_purge_queue_clears_fifo_deduplication_cache`,
    async holds(world) {
      const { QueueUrl, send, receive } = await letters(world, { FifoQueue: 'true' });
      const same = { MessageGroupId: 'group', MessageDeduplicationId: 'same' };
      await send({ ...same, MessageBody: 'message-1' });
      await world.send(new PurgeQueueCommand({ QueueUrl }));
      await send({ ...same, MessageBody: 'message-2' });
      world.expect(bodies(await receive())).toEqual(['message-2']);
    },
  },
  {
    says: 'a second purge within a minute is refused',
    source: `${SQS}, test_successive_purge_calls_fail`,
    async holds(world) {
      const { QueueUrl } = await letters(world);
      await world.send(new PurgeQueueCommand({ QueueUrl }));
      const again = world.send(new PurgeQueueCommand({ QueueUrl }));
      await world.expect(again).rejects.toMatchObject({
        name: 'PurgeQueueInProgress',
        message: 'Only one PurgeQueue operation on letters is allowed every 60 seconds.',
        $metadata: { httpStatusCode: 403 },
      });
    },
  },
];
