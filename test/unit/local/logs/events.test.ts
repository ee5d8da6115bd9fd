import {
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  DAY_MS,
  LogsCloud,
  logGroupName,
  logStreamName,
  messagesIn,
  START_MS,
} from './logs-cloud.ts';

let at: LogsCloud;
beforeEach(async () => {
  at = await LogsCloud.load();
});

interface Page {
  events: { message: string }[];
  nextForwardToken: string;
  nextBackwardToken: string;
}

function get(more: object = {}): Promise<Page> {
  return at.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...more }));
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`);

describe('the events of a stream', () => {
  it('are read from the end, back to the start, and forward again', async () => {
    await at.put(numbers(1, 10));
    const last = await get({ limit: 4 });
    expect(messagesIn(last)).toEqual(numbers(7, 10));
    const before = await get({ limit: 4, nextToken: last.nextBackwardToken });
    expect(messagesIn(before)).toEqual(numbers(3, 6));
    const first = await get({ limit: 4, nextToken: before.nextBackwardToken });
    expect(messagesIn(first)).toEqual(numbers(1, 2));
    const forward = await get({ limit: 4, nextToken: first.nextForwardToken });
    expect(messagesIn(forward)).toEqual(numbers(3, 6));
  });

  it('give the same token again where a way ends, and go on from it when there are more', async () => {
    await at.put(numbers(1, 2));
    const page = await get({ startFromHead: true });
    const end = await get({ nextToken: page.nextForwardToken });
    expect(end).toMatchObject({ events: [], nextForwardToken: page.nextForwardToken });
    const start = await get({ nextToken: page.nextBackwardToken });
    expect(start).toMatchObject({ events: [], nextBackwardToken: page.nextBackwardToken });
    await at.put(['m3'], { laterMs: 2000 });
    expect(messagesIn(await get({ nextToken: end.nextForwardToken }))).toEqual(['m3']);
    // From the end of one way, the other way begins with what was read last.
    expect(messagesIn(await get({ nextToken: end.nextBackwardToken }))).toEqual(numbers(1, 2));
    expect(messagesIn(await get({ nextToken: start.nextForwardToken }))).toEqual(numbers(1, 3));
  });

  it('can be waited for in a stream that has none yet', async () => {
    const { nextForwardToken } = await get();
    await at.put(['m1']);
    expect(messagesIn(await get({ nextToken: nextForwardToken }))).toEqual(['m1']);
  });

  it('are read from a time, and up to one that is left out', async () => {
    await at.put(numbers(1, 5));
    const within = { startTime: START_MS + 1000, endTime: START_MS + 3000 };
    expect(messagesIn(await get(within))).toEqual(['m2', 'm3']);
  });

  it('are filtered from a time, and up to one that is let in', async () => {
    await at.put(numbers(1, 5));
    const within = { startTime: START_MS + 1000, endTime: START_MS + 3000 };
    expect(await at.found(within)).toEqual(['m2', 'm3', 'm4']);
  });

  it('come in pages of a mebibyte at most', async () => {
    const long = 'x'.repeat(300_000);
    for (let index = 0; index < 5; index += 1) await at.put([long], { laterMs: index });
    const page = await at.send(new FilterLogEventsCommand({ logGroupName }));
    expect(messagesIn(page)).toHaveLength(3);
    expect(await at.found({ nextToken: page['nextToken'] })).toHaveLength(2);
  });

  it('of several streams come together in the order of their times', async () => {
    await at.stream('second');
    await at.put(['a', 'c']);
    await at.put(['b'], { laterMs: 500, stream: 'second' });
    expect(await at.found()).toEqual(['a', 'b', 'c']);
    expect(await at.found({ logStreamNames: ['second'] })).toEqual(['b']);
    expect(await at.found({ logStreamNamePrefix: 'fir' })).toEqual(['a', 'c']);
  });

  it.each([
    [{ logStreamNames: ['a'], logStreamNamePrefix: 'b' }, 'mutually exclusive'],
    [{ logStreamNames: ['nobody'] }, 'The specified log stream does not exist.'],
    [{ logStreamNames: [] }, "at 'logStreamNames' failed to satisfy constraint"],
    [{ limit: 0 }, 'Member must have value greater than or equal to 1'],
    [{ filterPattern: 'a:b' }, 'Invalid filter pattern'],
  ])('are not filtered by %j', async (given, message) => {
    await expect(at.found(given)).rejects.toThrow(message);
  });
});

describe('a log group', () => {
  it('keeps so many events, and drops the oldest', async () => {
    at = await LogsCloud.load(10);
    await at.put(numbers(1, 25));
    expect(await at.found()).toEqual(numbers(16, 25));
  });

  it('keeps 10,000 events unless it is told otherwise', async () => {
    const short = numbers(1, 6000).map(() => 'm');
    await at.put(short);
    await at.put(short);
    expect(await at.found()).toHaveLength(10_000);
  });

  it('does not show events whose retention is over, and shows them again without one', async () => {
    await at.put(['old']);
    await at.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    await at.cloud.scheduler.sleep(DAY_MS);
    expect(await at.found()).toEqual(['old']);
    await at.cloud.scheduler.sleep(1);
    expect(await at.found()).toEqual([]);
    const { logGroups } = await at.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ retentionInDays: 1, storedBytes: 0 }]);
    await at.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect(await at.found()).toEqual(['old']);
  });

  it('has one of the retentions that there are', async () => {
    const put = at.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }));
    await expect(put).rejects.toThrow(
      "Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5",
    );
  });

  it('lists its streams by their names or by their last events', async () => {
    for (const name of ['b', 'a', 'c']) await at.stream(name);
    await at.put(['1'], { stream: 'a', laterMs: 1000 });
    await at.put(['2'], { stream: 'c' });
    const list = async (more: object): Promise<string[]> => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const command = new DescribeLogStreamsCommand({
          logGroupName,
          limit: 2,
          nextToken,
          ...more,
        });
        const page: { logStreams: { logStreamName: string }[]; nextToken?: string } =
          await at.send(command);
        names.push(...page.logStreams.map((stream) => stream.logStreamName));
        nextToken = page.nextToken;
      } while (nextToken);
      return names;
    };
    expect(await list({})).toEqual(['a', 'b', 'c', 'first']);
    expect(await list({ descending: true })).toEqual(['first', 'c', 'b', 'a']);
    const byTime = { orderBy: 'LastEventTime' };
    expect(await list(byTime)).toEqual(['b', 'first', 'c', 'a']);
    expect(await list({ ...byTime, descending: true })).toEqual(['a', 'c', 'first', 'b']);
    await expect(list({ ...byTime, logStreamNamePrefix: 'a' })).rejects.toThrow(
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
  });

  it('tells of a stream when its first and last events were', async () => {
    await at.put(['1', '2'], { laterMs: 500 });
    const { logStreams } = await at.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams).toMatchObject([
      {
        ...{ firstEventTimestamp: START_MS + 500, lastEventTimestamp: START_MS + 1500 },
        lastIngestionTime: START_MS,
      },
    ]);
  });
});

describe('events that are written', () => {
  const put = (logEvents: object[]) =>
    at.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents } as never));

  it.each([
    [[], 'Member must have length greater than or equal to 1'],
    [[{ timestamp: 1 }], "at 'logEvents.1.member.message' failed to satisfy constraint"],
    [[{ message: 'a' }], "at 'logEvents.1.member.timestamp' failed to satisfy constraint"],
    [[{ timestamp: -1, message: 'a' }], 'Member must have value greater than or equal to 0'],
    [[{ timestamp: 1, message: '' }], "Value '' at 'logEvents.1.member.message'"],
    [
      [
        { timestamp: START_MS, message: 'a' },
        { timestamp: START_MS + DAY_MS + 1, message: 'b' },
      ],
      'cannot span more than 24 hours.',
    ],
  ])('may not be %j', async (events, message) => {
    await expect(put(events)).rejects.toThrow(message);
  });

  it('are 1,048,576 bytes at most, 26 for each beside its message', async () => {
    const sized = (bytes: number) => [{ timestamp: START_MS, message: 'x'.repeat(bytes - 26) }];
    await expect(put(sized(1_048_576))).resolves.toBeDefined();
    await expect(put(sized(1_048_577))).rejects.toThrow(
      'Upload too large: 1048577 bytes exceeds limit of 1048576',
    );
  });

  it('are at most 14 days old and at most two hours ahead; the others are told', async () => {
    const at14 = START_MS - 14 * DAY_MS;
    expect(await put([{ timestamp: at14, message: 'just' }])).not.toHaveProperty(
      'rejectedLogEventsInfo',
    );
    expect(
      await put([
        { timestamp: at14 - 1, message: 'too old' },
        { timestamp: at14, message: 'old' },
      ]),
    ).toMatchObject({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } });
    const ahead = START_MS + 2 * 3_600_000;
    expect(
      await put([
        { timestamp: ahead, message: 'ahead' },
        { timestamp: ahead + 1, message: 'too far' },
      ]),
    ).toMatchObject({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 } });
    expect(await at.found()).toEqual(['just', 'old', 'ahead']);
  });

  it('are not taken once the retention of their group is over for them', async () => {
    await at.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    expect(await put([{ timestamp: START_MS - DAY_MS - 1, message: 'expired' }])).toMatchObject({
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    });
  });
});
