import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  StartReplayCommand,
  type StartReplayCommandInput,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { START_MS, World } from '../cloud/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Archived {
  pattern?: Record<string, unknown>;
  retentionDays?: number;
}

function setUp({ pattern, retentionDays = 0 }: Archived = {}) {
  const world = new World({ conduct: 'server' });
  const { eventbridge } = world.engines;
  const bus = eventbridge.createBus('shop');
  const archiveArn = world.arn('events', 'archive/all');
  eventbridge.createArchive({
    name: 'all',
    arn: archiveArn,
    busArn: bus.arn,
    pattern,
    retentionDays,
    createdMs: START_MS,
  });
  const consumer = (name: string) => {
    const queue = world.queue(name);
    world.openToRules(queue);
    const arn = world.arn('events', `rule/shop/${name}`);
    const settings = { name, arn, enabled: true, pattern: { source: ['shop'] } };
    const target = { Id: 'q', Arn: queue.settings.arn };
    eventbridge.createRule('shop', { ...settings, schedule: undefined }, [target]);
    const events = () => {
      const found: Record<string, unknown>[] = [];
      while (queue.visible > 0) {
        found.push(...queue.receive(10).map(({ message }) => JSON.parse(message.body)));
      }
      return found;
    };
    return { arn, events };
  };
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const put = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const entry = { EventBusName: 'shop', Source: 'shop', DetailType: 'T' };
      const Detail = JSON.stringify({ n, kind: n % 2 === 0 ? 'even' : 'odd' });
      await call(new PutEventsCommand({ Entries: [{ ...entry, Detail }] }));
    }
  };
  const replay = (input: Partial<StartReplayCommandInput> = {}) =>
    call(
      new StartReplayCommand({
        ReplayName: 'again',
        EventSourceArn: archiveArn,
        EventStartTime: new Date(START_MS),
        EventEndTime: new Date(START_MS + DAY_MS),
        Destination: { Arn: bus.arn },
        ...input,
      }),
    );
  const described = () =>
    call<DescribeReplayCommandOutput>(new DescribeReplayCommand({ ReplayName: 'again' }));
  return { world, bus, archiveArn, consumer, call, put, replay, described };
}

const numbers = (events: Record<string, unknown>[]): number[] =>
  events.map(({ detail }) => (detail as { n: number }).n);

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('a replay', () => {
  it('puts the archived events back on their bus, with its name and their own ids', async () => {
    const { world, consumer, put, replay, described } = setUp();
    const { events } = consumer('all');
    await put(3);
    const before = events();
    await replay();
    await world.drain();
    const after = events();
    expect(numbers(after).sort()).toEqual([0, 1, 2]);
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(after[0]).toMatchObject({ 'replay-name': 'again', source: 'shop' });
    expect(await described()).toMatchObject({
      State: 'COMPLETED',
      EventLastReplayedTime: new Date(START_MS),
      ReplayEndTime: expect.any(Date),
    });
  });

  it('goes minute by minute, and within a minute in no order', async () => {
    const { world, consumer, put, replay } = setUp();
    const { events } = consumer('all');
    await put(50);
    await world.pass(MINUTE_MS);
    await put(50);
    events();
    await replay();
    await world.drain();
    const after = numbers(events());
    expect(after.slice(0, 50)).not.toEqual(range(50));
    expect(after.slice(0, 50).sort((a, b) => a - b)).toEqual(range(50));
    expect(after.slice(50).sort((a, b) => a - b)).toEqual(range(50));
  });

  it('is not archived again', async () => {
    const { world, call, put, replay } = setUp();
    await put(3);
    await replay();
    await world.drain();
    const described = call(new DescribeArchiveCommand({ ArchiveName: 'all' }));
    expect(await described).toMatchObject({ EventCount: 3 });
  });

  it('keeps to its window of event times, the end excluded', async () => {
    const { world, consumer, put, replay } = setUp();
    const { events } = consumer('all');
    for (let second = 0; second < 4; second += 1) {
      await put(1);
      await world.pass(1000);
    }
    events();
    await replay({
      EventStartTime: new Date(START_MS + 1000),
      EventEndTime: new Date(START_MS + 3000),
    });
    await world.drain();
    expect(events()).toHaveLength(2);
  });

  it('reaches only the rules it names', async () => {
    const { world, bus, consumer, put, replay } = setUp();
    const first = consumer('first');
    const second = consumer('second');
    await put(2);
    first.events();
    second.events();
    await replay({ Destination: { Arn: bus.arn, FilterArns: [second.arn] } });
    await world.drain();
    expect([first.events().length, second.events().length]).toEqual([0, 2]);
  });

  it('can be cancelled; what is on the bus stays there', async () => {
    const { world, consumer, call, put, replay, described } = setUp();
    const { events } = consumer('all');
    await put(500);
    events();
    await replay();
    await world.pass(15);
    const cancel = new CancelReplayCommand({ ReplayName: 'again' });
    expect(await call(cancel)).toMatchObject({ State: 'CANCELLING' });
    await world.drain();
    expect(events().length).toBe(200);
    expect(await described()).toMatchObject({ State: 'CANCELLED' });
    await expect(call(cancel)).rejects.toMatchObject({ name: 'IllegalStatusException' });
  });

  it.each([
    ['a name with spaces', { ReplayName: 'a b' }, 'ValidationException'],
    ['an unknown archive', { EventSourceArn: 'arn:x/none' }, 'ValidationException'],
    ['a window that is empty', { EventEndTime: new Date(START_MS) }, 'ValidationException'],
    ['another bus', { Destination: { Arn: undefined } }, 'ValidationException'],
    ['an unknown bus', { Destination: { Arn: 'arn:other' } }, 'ResourceNotFoundException'],
  ])('is refused with %s', async (_what, input, name) => {
    await expect(setUp().replay(input)).rejects.toMatchObject({ name });
  });

  it('is refused with a rule of another bus, and with a name that is taken', async () => {
    const { bus, replay } = setUp();
    const Destination = { Arn: bus.arn, FilterArns: ['arn:other'] };
    await expect(replay({ Destination })).rejects.toThrow(/not on the event bus/);
    await replay();
    await expect(replay()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it('is listed by name and state', async () => {
    const { world, call, replay } = setUp();
    await replay();
    await world.drain();
    const list = (input: object) => call<{ Replays: object[] }>(new ListReplaysCommand(input));
    expect((await list({ State: 'COMPLETED' })).Replays).toMatchObject([{ ReplayName: 'again' }]);
    expect((await list({ NamePrefix: 'other' })).Replays).toEqual([]);
  });
});

describe('an archive', () => {
  it('keeps only what its pattern matches', async () => {
    const { call, put, archiveArn } = setUp({ pattern: { detail: { kind: ['even'] } } });
    await put(5);
    expect(await call(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({
      ArchiveArn: archiveArn,
      EventPattern: '{"detail":{"kind":["even"]}}',
      EventCount: 3,
      State: 'ENABLED',
    });
  });

  it('drops events at the end of its retention', async () => {
    const { world, call, put } = setUp({ retentionDays: 1 });
    await put(2);
    await world.pass(DAY_MS + 2 * MINUTE_MS);
    await put(1);
    const { Archives } = await call<{ Archives: object[] }>(new ListArchivesCommand({}));
    expect(Archives).toMatchObject([{ ArchiveName: 'all', EventCount: 1, RetentionDays: 1 }]);
  });

  it('is not found under another name', async () => {
    const { call } = setUp();
    const describing = call(new DescribeArchiveCommand({ ArchiveName: 'none' }));
    await expect(describing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
