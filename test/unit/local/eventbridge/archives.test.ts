import {
  CreateArchiveCommand,
  type CreateArchiveCommandInput,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  ListArchivesCommand,
  StartReplayCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../cloud/world.ts';
import { ControlPlane } from './control-plane-fixture.ts';

const ArchiveName = 'all';
const DAY_MS = 86_400_000;

async function setUp(input: Partial<CreateArchiveCommandInput> = {}) {
  const plane = new ControlPlane();
  await plane.bus();
  const EventSourceArn = plane.arn('event-bus/shop');
  const create = new CreateArchiveCommand({ ArchiveName, EventSourceArn, ...input });
  const created = await plane.call(create);
  const describeIt = () => plane.call(new DescribeArchiveCommand({ ArchiveName }));
  return { plane, create, created, describeIt };
}

describe('CreateArchive', () => {
  it('keeps the events that match from then on', async () => {
    const { plane, created, describeIt } = await setUp({
      EventPattern: '{"source":["orders"]}',
      RetentionDays: 3,
      Description: 'orders',
    });
    const ArchiveArn = plane.arn('archive/all');
    expect(created).toEqual({ ArchiveArn, State: 'ENABLED', CreationTime: new Date(START_MS) });
    await plane.put();
    expect(await describeIt()).toMatchObject({
      ArchiveArn,
      EventSourceArn: plane.arn('event-bus/shop'),
      EventPattern: '{"source":["orders"]}',
      Description: 'orders',
      RetentionDays: 3,
      EventCount: 1,
    });
  });

  it('refuses a name that is taken', async () => {
    const { plane, create } = await setUp();
    expect(await plane.failure(create)).toEqual({
      name: 'ResourceAlreadyExistsException',
      message: 'Archive all already exists.',
    });
  });

  it.each([
    [{ ArchiveName: 'a'.repeat(49) }, 'ValidationException'],
    [{ ArchiveName: 'b', RetentionDays: -1 }, 'ValidationException'],
    [{ ArchiveName: 'b', EventPattern: '{' }, 'InvalidEventPatternException'],
    [
      { ArchiveName: 'b', EventSourceArn: 'arn:aws:events:x:1:event-bus/none' },
      'ResourceNotFoundException',
    ],
    [{ ArchiveName: 'b', KmsKeyIdentifier: 'key' }, 'NotSimulatedError'],
  ])('refuses %j', async (input, name) => {
    const { plane, create } = await setUp();
    const command = new CreateArchiveCommand({ ...create.input, ...input });
    expect(await plane.failure(command)).toMatchObject({ name });
  });

  it('takes a pattern of 2,048 characters and refuses one of 2,049', async () => {
    const { plane, create } = await setUp();
    const archive = (name: string, length: number) =>
      new CreateArchiveCommand({
        ...create.input,
        ArchiveName: name,
        EventPattern: `{"source":["${'a'.repeat(length - 15)}"]}`,
      });
    expect(await plane.call(archive('long', 2048))).toMatchObject({ State: 'ENABLED' });
    expect(await plane.failure(archive('longer', 2049))).toMatchObject({
      name: 'LimitExceededException',
    });
  });

  it('takes a name of 48 characters', async () => {
    const { plane, create } = await setUp();
    const command = new CreateArchiveCommand({ ...create.input, ArchiveName: 'a'.repeat(48) });
    expect(await plane.call(command)).toMatchObject({ State: 'ENABLED' });
  });
});

describe('UpdateArchive', () => {
  it('changes what is given, and keeps the rest and the events', async () => {
    const { plane, describeIt } = await setUp({ Description: 'old', RetentionDays: 3 });
    await plane.put();
    const change = { ArchiveName, Description: 'new', EventPattern: '{"source":["other"]}' };
    await plane.call(new UpdateArchiveCommand(change));
    await plane.put();
    expect(await describeIt()).toMatchObject({
      Description: 'new',
      EventPattern: '{"source":["other"]}',
      RetentionDays: 3,
      EventCount: 1,
    });
  });

  it('needs the archive', async () => {
    const plane = new ControlPlane();
    expect(await plane.failure(new UpdateArchiveCommand({ ArchiveName }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Archive all does not exist.',
    });
  });
});

describe('the retention of an archive', () => {
  it('takes events out though no others come', async () => {
    const { plane, describeIt } = await setUp({ RetentionDays: 3 });
    await plane.put();
    await plane.world.pass(2 * DAY_MS);
    expect(await describeIt()).toMatchObject({ EventCount: 1 });
    await plane.world.pass(2 * DAY_MS);
    expect(await describeIt()).toMatchObject({ EventCount: 0, SizeBytes: 0 });
  });

  it('keeps them from a replay', async () => {
    const { plane } = await setUp({ RetentionDays: 3 });
    await plane.rule();
    const queue = await plane.target();
    await plane.put();
    await plane.world.pass(4 * DAY_MS);
    queue.receive(10);
    await plane.call(
      new StartReplayCommand({
        ReplayName: 'again',
        EventSourceArn: plane.arn('archive/all'),
        Destination: { Arn: plane.arn('event-bus/shop') },
        EventStartTime: new Date(START_MS),
        EventEndTime: new Date(START_MS + DAY_MS),
      }),
    );
    const before = queue.visible + queue.inFlight;
    await plane.world.drain();
    expect(queue.visible + queue.inFlight).toBe(before);
  });

  it('is that of the time: a longer one brings nothing back, a shorter one counts at once', async () => {
    const { plane, describeIt } = await setUp({ RetentionDays: 3 });
    await plane.put();
    await plane.world.pass(4 * DAY_MS);
    await plane.call(new UpdateArchiveCommand({ ArchiveName, RetentionDays: 0 }));
    expect(await describeIt()).toMatchObject({ EventCount: 0 });
    await plane.put();
    await plane.world.pass(2 * DAY_MS);
    await plane.call(new UpdateArchiveCommand({ ArchiveName, RetentionDays: 1 }));
    expect(await describeIt()).toMatchObject({ EventCount: 0 });
  });
});

describe('DeleteArchive', () => {
  it('takes the archive away, once', async () => {
    const { plane } = await setUp();
    await plane.call(new DeleteArchiveCommand({ ArchiveName }));
    await plane.put();
    expect(await plane.call(new ListArchivesCommand({}))).toEqual({ Archives: [] });
    expect(await plane.failure(new DeleteArchiveCommand({ ArchiveName }))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
