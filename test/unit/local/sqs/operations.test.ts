import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  type ReceiveMessageResult,
  SendMessageBatchCommand,
  type SendMessageBatchResult,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { START_MS, World } from '../cloud/world.ts';

const MIB = 1_048_576;

function setUp(properties: Record<string, unknown> = {}) {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders', properties);
  const QueueUrl = queue.settings.url;
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  return {
    world,
    queue,
    QueueUrl,
    call,
    send: (input: Partial<SendMessageCommandInput>) =>
      call<{ MessageId: string; MD5OfMessageBody: string; MD5OfMessageAttributes: string }>(
        new SendMessageCommand({ QueueUrl, MessageBody: 'hello', ...input }),
      ),
    receive: (input: Partial<ReceiveMessageCommandInput> = {}) =>
      call<ReceiveMessageResult>(new ReceiveMessageCommand({ QueueUrl, ...input })),
  };
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('SendMessage', () => {
  it('answers the id and the digests of body and attributes', async () => {
    const { send } = setUp();
    const timestamp = { DataType: 'Number.java.lang.Long', StringValue: '1493147359900' };
    expect(await send({ MessageAttributes: { timestamp } })).toMatchObject({
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592',
      MD5OfMessageAttributes: '2e2e4876d8e0bd6b8c2c8f556831c349',
      $metadata: { httpStatusCode: 200, attempts: 1 },
    });
  });

  it('takes a message of exactly 1 MiB, attributes included, and refuses one byte more', async () => {
    const { send } = setUp();
    const MessageAttributes = { abc: text('12345') };
    const room = MIB - 'abc'.length - 'String'.length - '12345'.length;
    await send({ MessageBody: 'x'.repeat(room), MessageAttributes });
    await expect(
      send({ MessageBody: 'x'.repeat(room + 1), MessageAttributes }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('counts bytes, not characters', async () => {
    const { send } = setUp({ MaximumMessageSize: 1024 });
    await send({ MessageBody: 'é'.repeat(512) });
    await expect(send({ MessageBody: `${'é'.repeat(512)}x` })).rejects.toThrow(/1024 bytes/);
  });

  it('takes ten attributes and refuses eleven', async () => {
    const { send } = setUp();
    const attributes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text('v')]));
    await send({ MessageAttributes: attributes(10) });
    await expect(send({ MessageAttributes: attributes(11) })).rejects.toThrow(/\[11\]/);
  });

  it.each([
    ['no body', { MessageBody: '' }, 'MissingParameter'],
    ['a character outside XML', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
    ['a delay over 15 minutes', { DelaySeconds: 901 }, 'InvalidParameterValue'],
    [
      'a deduplication id on a standard queue',
      { MessageDeduplicationId: 'd' },
      'InvalidParameterValue',
    ],
    [
      'a number that is none',
      { MessageAttributes: { n: { DataType: 'Number', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'an attribute without a value',
      { MessageAttributes: { name: text('') } },
      'InvalidParameterValue',
    ],
    [
      'an attribute of a reserved name',
      { MessageAttributes: { 'AWS.x': text('v') } },
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_what, input, name) => {
    await expect(setUp().send(input)).rejects.toMatchObject({ name, $metadata: { attempts: 1 } });
  });

  it('names a queue that does not exist with the exception of the SDK', async () => {
    const { send } = setUp();
    await expect(
      send({ QueueUrl: 'http://127.0.0.1:4566/111122223333/none' }),
    ).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it('takes the name of a queue for its address, and tells where there is none', async () => {
    const { send, receive } = setUp();
    await send({ QueueUrl: 'orders', MessageBody: 'by name' });
    expect(await receive()).toMatchObject({ Messages: [{ Body: 'by name' }] });
    await expect(send({ QueueUrl: 'none' })).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it.each(['no name', 'https://sqs.eu-west-1.amazonaws.com/none'])(
    'refuses %s, which is no address of a queue',
    async (QueueUrl) => {
      await expect(setUp().send({ QueueUrl })).rejects.toMatchObject({
        name: 'InvalidAddress',
        $metadata: { httpStatusCode: 404 },
        message: 'The address https://sqs.eu-west-1.amazonaws.com/ is not valid for this endpoint.',
      });
    },
  );

  it.each([
    ['no group', {}, 'MissingParameter'],
    ['no deduplication id', { MessageGroupId: 'g' }, 'InvalidParameterValue'],
    [
      'a delay',
      { MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 1 },
      'InvalidParameterValue',
    ],
    [
      'a group with a space',
      { MessageGroupId: 'a b', MessageDeduplicationId: 'd' },
      'InvalidParameterValue',
    ],
  ])('refuses on a FIFO queue %s', async (_what, input, name) => {
    await expect(setUp({ FifoQueue: true }).send(input)).rejects.toMatchObject({ name });
  });
});

describe('SendMessageBatch', () => {
  it('sends each entry by itself and says which failed', async () => {
    const { call, QueueUrl, queue } = setUp();
    const result = await call<SendMessageBatchResult>(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'bad', MessageBody: '' },
        ],
      }),
    );
    expect(result.Successful).toMatchObject([{ Id: 'good' }]);
    expect(result.Failed).toMatchObject([
      { Id: 'bad', SenderFault: true, Code: 'MissingParameter' },
    ]);
    expect(queue.visible).toBe(1);
  });

  it.each([
    ['none', [], 'EmptyBatchRequest'],
    ['eleven', Array.from({ length: 11 }, (_, i) => `e${i}`), 'TooManyEntriesInBatchRequest'],
    ['two of one id', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
    ['one of a bad id', ['a b'], 'InvalidBatchEntryId'],
  ])('refuses a batch of %s entries', async (_what, ids, name) => {
    const { call, QueueUrl } = setUp();
    const Entries = ids.map((Id) => ({ Id, MessageBody: 'a' }));
    const sending = call(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await expect(sending).rejects.toMatchObject({ name });
  });

  it.each([
    ['its group', { MessageDeduplicationId: 'd' }, 'MessageGroupId'],
    ['its deduplication id', { MessageGroupId: 'g' }, 'MessageDeduplicationId'],
  ])('refuses a whole FIFO batch where one entry lacks %s', async (_what, entry, missing) => {
    const { call, QueueUrl, queue } = setUp({ FifoQueue: true });
    const whole = { MessageGroupId: 'g', MessageDeduplicationId: 'first' };
    const Entries = [
      { Id: 'whole', MessageBody: 'a', ...whole },
      { Id: 'lacking', MessageBody: 'b', ...entry },
    ];
    const sending = call(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await expect(sending).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(missing),
    });
    expect(queue.visible).toBe(0);
  });

  it('takes 1 MiB together and refuses one byte more', async () => {
    const { call, QueueUrl } = setUp();
    const batch = (last: number) =>
      call(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: [
            { Id: 'a', MessageBody: 'x'.repeat(MIB / 2) },
            { Id: 'b', MessageBody: 'x'.repeat(last) },
          ],
        }),
      );
    await batch(MIB / 2);
    await expect(batch(MIB / 2 + 1)).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
  });
});

describe('ReceiveMessage', () => {
  it('shows the attributes that are asked for', async () => {
    const { send, receive } = setUp();
    await send({
      MessageAttributes: { 'shop.a': text('1'), other: text('2') },
      MessageSystemAttributes: { AWSTraceHeader: text('Root=1-a') },
    });
    const { Messages } = await receive({
      MessageAttributeNames: ['shop.*'],
      MessageSystemAttributeNames: ['All'],
    });
    expect(Messages).toMatchObject([
      {
        Body: 'hello',
        MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
        MessageAttributes: { 'shop.a': text('1') },
        Attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(START_MS),
          ApproximateFirstReceiveTimestamp: String(START_MS),
          SenderId: 'operator',
          AWSTraceHeader: 'Root=1-a',
        },
      },
    ]);
    expect(Object.keys(Messages?.[0]?.MessageAttributes ?? {})).toEqual(['shop.a']);
  });

  it('answers at once without a wait, and with nothing', async () => {
    const { receive, world } = setUp();
    expect(await receive()).not.toHaveProperty('Messages');
    expect(world.elapsedMs).toBe(0);
  });

  it('waits for a message that comes in time', async () => {
    const { send, receive, world } = setUp();
    const receiving = receive({ WaitTimeSeconds: 20 });
    await world.pass(5000);
    await send({});
    expect((await receiving).Messages).toHaveLength(1);
    expect(world.elapsedMs).toBe(5000);
  });

  it('waits for a group of a FIFO queue whose message is in flight', async () => {
    const { receive, queue, call, QueueUrl } = setUp({ FifoQueue: true });
    for (const body of ['a1', 'a2']) {
      queue.send({ body, senderId: 'test', groupId: 'a', deduplicationId: body });
    }
    const first = (await receive()).Messages?.[0];
    const receiving = receive({ WaitTimeSeconds: 20 });
    const { ReceiptHandle } = first!;
    await call(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect((await receiving).Messages).toMatchObject([{ Body: 'a2' }]);
  });

  it('gives up at the end of its wait', async () => {
    const { receive, world } = setUp({ ReceiveMessageWaitTimeSeconds: 20 });
    expect(await receive()).not.toHaveProperty('Messages');
    expect(world.elapsedMs).toBe(20_000);
  });

  it.each([
    ['MaxNumberOfMessages', 10],
    ['WaitTimeSeconds', 20],
    ['VisibilityTimeout', 43_200],
  ])('takes %s up to %d and refuses one more', async (name, maximum) => {
    const { receive, send } = setUp();
    await send({});
    expect((await receive({ [name]: maximum })).Messages).toHaveLength(1);
    await expect(receive({ [name]: maximum + 1 })).rejects.toThrow(name);
  });

  it('refuses a short poll with 120,000 messages in flight, and answers one fewer', async () => {
    const { receive, queue } = setUp();
    for (let count = 0; count < 120_001; count += 1) queue.send({ body: 'a', senderId: 'test' });
    queue.receive(119_999);
    expect((await receive()).Messages).toHaveLength(1);
    await expect(receive()).rejects.toMatchObject({ name: 'OverLimit' });
  });

  it('refuses what is not simulated by name', async () => {
    const { receive } = setUp();
    await expect(receive({ ReceiveRequestAttemptId: 'x' })).rejects.toMatchObject({
      name: 'NotSimulatedError',
    });
  });
});

describe('DeleteMessage and ChangeMessageVisibility', () => {
  it('work on the handle of a receive', async () => {
    const { send, receive, call, QueueUrl, queue } = setUp();
    await send({});
    const ReceiptHandle = (await receive()).Messages?.[0]?.ReceiptHandle;
    await call(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
    expect(queue.depth()).toMatchObject({ visible: 1, inFlight: 0 });
    await call(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect(queue.depth()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('refuse what is no handle', async () => {
    const { call, QueueUrl } = setUp();
    const deleting = call(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' }));
    await expect(deleting).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('say in a batch which entries failed', async () => {
    const { send, receive, call, QueueUrl } = setUp();
    await send({});
    const ReceiptHandle = (await receive()).Messages?.[0]?.ReceiptHandle;
    const Entries = [
      { Id: 'good', ReceiptHandle, VisibilityTimeout: 9 },
      { Id: 'bad', ReceiptHandle: 'x', VisibilityTimeout: 9 },
    ];
    const outcome = {
      Successful: [{ Id: 'good' }],
      Failed: [{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }],
    };
    const changing = call(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    expect(await changing).toMatchObject(outcome);
    expect(await call(new DeleteMessageBatchCommand({ QueueUrl, Entries }))).toMatchObject(outcome);
  });
});

describe('the operations on queues', () => {
  it('describe a queue', async () => {
    const { call, QueueUrl, send, queue } = setUp({ VisibilityTimeout: 45 });
    await send({});
    const all = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    expect(await call(all)).toMatchObject({
      Attributes: {
        ApproximateNumberOfMessages: '1',
        VisibilityTimeout: '45',
        QueueArn: queue.settings.arn,
        CreatedTimestamp: String(START_MS / 1000),
      },
    });
  });

  it('refuse an attribute that does not exist', async () => {
    const { call, QueueUrl } = setUp();
    const asking = call(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Nonsense' as 'All'] }),
    );
    await expect(asking).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  });

  it('find and list queues, in pages', async () => {
    const { call, world, QueueUrl } = setUp();
    world.queue('other');
    world.queue('orders-dead');
    expect(await call(new GetQueueUrlCommand({ QueueName: 'orders' }))).toMatchObject({ QueueUrl });
    const list = (input: object) =>
      call<{ QueueUrls?: string[]; NextToken?: string }>(new ListQueuesCommand(input));
    const first = await list({ QueueNamePrefix: 'orders', MaxResults: 1 });
    expect(first.QueueUrls).toEqual(['https://sqs/orders']);
    const second = await list({ QueueNamePrefix: 'orders', NextToken: first.NextToken });
    expect(second.QueueUrls).toEqual(['https://sqs/orders-dead']);
    expect(second.NextToken).toBeUndefined();
  });

  it('purge a queue', async () => {
    const { call, QueueUrl, send, queue } = setUp();
    await send({});
    await call(new PurgeQueueCommand({ QueueUrl }));
    expect(queue.visible).toBe(0);
  });

  it('refuse a second purge within a minute', async () => {
    const { call, QueueUrl, world } = setUp();
    const purge = () => call(new PurgeQueueCommand({ QueueUrl }));
    await purge();
    await world.pass(59_999);
    await expect(purge()).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
      $metadata: { httpStatusCode: 403 },
    });
    await world.pass(1);
    await expect(purge()).resolves.toMatchObject({});
  });
});
