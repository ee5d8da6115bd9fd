import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`;

async function setUp(name = 'orders') {
  const world = new World({ conduct: 'server' });
  const QueueUrl = url(name);
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const create = () => call(new CreateQueueCommand({ QueueName: name }));
  const remove = () => call(new DeleteQueueCommand({ QueueUrl }));
  const send = (MessageBody: string) => call(new SendMessageCommand({ QueueUrl, MessageBody }));
  await create();
  const queue = world.engines.sqs.queueNamed(name);
  return { world, call, create, remove, send, queue, QueueUrl };
}

describe('DeleteQueue', () => {
  it('takes the queue away with all that is in it', async () => {
    const { remove, send, create, world, queue } = await setUp();
    await send('a');
    await remove();
    await expect(send('b')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(remove()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await world.pass(60_000);
    await create();
    expect(queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('keeps its name taken for a minute', async () => {
    const { remove, create, world } = await setUp();
    await remove();
    await world.pass(59_999);
    await expect(create()).rejects.toMatchObject({
      name: 'QueueDeletedRecently',
      message:
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    });
    await world.pass(1);
    expect(await create()).toMatchObject({ QueueUrl: url('orders') });
  });

  it('ends the receives that wait', async () => {
    const { remove, call, QueueUrl, world } = await setUp();
    const waiting = call(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    const refused = expect(waiting).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await world.pass(1000);
    await remove();
    await refused;
    expect(world.elapsedMs).toBe(1000);
  });

  it('takes its policy along', async () => {
    const { remove, create, world, queue } = await setUp();
    world.openToRules(queue);
    await remove();
    await world.pass(60_000);
    await create();
    const rule = { kind: 'service', service: 'events.amazonaws.com', sourceArn: '' } as const;
    const access = { action: 'sqs:SendMessage', resource: queue.settings.arn };
    expect(world.engines.iam.isAllowed(rule, access)).toBe(false);
  });

  it('lets whoever polls it wait for a queue of that name', async () => {
    const { remove, create, send, world, queue } = await setUp();
    let pokes = 0;
    queue.attach({ poke: () => (pokes += 1) });
    await remove();
    await world.pass(60_000);
    await create();
    expect(pokes).toBe(0);
    await send('after');
    expect(pokes).toBe(1);
  });

  it('loses what a mapping has in flight without a word', async () => {
    const { remove, send, world, queue } = await setUp();
    let handled = 0;
    const target = world.function('consumer', async () => {
      await world.pass(1000);
      handled += 1;
    });
    world.mapping(queue.settings.arn, target);
    await send('a');
    await world.pass(500);
    await remove();
    await world.drain();
    expect(handled).toBe(1);
  });

  it('ends the deliveries of a rule at once, and not after its retries', async () => {
    const { remove, world, queue } = await setUp();
    const dead = world.queue('undelivered');
    world.openToRules(queue, dead);
    const rule = { name: 'placed', arn: world.arn('events', 'rule/placed'), enabled: true };
    const shape = { ...rule, pattern: { source: ['shop'] }, schedule: undefined };
    world.engines.eventbridge.createRule(undefined, shape, [
      { Id: 'q', Arn: queue.settings.arn, DeadLetterConfig: { Arn: dead.settings.arn } },
    ]);
    await remove();
    const Entries = [{ Source: 'shop', DetailType: 'T', Detail: '{}' }];
    await world.client.send(new PutEventsCommand({ Entries }));
    await world.drain();
    const [received] = dead.receive(1);
    expect(received?.message.attributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_RESOURCE' },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
  });

  it('forgets what a FIFO queue was sent', async () => {
    const world = new World();
    const properties = { FifoQueue: true };
    const draft = { body: 'a', senderId: 'test', groupId: 'g', deduplicationId: 'd' };
    const queue = world.queue('orders.fifo', properties);
    const { id } = queue.send(draft);
    world.engines.sqs.delete(queue);
    await world.pass(60_000);
    expect(world.queue('orders.fifo', properties).send(draft).id).not.toBe(id);
  });

  it('ends its metrics, and leaves what was measured', async () => {
    const { remove, send, world } = await setUp();
    await send('a');
    await world.pass(60_000);
    await remove();
    await world.pass(60_000);
    const visible = {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'orders' },
    };
    const endMs = world.engines.scheduler.nowMs();
    const minutes = { periodMs: 60_000, startMs: endMs - 120_000, endMs };
    const read = { metric: visible, statistic: 'Maximum', ...minutes };
    expect(world.engines.cloudwatch.statistics(read).map(({ value }) => value)).toEqual([1]);
  });
});
