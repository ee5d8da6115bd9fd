import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  type ReceiveMessageResult,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { World } from '../cloud/world.ts';

const MAXIMUM_IN_FLIGHT = 120_000;

const redrive = (arn: string) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });

function setUp(properties: Record<string, unknown> = {}) {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders', properties);
  const QueueUrl = queue.settings.url;
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const send = (input: Partial<SendMessageCommandInput> = {}) =>
    call(new SendMessageCommand({ QueueUrl, MessageBody: 'a', ...input }));
  const receive = (input: Partial<ReceiveMessageCommandInput> = {}) =>
    call<ReceiveMessageResult>(new ReceiveMessageCommand({ QueueUrl, ...input }));
  const set = (url: string, Attributes: Record<string, string>) =>
    call(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
    call(new CreateQueueCommand({ QueueName, Attributes }));
  const remove = (url: string) => call(new DeleteQueueCommand({ QueueUrl: url }));
  return { world, queue, QueueUrl, call, send, receive, set, create, remove };
}

describe('a redrive policy', () => {
  it('is refused by name to the queue itself', async () => {
    const { queue, set, QueueUrl } = setUp();
    const setting = set(QueueUrl, { RedrivePolicy: redrive(queue.settings.arn) });
    await expect(setting).rejects.toThrow(/not simulated: .*circle of dead-letter queues/);
    expect(queue.settings.redrive).toBeUndefined();
  });

  it('is refused by name where dead letters would come back to it', async () => {
    const { world, queue, set, QueueUrl } = setUp();
    const dead = world.queue('dead', { RedrivePolicy: redrive(queue.settings.arn) });
    const setting = set(QueueUrl, { RedrivePolicy: redrive(dead.settings.arn) });
    await expect(setting).rejects.toMatchObject({ name: 'NotSimulatedError' });
  });
});

describe('a long poll', () => {
  it('leaves what is visible where it is while 120,000 messages are in flight', async () => {
    const { queue, world, receive, send } = setUp();
    for (let count = 0; count < MAXIMUM_IN_FLIGHT; count += 1) {
      queue.send({ body: 'a', senderId: 'test' });
    }
    const received = queue.receive(MAXIMUM_IN_FLIGHT, 3_600_000);
    await send({ MessageBody: 'waits' });
    const polling = receive({ WaitTimeSeconds: 20 });
    await world.pass(1_000);
    queue.delete(received[0]!);
    await send({ MessageBody: 'wakes it' });
    expect(await polling).toMatchObject({ Messages: [{ Body: 'waits' }] });
    expect(queue.inFlight).toBe(MAXIMUM_IN_FLIGHT);
    expect(await receive({ WaitTimeSeconds: 20 })).not.toHaveProperty('Messages');
  });
});

describe('StartMessageMoveTask', () => {
  it.each([
    ['its source', 'dead', 'Source queue arn and destination queue arn cannot be the same.'],
    [
      'a queue of the other kind',
      'other.fifo',
      'The source queue and destination queue must be of the same queue type.',
    ],
  ])('refuses %s as its destination', async (_what, name, message) => {
    const { world, call } = setUp();
    const dead = world.queue('dead');
    world.queue('other.fifo', { FifoQueue: true });
    world.queue('source', { RedrivePolicy: redrive(dead.settings.arn) });
    const DestinationArn = world.arn('sqs', name);
    const SourceArn = dead.settings.arn;
    const starting = call(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
    await expect(starting).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
  });
});

describe('a queue with a policy that is not simulated', () => {
  const Policy = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*', Odd: 1 }],
  });

  it('is not made', async () => {
    const { create, call } = setUp();
    await expect(create('shared', { Policy })).rejects.toMatchObject({ name: 'NotSimulatedError' });
    const finding = call(new GetQueueUrlCommand({ QueueName: 'shared' }));
    await expect(finding).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('stays as it was', async () => {
    const { set, QueueUrl, queue } = setUp();
    const before = { ...queue.settings };
    const setting = set(QueueUrl, { Policy, VisibilityTimeout: '69' });
    await expect(setting).rejects.toMatchObject({ name: 'NotSimulatedError' });
    expect(queue.settings).toEqual(before);
  });
});

describe('what a message does not have', () => {
  const text = { DataType: 'String', StringValue: 'a' };
  const lists = 'Message attribute list values in SendMessage operation are not supported.';

  it.each([
    [
      { MessageSystemAttributes: { Odd: text } as object },
      'InvalidParameterValue',
      "Message system attribute name 'Odd' is invalid.",
    ],
    [
      { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'Number', StringValue: '1' } } },
      'InvalidParameterValue',
      "Message system attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.",
    ],
    [
      { MessageAttributes: { a: { ...text, StringListValues: ['b'] } } },
      'UnsupportedOperation',
      lists,
    ],
    [
      { MessageAttributes: { a: { ...text, BinaryListValues: [Buffer.from('b')] } } },
      'UnsupportedOperation',
      lists,
    ],
  ])('is refused at the send: %j', async (input, name, message) => {
    const { send, queue } = setUp();
    await expect(send(input)).rejects.toMatchObject({ name, message });
    expect(queue.visible).toBe(0);
  });

  it.each(['AttributeNames', 'MessageSystemAttributeNames'])(
    'is refused at the receive, among its %s',
    async (member) => {
      const { send, receive, queue } = setUp();
      await send();
      await expect(receive({ [member]: ['SenderId', 'Policy'] })).rejects.toMatchObject({
        name: 'InvalidAttributeName',
        message: 'Unknown Attribute Policy.',
      });
      expect(queue.inFlight).toBe(0);
    },
  );

  it.each(['toString', 'constructor'])('is no attribute %s of its queue', async (name) => {
    const { call, QueueUrl } = setUp();
    const AttributeNames = [name as 'All'];
    const asking = call(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    await expect(asking).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  });
});

describe('a receipt handle', () => {
  it('is one of its queue alone, even for the dead letter that its message became', async () => {
    const { world, call, queue, send, receive, set, QueueUrl } = setUp({ VisibilityTimeout: 1 });
    const dead = world.queue('dead');
    await set(QueueUrl, { RedrivePolicy: redrive(dead.settings.arn) });
    await send();
    const ReceiptHandle = (await receive()).Messages?.[0]?.ReceiptHandle;
    await world.pass(1_000);
    await receive();
    expect([queue.visible, dead.visible]).toEqual([0, 1]);
    const deleting = call(new DeleteMessageCommand({ QueueUrl: dead.settings.url, ReceiptHandle }));
    await expect(deleting).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
    });
    expect(dead.visible).toBe(1);
  });
});

describe('GetQueueUrl', () => {
  it('needs a name', async () => {
    const { call } = setUp();
    const finding = call(new GetQueueUrlCommand({ QueueName: undefined }));
    await expect(finding).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter QueueName.',
    });
  });
});

describe('the queues that come and go', () => {
  it('leave nothing of their metrics behind', async () => {
    const { create, remove, world } = setUp();
    for (let count = 0; count < 2_600; count += 1) {
      await create(`q${count}`);
      await remove(`https://any/111122223333/q${count}`);
    }
    expect(() => world.queue('last')).not.toThrow();
  });

  it('are not made when there is no room for their metrics', async () => {
    const { create, call, world } = setUp();
    vi.spyOn(world.engines.cloudwatch, 'gauge').mockImplementation(() => {
      throw new RangeError('more than enough');
    });
    await expect(create('late')).rejects.toThrow('more than enough');
    const finding = call(new GetQueueUrlCommand({ QueueName: 'late' }));
    await expect(finding).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('leave the decisions of IAM standing where no policy changes', async () => {
    const { create, set, QueueUrl, world } = setUp();
    const { iam } = world.engines;
    const put = vi.spyOn(iam, 'setResourcePolicy');
    await set(QueueUrl, { VisibilityTimeout: '5' });
    expect(put).not.toHaveBeenCalled();
    await create('other');
    expect(put).toHaveBeenCalledOnce();
  });
});
