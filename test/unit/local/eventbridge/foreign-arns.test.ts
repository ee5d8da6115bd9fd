import {
  CreateArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
  PutRuleCommand,
  StartReplayCommand,
  TagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

/** ARNs that end as the one of the bus `shop` does, and are not its. */
const NOT_THE_BUS = [
  'arn:aws:events:eu-west-1:999999999999:event-bus/shop',
  'arn:aws:events:us-east-1:111122223333:event-bus/shop',
  'arn:aws:events:eu-west-1:111122223333:event-bus/other/shop',
];

const window = { EventStartTime: new Date(0), EventEndTime: new Date(1_000) };

async function setUp() {
  const plane = new ControlPlane();
  await plane.bus();
  await plane.rule();
  const busArn = plane.arn('event-bus/shop');
  const archive = { ArchiveName: 'all', EventSourceArn: busArn };
  await plane.call(new CreateArchiveCommand(archive));
  return { plane, busArn };
}

const put = (EventBusName: string) =>
  new PutEventsCommand({
    Entries: [{ EventBusName, Source: 'orders', DetailType: 'T', Detail: '{}' }],
  });

describe('a bus that is given by its ARN', () => {
  it('is found by its own', async () => {
    const { plane, busArn } = await setUp();
    expect(await plane.call(put(busArn))).toMatchObject({ FailedEntryCount: 0 });
    const rule = new DescribeRuleCommand({ Name: 'placed', EventBusName: busArn });
    expect(await plane.call(rule)).toMatchObject({ EventBusName: 'shop' });
  });

  it.each([...NOT_THE_BUS, 'other/shop'])('is not found as %s', async (EventBusName) => {
    const { plane } = await setUp();
    for (const command of [
      new DescribeEventBusCommand({ Name: EventBusName }),
      new PutRuleCommand({ Name: 'r', EventBusName, EventPattern: '{"source":["orders"]}' }),
    ]) {
      expect(await plane.failure(command)).toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });

  it.each(NOT_THE_BUS.slice(0, 2))(
    'is not simulated as the target of events as %s',
    async (arn) => {
      const { plane } = await setUp();
      expect(await plane.failure(put(arn))).toMatchObject({ name: 'NotSimulatedError' });
    },
  );

  it('needs the permission on what was given', async () => {
    const { plane } = await setUp();
    const roleArn = plane.world.role('caller', [
      { Action: 'events:DescribeEventBus', Resource: plane.arn('event-bus/shop') },
    ]);
    const client = plane.world.composed.connect(
      { kind: 'role', roleArn, session: 's' } as const,
      'caller',
    );
    const [Name] = NOT_THE_BUS;
    await expect(client.send(new DescribeEventBusCommand({ Name }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(Name!),
    });
  });
});

describe('the source of an archive', () => {
  it.each(['not-an-arn/shop', 'shop'])('is an ARN, which %s is not', async (EventSourceArn) => {
    const { plane } = await setUp();
    const create = new CreateArchiveCommand({ ArchiveName: 'b', EventSourceArn });
    expect(await plane.failure(create)).toEqual({
      name: 'ValidationException',
      message: 'Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN.',
    });
  });

  it.each(NOT_THE_BUS)('is a bus of the account and region, which %s is not', async (arn) => {
    const { plane } = await setUp();
    const create = new CreateArchiveCommand({ ArchiveName: 'b', EventSourceArn: arn });
    expect(await plane.failure(create)).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the source of a replay', () => {
  const start = (EventSourceArn: string, busArn: string) =>
    new StartReplayCommand({
      ReplayName: 'again',
      EventSourceArn,
      Destination: { Arn: busArn },
      ...window,
    });

  it('is an ARN', async () => {
    const { plane, busArn } = await setUp();
    expect(await plane.failure(start('zzz/all', busArn))).toEqual({
      name: 'ValidationException',
      message: 'Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.',
    });
  });

  it('is an archive of the account and region', async () => {
    const { plane, busArn } = await setUp();
    const foreign = 'arn:aws:events:eu-west-1:999999999999:archive/all';
    expect(await plane.failure(start(foreign, busArn))).toEqual({
      name: 'ValidationException',
      message: 'Parameter EventSourceArn is not valid. Reason: Archive all does not exist.',
    });
    expect(await plane.call(start(plane.arn('archive/all'), busArn))).toMatchObject({
      State: 'STARTING',
    });
  });
});

describe('what is tagged', () => {
  it.each([
    'arn:aws:events:eu-west-1:999999999999:rule/shop/placed',
    'arn:aws:events:eu-west-1:999999999999:event-bus/shop',
    'arn:aws:sqs:eu-west-1:111122223333:rule/shop/placed',
    'arn:aws:events:eu-west-1:111122223333:rule/shop/placed/more',
  ])('is of the account and region, which %s is not', async (ResourceARN) => {
    const { plane } = await setUp();
    const Tags = [{ Key: 'a', Value: '1' }];
    expect(await plane.failure(new TagResourceCommand({ ResourceARN, Tags }))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const ours = new ListTagsForResourceCommand({ ResourceARN: plane.arn('rule/shop/placed') });
    expect(await plane.call(ours)).toEqual({ Tags: [] });
  });
});
