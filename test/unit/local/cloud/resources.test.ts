import { describe, expect, it } from 'vitest';
import { fidelityRows } from '../../../../local/fidelity-rows.ts';
import type { LoadedResource } from '../../../../local/resource.ts';
import { resourceTypes } from '../../../../local/resource-types.ts';
import { surroundings } from '../surroundings.ts';
import { World } from './world.ts';

const SURROUNDINGS = { ...surroundings, account: '111122223333' };

function typeNamed(type: string) {
  return resourceTypes.find((known) => known.type === type)!;
}

/** Creates a resource as the loader does. */
function create(world: World, type: string, properties: Record<string, unknown>): LoadedResource {
  const known = typeNamed(type);
  const named = { stackName: 'Shop', logicalId: 'Thing', properties };
  const resource = { ...named, type, ...known.identify(named, SURROUNDINGS, 'Shop-Thing-1') };
  known.check?.(resource);
  known.create?.(resource, world.engines);
  return resource;
}

const statement = (Action: string, Condition?: object): object => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action,
      Resource: '*',
      ...(Condition ? { Condition } : {}),
    },
  ],
});

describe('AWS::SQS::Queue', () => {
  it('is named by its property, or by the loader; a FIFO queue with its suffix', () => {
    const world = new World();
    const type = 'AWS::SQS::Queue';
    expect(create(world, type, { QueueName: 'orders' })).toMatchObject({
      ref: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders',
      attributes: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:orders', QueueName: 'orders' },
    });
    expect(create(world, type, {}).attributes['QueueName']).toBe('Shop-Thing-1');
    const fifo = create(world, type, { FifoQueue: true });
    expect(fifo.attributes['QueueName']).toBe('Shop-Thing-1.fifo');
  });
});

describe('AWS::SQS::QueuePolicy', () => {
  it('lets a rule send, and is shown by GetQueueAttributes', () => {
    const world = new World();
    const queue = world.queue('orders');
    const PolicyDocument = statement('sqs:SendMessage');
    create(world, 'AWS::SQS::QueuePolicy', { Queues: [queue.settings.url], PolicyDocument });
    const rule = { kind: 'service', service: 'events.amazonaws.com', sourceArn: 'x' } as const;
    const access = { action: 'sqs:SendMessage', resource: queue.settings.arn };
    expect(world.engines.iam.isAllowed(rule, access)).toBe(true);
    expect(JSON.parse(queue.settings.policy ?? '')).toEqual(PolicyDocument);
  });

  it('is refused with a condition that is not simulated', () => {
    const PolicyDocument = statement('sqs:SendMessage', { StringEquals: { 'aws:SourceVpc': 'v' } });
    expect(() =>
      create(new World(), 'AWS::SQS::QueuePolicy', { Queues: [], PolicyDocument }),
    ).toThrow(/aws:sourcevpc/);
  });
});

describe('AWS::Events::EventBusPolicy', () => {
  it('lets another service put events', () => {
    const world = new World();
    const bus = world.engines.eventbridge.createBus('shop');
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'events:PutEvents',
      Resource: bus.arn,
    };
    const properties = { EventBusName: 'shop', StatementId: 's', Statement };
    create(world, 'AWS::Events::EventBusPolicy', properties);
    const caller = { kind: 'service', service: 'scheduler.amazonaws.com', sourceArn: '' } as const;
    const access = { action: 'events:PutEvents', resource: bus.arn };
    expect(world.engines.iam.isAllowed(caller, access)).toBe(true);
  });
});

describe('AWS::Events::Rule', () => {
  it('is referred to with its bus, unless that is the default one', () => {
    const world = new World();
    world.engines.eventbridge.createBus('shop');
    const EventPattern = { source: ['a'] };
    const type = 'AWS::Events::Rule';
    const onDefault = create(world, type, { Name: 'all', EventPattern });
    expect(onDefault).toMatchObject({
      ref: 'all',
      attributes: { Arn: 'arn:aws:events:eu-west-1:111122223333:rule/all' },
    });
    const EventBusName = 'arn:aws:events:eu-west-1:111122223333:event-bus/shop';
    expect(create(world, type, { Name: 'all', EventPattern, EventBusName })).toMatchObject({
      ref: 'shop|all',
      attributes: { Arn: 'arn:aws:events:eu-west-1:111122223333:rule/shop/all' },
    });
  });

  it('is refused with a schedule that EventBridge would refuse', () => {
    const properties = { ScheduleExpression: 'every hour' };
    expect(() => create(new World(), 'AWS::Events::Rule', properties)).toThrow(/every hour/);
  });
});

describe('AWS::DynamoDB::Table', () => {
  it('has keys, indexes, a stream and a time to live', async () => {
    const world = new World();
    const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
    const { attributes } = create(world, 'AWS::DynamoDB::Table', {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key('id', 'HASH'), key('n', 'RANGE')],
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'n', AttributeType: 'N' },
        { AttributeName: 'customer', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-customer',
          KeySchema: [key('customer', 'HASH')],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['total'] },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    const { dynamodb, streams } = world.engines;
    const item = (n: string, expires: string) => ({
      id: { S: 'o' },
      n: { N: n },
      customer: { S: 'c' },
      total: { N: '5' },
      expires: { N: expires },
    });
    const seen: (boolean | undefined)[] = [];
    streams.read(streams.find(attributes['StreamArn']!)!, ({ expired }) => seen.push(expired));
    dynamodb.execute('PutItem', { TableName: 'orders', Item: item('1', '1767225700') });
    dynamodb.execute('PutItem', { TableName: 'orders', Item: item('2', '1999999999') });
    const found = dynamodb.execute('Query', {
      TableName: 'orders',
      IndexName: 'by-customer',
      KeyConditionExpression: 'customer = :c',
      ExpressionAttributeValues: { ':c': { S: 'c' } },
    });
    expect(found.output).toMatchObject({ Count: 2 });
    await world.pass(3_600_001);
    expect(dynamodb.itemCount('orders')).toBe(1);
    expect(seen).toEqual([undefined, undefined, true]);
  });
});

describe('AWS::Lambda::Permission', () => {
  it('lets a service invoke the function for one source', () => {
    const world = new World();
    const target = world.function('greet', async () => undefined);
    create(world, 'AWS::Lambda::Permission', {
      FunctionName: target.settings.arn,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/a',
      SourceAccount: '111122223333',
    });
    const invoking = (rule: string) =>
      world.engines.iam.isAllowed(
        {
          kind: 'service',
          service: 'events.amazonaws.com',
          sourceArn: `arn:aws:events:eu-west-1:111122223333:rule/${rule}`,
        },
        { action: 'lambda:InvokeFunction', resource: target.settings.arn },
      );
    expect([invoking('a'), invoking('b')]).toEqual([true, false]);
  });
});

describe('the fidelity table', () => {
  it('has a row for each property, operation and pattern operator', () => {
    const rows = fidelityRows().map(({ kind, name, status }) => `${kind} ${name}: ${status}`);
    expect(rows).toContain('resource property AWS::SQS::Queue DelaySeconds: simulated');
    expect(rows).toContain(
      'resource property AWS::Events::EventBus LogConfig: recorded, not simulated',
    );
    expect(rows).toContain('operation sqs:StartMessageMoveTask: simulated');
    expect(rows).toContain('operation eventbridge:StartReplay: simulated');
    expect(rows).toContain('operation lambda:Invoke: simulated');
    expect(rows).toContain('operation dynamodb:TransactWriteItems: simulated');
    expect(rows).toContain('pattern operator wildcard: simulated');
  });
});
