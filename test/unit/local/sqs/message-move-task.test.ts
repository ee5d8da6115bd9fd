import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResult,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

/** A handle of a task that never was. */
function handle(queueName: string): string {
  const sourceArn = `arn:aws:sqs:eu-west-1:111122223333:${queueName}`;
  return Buffer.from(JSON.stringify({ taskId: 'none', sourceArn })).toString('base64');
}

function setUp() {
  const world = new World({ conduct: 'server' });
  const dead = world.queue('dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.settings.arn, maxReceiveCount: 1 };
  const queue = world.queue('orders', { VisibilityTimeout: 1, RedrivePolicy });
  const SourceArn = dead.settings.arn;
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const start = (input: object = {}) =>
    call<{ TaskHandle: string }>(new StartMessageMoveTaskCommand({ SourceArn, ...input }));
  const list = async () =>
    (await call<ListMessageMoveTasksResult>(new ListMessageMoveTasksCommand({ SourceArn })))
      .Results?.[0];
  const bury = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      queue.send({ body: `message ${index}`, senderId: 'test' });
    }
    queue.receive(count);
    await world.pass(1000);
    queue.receive(count);
  };
  return { world, dead, queue, call, start, list, bury };
}

describe('StartMessageMoveTask', () => {
  it('moves dead letters back to where they came from, as new messages', async () => {
    const { world, dead, queue, start, list, bury } = setUp();
    await bury(3);
    await start();
    await world.drain();
    expect(dead.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const moved = queue.receive(10);
    expect(moved.map(({ message }) => message.body)).toEqual([
      'message 0',
      'message 1',
      'message 2',
    ]);
    expect(moved[0]).toMatchObject({ receive: 1 });
    expect(await list()).toMatchObject({
      Status: 'COMPLETED',
      ApproximateNumberOfMessagesMoved: 3,
      ApproximateNumberOfMessagesToMove: 3,
    });
  });

  it('fails on messages that no redrive policy moved, and leaves them', async () => {
    const { world, dead, start, list } = setUp();
    dead.send({ body: 'sent here', senderId: 'test' });
    await start();
    await world.drain();
    expect(dead.visible).toBe(1);
    expect(await list()).toMatchObject({
      Status: 'FAILED',
      FailureReason: 'CouldNotDetermineMessageSource',
    });
  });

  it('moves such messages to a destination that is given', async () => {
    const { world, dead, queue, start } = setUp();
    dead.send({ body: 'sent here', senderId: 'test' });
    await start({ DestinationArn: queue.settings.arn });
    await world.drain();
    expect(queue.visible).toBe(1);
  });

  it('keeps to the rate it is given', async () => {
    const { world, start, bury } = setUp();
    await bury(5);
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    await world.drain();
    expect(world.elapsedMs).toBe(1000 + 5000);
  });

  it.each([
    ['a queue that is nobody’s dead-letter queue', 'orders', {}, 'InvalidParameterValue'],
    ['a queue that does not exist', 'none', {}, 'ResourceNotFoundException'],
    ['a rate over 500', 'dead', { MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue'],
  ])('refuses %s', async (_what, name, input, error) => {
    const { world, start } = setUp();
    const starting = start({ SourceArn: world.arn('sqs', name), ...input });
    await expect(starting).rejects.toMatchObject({ name: error });
  });

  it.each([
    ['its destination', 'orders'],
    ['its source', 'dead'],
  ])('fails when %s is deleted while it runs', async (_what, name) => {
    const { world, start, list, bury } = setUp();
    await bury(3);
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    await world.pass(500);
    const failing = world.engines.sqs.queueNamed(name);
    if (name === 'dead') {
      // Its tasks are listed by its ARN, and so only once it is there again.
      world.engines.sqs.delete(failing);
      await world.pass(60_000);
      world.queue('dead');
    } else {
      world.engines.sqs.delete(failing);
      await world.drain();
    }
    expect(await list()).toMatchObject({
      Status: 'FAILED',
      FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
      ApproximateNumberOfMessagesMoved: 1,
    });
  });

  it.each([
    ['nonsense', 'InvalidParameterValue', 400, 'Value for parameter TaskHandle is invalid.'],
    [handle('orders'), 'ResourceNotFoundException', 404, 'Task does not exist.'],
    [
      handle('none'),
      'ResourceNotFoundException',
      404,
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
  ])('is not found by the handle %s', async (TaskHandle, name, httpStatusCode, message) => {
    const { call } = setUp();
    const cancelling = call(new CancelMessageMoveTaskCommand({ TaskHandle }));
    await expect(cancelling).rejects.toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode },
    });
  });

  it('refuses a second task for a queue', async () => {
    const { start, bury } = setUp();
    await bury(2);
    await start();
    await expect(start()).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('There is already a task running'),
    });
  });

  it('can be cancelled; what was moved stays moved', async () => {
    const { world, queue, dead, start, list, bury, call } = setUp();
    await bury(5);
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await world.pass(1500);
    const cancelling = call(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(await cancelling).toMatchObject({ ApproximateNumberOfMessagesMoved: 2 });
    await world.drain();
    expect([queue.visible, dead.visible]).toEqual([2, 3]);
    expect(await list()).toMatchObject({ Status: 'CANCELLED' });
    await expect(call(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
      name: 'UnsupportedOperation',
    });
  });
});
