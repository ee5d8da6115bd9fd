import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';

const SQS = 'localstack/localstack tests/aws/services/sqs/test_sqs.py';

/** Makes a queue and gives its URL. */
export async function queue(
  { send }: FactWorld,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const QueueName = 'FifoQueue' in Attributes ? 'letters.fifo' : 'letters';
  return (await send(new CreateQueueCommand({ QueueName, Attributes })))['QueueUrl'];
}

async function attributes({ send }: FactWorld, QueueUrl: string): Promise<unknown> {
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  return (await send(asked))['Attributes'];
}

/** What AWS says of queues and their attributes. */
export const queueFacts: readonly VerifiedFact[] = [
  {
    says: 'a FIFO queue that is made again with other attributes is refused',
    source: `${SQS}, test_create_fifo_queue_with_different_attributes_raises_error`,
    async holds(world) {
      await queue(world, { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
      const again = queue(world, { FifoQueue: 'true', ContentBasedDeduplication: 'false' });
      await world.expect(again).rejects.toMatchObject({
        name: 'QueueNameExists',
        message:
          'A queue already exists with the same name and a different value for attribute ContentBasedDeduplication',
      });
    },
  },
  {
    says: 'a standard queue that is made again with other attributes is refused',
    source: `${SQS}, test_create_queue_with_different_attributes_raises_exception`,
    async holds(world) {
      await queue(world, { VisibilityTimeout: '1' });
      await world.expect(queue(world, { VisibilityTimeout: '2' })).rejects.toMatchObject({
        name: 'QueueNameExists',
        message:
          'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
      });
      await world.expect(queue(world, { VisibilityTimeout: '1' })).resolves.toContain('/letters');
    },
  },
  {
    says: 'a standard queue has no FifoQueue attribute, not even a false one',
    source: `${SQS}, test_create_standard_queue_with_fifo_attribute_raises_error`,
    async holds({ send, expect }) {
      const Attributes = { FifoQueue: 'false' };
      await expect(
        send(new CreateQueueCommand({ QueueName: 'plain', Attributes })),
      ).rejects.toMatchObject({
        name: 'InvalidAttributeName',
        message: 'Unknown Attribute FifoQueue.',
      });
    },
  },
  {
    says: 'the name of a queue that was just deleted cannot be used for a minute',
    source: `${SQS}, test_create_queue_recently_deleted`,
    async holds(world) {
      const QueueUrl = await queue(world);
      await world.send(new DeleteQueueCommand({ QueueUrl }));
      await world.expect(queue(world)).rejects.toMatchObject({
        name: 'QueueDeletedRecently',
        message:
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      });
      await world.pass(60_000);
      await world.expect(queue(world)).resolves.toContain('/letters');
    },
  },
  {
    says: 'a queue that does not exist is a client error of status 400',
    source: `${SQS}, test_non_existent_queue`,
    async holds({ send, expect }) {
      await expect(send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
        name: 'QueueDoesNotExist',
        message: 'The specified queue does not exist.',
        $metadata: { httpStatusCode: 400 },
      });
    },
  },
  {
    says: 'a FIFO queue can be changed to high throughput after it was made, and back',
    source: `${SQS}, test_fifo_change_to_high_throughput_after_creation`,
    async holds(world) {
      const QueueUrl = await queue(world, { FifoQueue: 'true' });
      const high = { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
      const regular = { DeduplicationScope: 'queue', FifoThroughputLimit: 'perQueue' };
      for (const Attributes of [high, regular]) {
        await world.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
        world.expect(await attributes(world, QueueUrl)).toMatchObject(Attributes);
      }
    },
  },
  {
    says: 'the limit of throughput needs the deduplication of each group by itself',
    source: `${SQS}, test_fifo_change_to_high_throughput_after_creation`,
    async holds(world) {
      const QueueUrl = await queue(world, { FifoQueue: 'true' });
      const Attributes = { FifoThroughputLimit: 'perMessageGroupId' };
      const setting = world.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      await world.expect(setting).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
    },
  },
  {
    says: 'tags that are all taken away are left out of the answer',
    source: `${SQS}, test_tag_untag_queue`,
    async holds(world) {
      const QueueUrl = await queue(world);
      await world.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a' } }));
      const listed = await world.send(new ListQueueTagsCommand({ QueueUrl }));
      world.expect(listed['Tags']).toEqual({ team: 'a' });
      await world.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team'] }));
      world
        .expect(await world.send(new ListQueueTagsCommand({ QueueUrl })))
        .not.toHaveProperty('Tags');
    },
  },
  {
    says: 'a policy that is set to nothing is left out of the attributes',
    source: `${SQS}, test_set_empty_queue_policy`,
    async holds(world) {
      const QueueUrl = await queue(world);
      const set = (Policy: string): Promise<never> =>
        world.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      await set('{"Version":"2012-10-17","Statement":[]}');
      await set('');
      world.expect(await attributes(world, QueueUrl)).not.toHaveProperty('Policy');
    },
  },
];
