import {
  CreateQueueCommand,
  ListQueuesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { VerifiedFact } from '../fact.ts';
import { named, SQS } from './letters.ts';

/** Two ways to make a queue twice, that find the first. */
const REPEATS: readonly [test: string, first: object, second: object][] = [
  ['test_create_queue_without_attributes_is_idempotent', {}, {}],
  [
    'test_create_queue_with_same_attributes_is_idempotent',
    { VisibilityTimeout: '69' },
    { VisibilityTimeout: '69' },
  ],
  [
    'test_create_queue_with_default_attributes_is_idempotent',
    { VisibilityTimeout: '69', ReceiveMessageWaitTimeSeconds: '1' },
    {},
  ],
];

/** Names that no queue of that kind has. */
const WRONG_NAMES: readonly [test: string, name: string, attributes: Record<string, string>][] = [
  ['test_fifo_queue_requires_suffix', 'invalid', { FifoQueue: 'true' }],
  ['test_standard_queue_cannot_have_fifo_suffix', 'queue.fifo', {}],
  ['test_disallow_queue_name_with_slashes', 'queue/one/', {}],
];

/** What AWS says of queues that are made, once and again, and of their names. */
export const creationFacts: readonly VerifiedFact[] = [
  ...REPEATS.map(
    ([test, first, second]): VerifiedFact => ({
      says: `a queue made with ${JSON.stringify(first)} is found by one with ${JSON.stringify(second)}`,
      source: `${SQS}, ${test}`,
      async holds(world) {
        const made = await named(world, 'twice', { ...first });
        world.expect(await named(world, 'twice', { ...second })).toEqual(made);
      },
    }),
  ),
  {
    says: 'a queue whose attributes were changed is found by those it has now, not by those it had',
    source: `${SQS}, test_create_queue_with_different_attributes_raises_exception`,
    async holds(world) {
      const { QueueUrl } = await named(world, 'twice', { DelaySeconds: '1' });
      const Attributes = { DelaySeconds: '2' };
      await world.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      world.expect(await named(world, 'twice', Attributes)).toMatchObject({ QueueUrl });
      const old = { QueueName: 'twice', Attributes: { DelaySeconds: '1' } };
      await world.expect(world.send(new CreateQueueCommand(old))).rejects.toMatchObject({
        name: 'QueueNameExists',
        message:
          'A queue already exists with the same name and a different value for attribute DelaySeconds',
      });
    },
  },
  ...WRONG_NAMES.map(
    ([test, QueueName, Attributes]): VerifiedFact => ({
      says: `${QueueName} is no name of ${'FifoQueue' in Attributes ? 'a FIFO' : 'a standard'} queue`,
      source: `${SQS}, ${test}`,
      async holds({ send, expect }) {
        const making = send(new CreateQueueCommand({ QueueName, Attributes }));
        await expect(making).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      },
    }),
  ),
  {
    says: 'queues are listed by the beginning of their names',
    source: `${SQS}, test_list_queues`,
    async holds(world) {
      const urls: string[] = [];
      for (const name of ['a-test-1', 'a-test-2', 'b-test-1']) {
        urls.push((await named(world, name)).QueueUrl);
      }
      const list = async (QueueNamePrefix?: string): Promise<string[]> =>
        (await world.send(new ListQueuesCommand({ QueueNamePrefix })))['QueueUrls'];
      world.expect(await list('a-test-')).toEqual(urls.slice(0, 2));
      world.expect(await list('b-test-')).toEqual(urls.slice(2));
      world.expect(await list()).toEqual(urls);
    },
  },
];
