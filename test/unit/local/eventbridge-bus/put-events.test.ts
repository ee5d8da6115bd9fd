import {
  ListConnectionsCommand,
  PutEventsCommand,
  type PutEventsCommandOutput,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../../../local/eventbridge/rule-target.ts';
import type { ExecutionEnvironment } from '../../../../local/lambda/handler.ts';
import { World } from '../cloud/world.ts';

const MIB = 1_048_576;

function setUp(options: ConstructorParameters<typeof World>[0] = {}) {
  const world = new World(options);
  const { eventbridge } = world.engines;
  const bus = eventbridge.createBus('shop');
  const queue = world.queue('orders');
  world.openToRules(queue);
  const rule = (pattern: Record<string, unknown>, target: Partial<TargetSpec> = {}) => {
    const arn = world.arn('events', 'rule/shop/all');
    const settings = { name: 'all', arn, enabled: true, pattern, schedule: undefined };
    eventbridge.createRule('shop', settings, [{ Id: 'q', Arn: queue.settings.arn, ...target }]);
  };
  const put = (...entries: Partial<PutEventsRequestEntry>[]): Promise<PutEventsCommandOutput> =>
    world.client.send(
      new PutEventsCommand({
        Entries: entries.map((entry) => ({
          EventBusName: 'shop',
          Source: 'shop.orders',
          DetailType: 'OrderPlaced',
          Detail: '{"n":1}',
          ...entry,
        })),
      }),
    );
  const received = () => queue.receive(10).map(({ message }) => message);
  const events = () => received().map(({ body }) => JSON.parse(body));
  return { world, bus, queue, rule, put, received, events };
}

describe('PutEvents', () => {
  it('delivers the event in its envelope', async () => {
    const { rule, put, events } = setUp();
    rule({ source: ['shop.orders'] });
    const output = await put({ Resources: ['arn:aws:x'], Detail: '{"name":"Ä\\"","list":[1]}' });
    expect(output).toMatchObject({ FailedEntryCount: 0 });
    expect(events()).toEqual([
      {
        version: '0',
        id: output.Entries?.[0]?.EventId,
        'detail-type': 'OrderPlaced',
        source: 'shop.orders',
        account: '111122223333',
        time: '2026-01-01T00:00:00Z',
        region: 'eu-west-1',
        resources: ['arn:aws:x'],
        detail: { name: 'Ä"', list: [1] },
      },
    ]);
  });

  it('takes the time of an entry, in seconds', async () => {
    const { rule, put, events } = setUp();
    rule({ source: ['shop.orders'] });
    await put({ Time: new Date('2025-05-05T05:05:05.999Z') });
    expect(events()[0]).toMatchObject({ time: '2025-05-05T05:05:05Z' });
  });

  it('gives an event only to the rules it matches', async () => {
    const { rule, put, events } = setUp();
    rule({ 'detail-type': ['OrderPlaced'], detail: { n: [{ numeric: ['>', 1] }] } });
    await put({ Detail: '{"n":1}' }, { Detail: '{"n":2}' }, { DetailType: 'Other' });
    expect(events().map(({ detail }) => detail)).toEqual([{ n: 2 }]);
  });

  it('matches rules whose source and type are more than plain values', async () => {
    const { rule, put, events } = setUp();
    rule({ source: [{ prefix: 'shop.' }], 'detail-type': [{ 'anything-but': 'OrderPlaced' }] });
    await put({}, { DetailType: 'OrderShipped' }, { Source: 'other', DetailType: 'OrderShipped' });
    expect(events()).toHaveLength(1);
  });

  it('keeps the names of unusual sources and types apart and intact', async () => {
    const { rule, put, events } = setUp();
    rule({ account: ['111122223333'] });
    await put({ Source: 'a', DetailType: 'b "quoted"' }, { Source: 'ab', DetailType: ' "quoted"' });
    expect(events().map((event) => [event.source, event['detail-type']])).toEqual([
      ['a', 'b "quoted"'],
      ['ab', ' "quoted"'],
    ]);
  });

  it('hands the trace on: the entry’s, else the caller’s', async () => {
    const { world, rule, put, received } = setUp();
    rule({ source: ['shop.orders'] });
    await put({ TraceHeader: 'Root=1-entry' });
    const code = {
      start:
        ({ client }: ExecutionEnvironment) =>
        () =>
          client.send(
            new PutEventsCommand({
              Entries: [
                { EventBusName: 'shop', Source: 'shop.orders', DetailType: 'T', Detail: '{}' },
              ],
            }),
          ),
    };
    const { settings } = world.function('template', async () => undefined);
    world.engines.lambda.createFunction({ ...settings, name: 'producer' }, code);
    await world.engines.lambda.functionNamed('producer').invoke({}, 'Root=1-caller');
    expect(received().map(({ traceHeader }) => traceHeader)).toEqual([
      'Root=1-entry',
      'Root=1-caller',
    ]);
  });

  it('refuses entries one by one, and delivers the others', async () => {
    const { rule, put, events } = setUp();
    rule({ source: [{ prefix: '' }] });
    const output = await put(
      { Source: '' },
      { DetailType: '' },
      { Detail: undefined },
      { Detail: 'not JSON' },
      { Detail: '[1]' },
      { Source: 'aws.orders' },
      { Source: 'x'.repeat(257) },
      { DetailType: 'x'.repeat(129) },
      {},
    );
    expect(output.FailedEntryCount).toBe(8);
    expect(output.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSource',
      'InvalidArgument',
      'InvalidArgument',
      undefined,
    ]);
    expect(output.Entries?.[0]?.ErrorMessage).toBe(
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
    expect(events()).toHaveLength(1);
  });

  it('takes ten entries and refuses none and eleven', async () => {
    const { put } = setUp();
    expect((await put(...Array.from({ length: 10 }, () => ({})))).Entries).toHaveLength(10);
    for (const count of [0, 11]) {
      await expect(put(...Array.from({ length: count }, () => ({})))).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
  });

  it('takes 1 MiB together and refuses one byte more', async () => {
    const { put } = setUp();
    const overhead = 14 + 'shop.orders'.length + 'OrderPlaced'.length + '{"n":""}'.length;
    const detail = (bytes: number) => ({ Detail: `{"n":"${'x'.repeat(bytes - overhead)}"}` });
    expect((await put(detail(MIB / 2), detail(MIB / 2))).FailedEntryCount).toBe(0);
    await expect(put(detail(MIB / 2), detail(MIB / 2 + 1))).rejects.toThrow(/over the limit/);
  });

  it('accepts an event for a bus that does not exist, which ends a run', async () => {
    const { world, put } = setUp();
    expect(await put({ EventBusName: 'none' })).toMatchObject({ FailedEntryCount: 0 });
    await expect(world.drain()).rejects.toThrow('event bus none does not exist');
  });

  it('accepts an event for a bus that does not exist, which a server tells', async () => {
    const { world, put } = setUp({ conduct: 'server' });
    expect(await put({ EventBusName: 'none' })).toMatchObject({ FailedEntryCount: 0 });
    await world.drain();
    expect(world.troubles).toEqual([
      expect.stringMatching(/^LostEventError: event bus none does not exist: PutEvents accepts /),
    ]);
  });

  it('finds a bus by its ARN, and the default one without a name', async () => {
    const { put, bus, rule, events } = setUp();
    rule({ source: ['shop.orders'] });
    await put({ EventBusName: bus.arn }, { EventBusName: undefined });
    expect(events()).toHaveLength(1);
  });

  it('needs the permission for every entry by itself', async () => {
    const { world } = setUp({ conduct: 'server' });
    const { iam } = world.engines;
    const roleArn = world.role('producer', []);
    iam.putRolePolicy('producer', 'own', {
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: '*',
        Condition: {
          StringEquals: { 'events:source': 'shop.orders', 'events:detail-type': ['A', 'B'] },
        },
      },
    });
    const client = world.composed.connect({ kind: 'role', roleArn, session: 's' }, 'producer');
    const put = (...types: string[]) =>
      client.send(
        new PutEventsCommand({
          Entries: types.map((DetailType) => ({
            EventBusName: 'shop',
            Source: 'shop.orders',
            DetailType,
            Detail: '{}',
          })),
        }),
      );
    expect(await put('A', 'B', 'A')).toMatchObject({ FailedEntryCount: 0 });
    await expect(put('A', 'C')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is one of few operations: others are refused by name', async () => {
    const { world } = setUp();
    const putting = world.client.send(new ListConnectionsCommand({}));
    await expect(putting).rejects.toThrow('operation eventbridge:ListConnections');
    await expect(world.drain()).rejects.toThrow('operation eventbridge:ListConnections');
  });
});

describe('a rule', () => {
  it('does nothing while it is disabled', async () => {
    const { world, put, events, queue } = setUp();
    const settings = {
      name: 'off',
      arn: world.arn('events', 'rule/shop/off'),
      enabled: false,
      pattern: { source: ['shop.orders'] },
      schedule: undefined,
    };
    const target = { Id: 'q', Arn: queue.settings.arn };
    world.engines.eventbridge.createRule('shop', settings, [target]);
    await put({});
    expect(events()).toEqual([]);
  });

  it('shapes what it delivers with an input transformer', async () => {
    const { rule, put, events } = setUp();
    const InputTransformer = {
      InputPathsMap: { n: '$.detail.n' },
      InputTemplate: '{"number":<n>,"by":"<aws.events.rule-name>"}',
    };
    rule({ source: ['shop.orders'] }, { InputTransformer });
    await put({});
    expect(events()).toEqual([{ number: 1, by: 'all' }]);
  });

  it('sends to a FIFO queue with a message group', async () => {
    const { world, put, rule } = setUp();
    const fifo = world.queue('orders.fifo', { FifoQueue: true, ContentBasedDeduplication: true });
    world.openToRules(fifo);
    const SqsParameters = { MessageGroupId: 'g' };
    rule({ source: ['shop.orders'] }, { Arn: fifo.settings.arn, SqsParameters });
    await put({});
    expect(fifo.receive(1)[0]?.message.groupId).toBe('g');
  });

  it('invokes a function asynchronously, which its policy must allow', async () => {
    const { world, put, rule } = setUp();
    const seen: unknown[] = [];
    const target = world.function('audit', async (event) => seen.push(event));
    const { arn } = target.settings;
    world.engines.iam.addToResourcePolicy(arn, {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: arn,
      },
    });
    rule({ source: ['shop.orders'] }, { Arn: arn });
    await put({});
    expect(seen).toEqual([]);
    await world.drain();
    expect(seen).toMatchObject([{ detail: { n: 1 } }]);
  });

  it.each([
    [
      'a state machine',
      { Arn: 'arn:aws:states:eu-west-1:1:stateMachine:x' },
      /states as the target/,
    ],
    ['two inputs', { Input: '{}', InputPath: '$.detail' }, /Input and InputPath/],
  ])('refuses %s', (_what, target, message) => {
    const { rule } = setUp();
    expect(() => rule({ source: ['shop.orders'] }, target)).toThrow(message);
  });
});
