import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { letters, named, redrive, SQS } from './letters.ts';

/** A queue, and short ways to set and to read its attributes and tags. */
async function setting(world: FactWorld, attributes: Record<string, string> = {}) {
  const { QueueUrl } = await letters(world, attributes);
  const { send } = world;
  return {
    QueueUrl,
    set: (Attributes: Record<string, string>) =>
      send(new SetQueueAttributesCommand({ QueueUrl, Attributes })),
    get: async (...AttributeNames: string[]): Promise<Record<string, string> | undefined> => {
      const asked = { QueueUrl, AttributeNames: AttributeNames as never };
      return (await send(new GetQueueAttributesCommand(asked)))['Attributes'];
    },
    tag: (Tags: Record<string, string>) => send(new TagQueueCommand({ QueueUrl, Tags })),
    untag: (...TagKeys: string[]) => send(new UntagQueueCommand({ QueueUrl, TagKeys })),
    tags: async () => (await send(new ListQueueTagsCommand({ QueueUrl })))['Tags'],
  };
}

const ARN = 'arn:aws:sqs:us-east-1:000000000000:dead';

/** Redrive policies that are refused, and why. */
const WRONG_REDRIVES: readonly [what: string, policy: object][] = [
  ['no count', { deadLetterTargetArn: ARN }],
  ['no queue', { maxReceiveCount: '42' }],
  ['a count that is none', { deadLetterTargetArn: ARN, maxReceiveCount: 'invalid' }],
];

/** What AWS says of the attributes and tags of queues. */
export const settingsFacts: readonly VerifiedFact[] = [
  {
    says: 'only the attributes asked for are told',
    source: `${SQS}, test_create_queue_and_get_attributes`,
    async holds(world) {
      const { get } = await setting(world);
      world.expect(await get('QueueArn', 'CreatedTimestamp', 'VisibilityTimeout')).toEqual({
        QueueArn: world.expect.stringMatching(/:letters$/),
        CreatedTimestamp: world.expect.stringMatching(/^\d{10}$/),
        VisibilityTimeout: '30',
      });
    },
  },
  {
    says: 'a change of some attributes leaves the others as they were',
    source: `${SQS}, test_create_and_update_queue_attributes`,
    async holds(world) {
      const { set, get } = await setting(world, {
        ...{ MessageRetentionPeriod: '604800', ReceiveMessageWaitTimeSeconds: '10' },
        VisibilityTimeout: '20',
      });
      const before = await get('All');
      world.expect(before).toMatchObject({ DelaySeconds: '0', SqsManagedSseEnabled: 'true' });
      const changed = { MaximumMessageSize: '2048', VisibilityTimeout: '69', DelaySeconds: '420' };
      await set(changed);
      world.expect(await get('All')).toEqual({ ...before, ...changed });
    },
  },
  {
    says: 'all attributes of a FIFO queue, by default',
    source: `${SQS}, test_fifo_set_content_based_deduplication_strategy`,
    async holds(world) {
      const { set, get } = await setting(world, {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'true',
      });
      const before = await get('All');
      world.expect(before).toEqual({
        ...{ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesDelayed: '0' },
        ...{ ApproximateNumberOfMessagesNotVisible: '0', ContentBasedDeduplication: 'true' },
        ...{ DeduplicationScope: 'queue', DelaySeconds: '0', FifoQueue: 'true' },
        ...{ FifoThroughputLimit: 'perQueue', MessageRetentionPeriod: '345600' },
        ...{ ReceiveMessageWaitTimeSeconds: '0', SqsManagedSseEnabled: 'true' },
        ...{ VisibilityTimeout: '30', QueueArn: world.expect.stringMatching(/:letters\.fifo$/) },
        CreatedTimestamp: world.expect.stringMatching(/^\d{10}$/),
        LastModifiedTimestamp: world.expect.stringMatching(/^\d{10}$/),
        // 262144 when it was recorded; the limit has been raised since.
        MaximumMessageSize: '1048576',
      });
      await set({ ContentBasedDeduplication: 'false' });
      world.expect(await get('All')).toEqual({ ...before, ContentBasedDeduplication: 'false' });
    },
  },
  {
    says: 'a standard queue cannot become a FIFO queue',
    source: `${SQS}, test_set_unsupported_attribute_fifo`,
    async holds(world) {
      const { set } = await setting(world);
      await world.expect(set({ FifoQueue: 'true' })).rejects.toMatchObject({
        name: 'InvalidAttributeName',
        message: 'Unknown Attribute FifoQueue.',
      });
    },
  },
  {
    says: 'a FIFO queue stays one: it can be told that it is, and not that it is none',
    source: `${SQS}, test_set_unsupported_attribute_fifo`,
    async holds(world) {
      const { set } = await setting(world, { FifoQueue: 'true' });
      await set({ FifoQueue: 'true' });
      await world.expect(set({ FifoQueue: 'false' })).rejects.toMatchObject({
        name: 'InvalidAttributeValue',
        message:
          'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
      });
    },
  },
  {
    says: 'a key of one’s own turns the key of SQS off',
    source: `${SQS}, test_sse_queue_attributes`,
    async holds(world) {
      const { set, get } = await setting(world);
      const own = { KmsMasterKeyId: 'testKeyId', KmsDataKeyReusePeriodSeconds: '6000' };
      await set({ ...own, SqsManagedSseEnabled: 'false' });
      const asked = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'];
      world.expect(await get(...asked)).toEqual({ ...own, SqsManagedSseEnabled: 'false' });
    },
  },
  {
    says: 'a queue with the key of SQS shows no other',
    source: `${SQS}, test_sse_queue_attributes`,
    async holds(world) {
      const { set, get } = await setting(world);
      await set({ SqsManagedSseEnabled: 'true' });
      const asked = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'];
      world.expect(await get(...asked)).toEqual({ SqsManagedSseEnabled: 'true' });
    },
  },
  {
    says: 'a queue has one kind of encryption at a time',
    source: `${SQS}, test_sse_kms_and_sqs_are_mutually_exclusive`,
    async holds(world) {
      const { set } = await setting(world);
      const both = { KmsMasterKeyId: 'testKeyId', SqsManagedSseEnabled: 'true' };
      await world.expect(set(both)).rejects.toMatchObject({
        name: 'InvalidAttributeName',
        message:
          'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
      });
    },
  },
  {
    says: 'an ARN that is none is refused in a redrive policy before it is looked up',
    source: `${SQS}, test_invalid_dead_letter_arn_rejected_before_lookup`,
    async holds(world) {
      const RedrivePolicy = '{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}';
      const making = letters(world, { RedrivePolicy });
      await world.expect(making).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.`,
      });
    },
  },
  ...WRONG_REDRIVES.map(
    ([what, policy]): VerifiedFact => ({
      says: `a redrive policy with ${what} is refused`,
      source: `${SQS}, test_redrive_policy_attribute_validity`,
      async holds(world) {
        await named(world, 'dead');
        const { set } = await setting(world);
        const refused = set({ RedrivePolicy: JSON.stringify(policy) });
        await world.expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      },
    }),
  ),
  {
    says: 'a redrive policy may give its count as a text, and shows it as a number',
    source: `${SQS}, test_redrive_policy_attribute_validity, and test_get_specific_queue_attribute_response`,
    async holds(world) {
      const { arn } = await named(world, 'dead');
      const { set, get } = await setting(world);
      const policy = { deadLetterTargetArn: arn, maxReceiveCount: '42' };
      await set({ RedrivePolicy: JSON.stringify(policy) });
      const { RedrivePolicy = '' } = (await get('RedrivePolicy')) ?? {};
      world.expect(JSON.parse(RedrivePolicy)).toEqual({ ...policy, maxReceiveCount: 42 });
    },
  },
  {
    says: 'the sources of a dead-letter queue are listed',
    source: `${SQS}, test_dead_letter_queue_list_sources`,
    async holds(world) {
      const dead = await named(world, 'dead');
      const one = await named(world, 'one', redrive(dead.arn, 50));
      const two = await named(world, 'two', redrive(dead.arn, 50));
      const { QueueUrl } = dead;
      const { queueUrls } = await world.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
      world.expect(queueUrls).toEqual([one.QueueUrl, two.QueueUrl]);
    },
  },
  {
    says: 'tags that differ in case are two',
    source: `${SQS}, test_tags_case_sensitive`,
    async holds(world) {
      const { tag, tags } = await setting(world);
      await tag({ MyTag: 'value1', mytag: 'value2' });
      world.expect(await tags()).toEqual({ MyTag: 'value1', mytag: 'value2' });
    },
  },
  {
    says: 'a tag that is set again has its new value, and a tag may be empty',
    source: `${SQS}, test_tag_queue_overwrites_existing_tag, and test_tag_untag_queue`,
    async holds(world) {
      const { tag, tags } = await setting(world);
      await tag({ tag1: 'value1', tag2: 'value2' });
      await tag({ tag1: 'VALUE1', tag3: '' });
      world.expect(await tags()).toEqual({ tag1: 'VALUE1', tag2: 'value2', tag3: '' });
    },
  },
  {
    says: 'a tag that is not there can be taken away',
    source: `${SQS}, test_untag_queue_ignores_non_existing_tag`,
    async holds(world) {
      const { tag, untag, tags } = await setting(world);
      await tag({ tag1: 'value1', tag2: 'value2' });
      await untag('tag1', 'tag3');
      world.expect(await tags()).toEqual({ tag2: 'value2' });
    },
  },
  {
    says: 'a queue can be made with tags',
    source: `${SQS}, test_create_queue_with_tags`,
    async holds({ send, expect }) {
      const tags = { tag1: 'value1', tag2: 'value2' };
      const { QueueUrl } = await send(new CreateQueueCommand({ QueueName: 'tagged', tags }));
      expect((await send(new ListQueueTagsCommand({ QueueUrl })))['Tags']).toEqual(tags);
    },
  },
];
