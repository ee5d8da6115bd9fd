import {
  CreateQueueCommand,
  type CreateQueueCommandInput,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { START_MS, World } from '../cloud/world.ts';

type Attributes = Record<string, string>;

function setUp() {
  const world = new World({ conduct: 'server' });
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const create = (QueueName: string, input: Partial<CreateQueueCommandInput> = {}) =>
    call<{ QueueUrl: string }>(new CreateQueueCommand({ QueueName, ...input }));
  const attributesOf = async (QueueUrl: string, ...names: string[]) => {
    const AttributeNames = (names.length > 0 ? names : ['All']) as 'All'[];
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    return (await call<{ Attributes: Attributes }>(command)).Attributes;
  };
  const set = (QueueUrl: string, Attributes: Attributes) =>
    call(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  return { world, call, create, attributesOf, set };
}

const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`;
const arn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
const redrive = (name: string, maxReceiveCount: unknown = 3) =>
  JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount });

describe('CreateQueue', () => {
  it('makes a queue with the defaults of SQS', async () => {
    const { create, attributesOf } = setUp();
    expect(await create('orders')).toMatchObject({ QueueUrl: url('orders') });
    expect(await attributesOf(url('orders'))).toEqual({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: String(START_MS / 1000),
      LastModifiedTimestamp: String(START_MS / 1000),
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      VisibilityTimeout: '30',
      SqsManagedSseEnabled: 'true',
      QueueArn: arn('orders'),
    });
  });

  it('makes a FIFO queue that shows what FIFO queues have', async () => {
    const { create, attributesOf } = setUp();
    await create('orders.fifo', {
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    });
    expect(await attributesOf(url('orders.fifo'))).toMatchObject({
      FifoQueue: 'true',
      ContentBasedDeduplication: 'true',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    });
  });

  it('finds the queue that has the attributes given', async () => {
    const { create } = setUp();
    await create('orders', { Attributes: { DelaySeconds: '5' } });
    for (const given of [{}, { DelaySeconds: '5' }, { VisibilityTimeout: '30' }]) {
      expect(await create('orders', { Attributes: given })).toMatchObject({
        QueueUrl: url('orders'),
      });
    }
  });

  it('refuses the name of a queue with other attributes', async () => {
    const { create } = setUp();
    await create('orders', { Attributes: { DelaySeconds: '5' } });
    await expect(create('orders', { Attributes: { DelaySeconds: '0' } })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it.each([
    ['a'.repeat(80), {}],
    ['With-hyphen_and_underscore', {}],
    [`${'a'.repeat(75)}.fifo`, { FifoQueue: 'true' }],
  ])('takes the name %s', async (name, Attributes) => {
    expect(await setUp().create(name, { Attributes })).toMatchObject({ QueueUrl: url(name) });
  });

  it.each([
    ['a'.repeat(81), {}, 'InvalidParameterValue'],
    ['with space', {}, 'InvalidParameterValue'],
    ['orders.fifo', {}, 'InvalidParameterValue'],
    ['orders', { FifoQueue: 'true' }, 'InvalidParameterValue'],
    [`${'a'.repeat(76)}.fifo`, { FifoQueue: 'true' }, 'InvalidParameterValue'],
    ['', {}, 'MissingParameter'],
  ])('refuses the name %j with %j', async (name, Attributes, error) => {
    await expect(setUp().create(name, { Attributes })).rejects.toMatchObject({ name: error });
  });

  it.each([
    [{ Nonsense: '1' }, 'InvalidAttributeName', 'Unknown Attribute Nonsense.'],
    [{ QueueArn: 'a' }, 'InvalidAttributeName', 'Unknown Attribute QueueArn.'],
    [{ FifoQueue: 'false' }, 'InvalidAttributeName', 'Unknown Attribute FifoQueue.'],
    [
      { DeduplicationScope: 'queue' },
      'InvalidAttributeName',
      'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    ],
    [
      { DelaySeconds: '901' },
      'InvalidAttributeValue',
      'Invalid value for the parameter DelaySeconds.',
    ],
    [
      { DelaySeconds: '' },
      'InvalidAttributeValue',
      'Invalid value for the parameter DelaySeconds.',
    ],
    [{ Policy: '[' }, 'InvalidAttributeValue', 'Invalid value for the parameter Policy.'],
    [
      { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'alias/mine' },
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    ],
    [
      { RedrivePolicy: 'text' },
      'InvalidAttributeValue',
      'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.',
    ],
    [
      { RedrivePolicy: '{"maxReceiveCount":3}' },
      'InvalidParameterValue',
      'Value {"maxReceiveCount":3} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    ],
    [
      { RedrivePolicy: '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}' },
      'InvalidParameterValue',
      'Value {"deadLetterTargetArn":"dummy","maxReceiveCount":42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
    ],
    [
      { RedrivePolicy: redrive('none') },
      'InvalidParameterValue',
      `Value ${redrive('none')} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    ],
    [
      { RedrivePolicy: redrive('none', 1001) },
      'InvalidParameterValue',
      `Value ${redrive('none', 1001)} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.`,
    ],
    [
      { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' },
      'InvalidParameterValue',
      'Value {"redrivePermission":"byQueue"} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can\'t create the redrive allow policy. When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    ],
    [
      { RedriveAllowPolicy: '{"redrivePermission":"denyAll","sourceQueueArns":["a"]}' },
      'InvalidParameterValue',
      'Value {"redrivePermission":"denyAll","sourceQueueArns":["a"]} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can\'t create the redrive allow policy. To specify one or more source queue ARNs, you must set redrivePermission to byQueue.',
    ],
  ])('refuses the attributes %j', async (Attributes: Attributes, name, message) => {
    const creating = setUp().create('orders', { Attributes });
    await expect(creating).rejects.toMatchObject({ name, message });
  });

  it('needs the scope of the group for a throughput limit of the group', async () => {
    const { create } = setUp();
    const limit = { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' };
    await expect(create('a.fifo', { Attributes: limit })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message:
        'Invalid value for the parameter FifoThroughputLimit. Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.',
    });
    const Attributes = { ...limit, DeduplicationScope: 'messageGroup' };
    expect(await create('a.fifo', { Attributes })).toMatchObject({ QueueUrl: url('a.fifo') });
  });

  it('takes ten queues into a redrive allow policy and refuses eleven', async () => {
    const { create } = setUp();
    const policy = (count: number) =>
      JSON.stringify({
        redrivePermission: 'byQueue',
        sourceQueueArns: Array.from({ length: count }, (_, index) => arn(`q${index}`)),
      });
    await create('ten', { Attributes: { RedriveAllowPolicy: policy(10) } });
    await expect(
      create('eleven', { Attributes: { RedriveAllowPolicy: policy(11) } }),
    ).rejects.toThrow(/maximum number of source queue ARNs you can specify is 10/);
  });

  it('makes a queue that is reached by every URL that ends with its account and name', async () => {
    const { create, call } = setUp();
    await create('orders');
    const QueueUrl = 'http://localhost:4566/111122223333/orders';
    await call(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const receive = new ReceiveMessageCommand({ QueueUrl: url('orders') });
    expect(await call(receive)).toMatchObject({ Messages: [{ Body: 'a' }] });
  });
});

describe('SetQueueAttributes', () => {
  it('changes what is named and leaves the rest', async () => {
    const { world, create, set, attributesOf } = setUp();
    await create('orders', { Attributes: { DelaySeconds: '5', VisibilityTimeout: '40' } });
    await world.pass(2000);
    await set(url('orders'), { VisibilityTimeout: '69' });
    expect(await attributesOf(url('orders'))).toMatchObject({
      DelaySeconds: '5',
      VisibilityTimeout: '69',
      CreatedTimestamp: String(START_MS / 1000),
      LastModifiedTimestamp: String(START_MS / 1000 + 2),
    });
  });

  it('takes a policy away that is set to nothing', async () => {
    const { create, set, attributesOf } = setUp();
    await create('dead', {
      Attributes: { RedriveAllowPolicy: '{"redrivePermission":"allowAll"}' },
    });
    await create('orders', { Attributes: { RedrivePolicy: redrive('dead', '7') } });
    expect(await attributesOf(url('orders'), 'RedrivePolicy')).toEqual({
      RedrivePolicy: redrive('dead', 7),
    });
    await set(url('orders'), { RedrivePolicy: '' });
    await set(url('dead'), { RedriveAllowPolicy: '' });
    expect(await attributesOf(url('orders'), 'RedrivePolicy')).toBeUndefined();
    expect(await attributesOf(url('dead'), 'RedriveAllowPolicy')).toBeUndefined();
  });

  it('changes between the two kinds of encryption', async () => {
    const { create, set, attributesOf } = setUp();
    await create('orders');
    await set(url('orders'), { KmsMasterKeyId: 'alias/mine', KmsDataKeyReusePeriodSeconds: '600' });
    expect(await attributesOf(url('orders'))).toMatchObject({
      KmsMasterKeyId: 'alias/mine',
      KmsDataKeyReusePeriodSeconds: '600',
      SqsManagedSseEnabled: 'false',
    });
    await set(url('orders'), { KmsMasterKeyId: '', SqsManagedSseEnabled: 'true' });
    const attributes = await attributesOf(url('orders'));
    expect(attributes).toMatchObject({ SqsManagedSseEnabled: 'true' });
    expect(attributes).not.toHaveProperty('KmsMasterKeyId');
  });

  it('holds a FIFO queue’s messages back by its new delay, and a standard queue’s by the old', async () => {
    const { world, set } = setUp();
    const fifo = world.queue('a.fifo', { FifoQueue: true, DelaySeconds: 100 });
    const standard = world.queue('a', { DelaySeconds: 100 });
    fifo.send({ body: 'a', senderId: 'test', groupId: 'g', deduplicationId: 'd' });
    standard.send({ body: 'a', senderId: 'test' });
    await world.pass(5000);
    for (const { settings } of [fifo, standard]) await set(settings.url, { DelaySeconds: '10' });
    await world.pass(5000);
    expect([fifo.visible, standard.visible]).toEqual([1, 0]);
  });

  it('lets the policy it sets decide', async () => {
    const { world, create, set } = setUp();
    await create('orders');
    const Principal = { Service: 'events.amazonaws.com' };
    const allow = {
      Effect: 'Allow',
      Principal,
      Action: 'sqs:SendMessage',
      Resource: arn('orders'),
    };
    const rule = { kind: 'service', service: 'events.amazonaws.com', sourceArn: '' } as const;
    const access = { action: 'sqs:SendMessage', resource: arn('orders') };
    expect(world.engines.iam.isAllowed(rule, access)).toBe(false);
    await set(url('orders'), { Policy: JSON.stringify({ Statement: [allow] }) });
    expect(world.engines.iam.isAllowed(rule, access)).toBe(true);
    await set(url('orders'), { Policy: '' });
    expect(world.engines.iam.isAllowed(rule, access)).toBe(false);
  });

  it.each([
    [{ FifoQueue: 'true' }, 'InvalidAttributeName'],
    [{ CreatedTimestamp: '1' }, 'InvalidAttributeName'],
    [{ MaximumMessageSize: '1023' }, 'InvalidAttributeValue'],
  ])('refuses %j', async (attributes: Attributes, name) => {
    const { create, set } = setUp();
    await create('orders');
    await expect(set(url('orders'), attributes)).rejects.toMatchObject({ name });
  });

  it('does not make a standard queue of a FIFO queue', async () => {
    const { create, set } = setUp();
    await create('orders.fifo', { Attributes: { FifoQueue: 'true' } });
    await set(url('orders.fifo'), { FifoQueue: 'true' });
    await expect(set(url('orders.fifo'), { FifoQueue: 'false' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message:
        'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    });
  });
});

describe('the lists of queues', () => {
  it('come in pages where a limit is given', async () => {
    const { create, call } = setUp();
    for (const name of ['c', 'a', 'b']) await create(name);
    const list = (input: object) =>
      call<{ QueueUrls: string[]; NextToken?: string }>(new ListQueuesCommand(input));
    const first = await list({ MaxResults: 2 });
    expect(first.QueueUrls).toEqual([url('a'), url('b')]);
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect(second).toMatchObject({ QueueUrls: [url('c')] });
    expect(second).not.toHaveProperty('NextToken');
    await expect(list({ MaxResults: 1001 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(list({ NextToken: 'none' })).rejects.toThrow(/token/);
  });

  it('name the queues whose dead letters come to one', async () => {
    const { create, call } = setUp();
    for (const name of ['dead', 'other']) await create(name);
    for (const name of ['b', 'a', 'c']) {
      await create(name, { Attributes: { RedrivePolicy: redrive('dead') } });
    }
    const list = (input: object) =>
      call<{ queueUrls: string[]; NextToken?: string }>(
        new ListDeadLetterSourceQueuesCommand({ QueueUrl: url('dead'), ...input }),
      );
    expect((await list({})).queueUrls).toEqual([url('a'), url('b'), url('c')]);
    expect(await list({ QueueUrl: url('other') })).toMatchObject({ queueUrls: [] });
    const { NextToken } = await list({ MaxResults: 2 });
    expect(await list({ MaxResults: 2, NextToken })).toMatchObject({ queueUrls: [url('c')] });
  });

  it('refuse a queue of another account by name', async () => {
    const { create, call } = setUp();
    await create('orders');
    const find = (QueueOwnerAWSAccountId: string) =>
      call(new GetQueueUrlCommand({ QueueName: 'orders', QueueOwnerAWSAccountId }));
    expect(await find('111122223333')).toMatchObject({ QueueUrl: url('orders') });
    await expect(find('999999999999')).rejects.toMatchObject({ name: 'NotSimulatedError' });
    const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/999999999999/orders';
    await expect(call(new DeleteQueueCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'NotSimulatedError',
    });
  });
});

describe('an attribute that is true or false', () => {
  it.each(['True', 'TRUE', 'true'])('may be spelt %s', async (FifoQueue) => {
    const { call } = setUp();
    const Attributes = { FifoQueue, ContentBasedDeduplication: 'False' };
    const { QueueUrl } = await call<{ QueueUrl: string }>(
      new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes }),
    );
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    expect(await call(asked)).toMatchObject({
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'false' },
    });
  });

  it.each(['', 'yes', '1'])('is refused as %j', async (FifoQueue) => {
    const { call } = setUp();
    const making = call(
      new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes: { FifoQueue } }),
    );
    await expect(making).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  });
});
