import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

type Answer = (ids: string[], event: DynamoDBStreamEvent, world: World) => unknown;

interface SetUp {
  answer?: Answer;
  mapping?: Record<string, unknown>;
  reservedConcurrency?: number;
}

function setUp({ answer = () => undefined, mapping = {}, reservedConcurrency }: SetUp = {}) {
  const world = new World();
  const streamArn = world.table('orders');
  const batches: string[][] = [];
  const events: DynamoDBStreamEvent[] = [];
  const target = world.function(
    'relay',
    async (event) => {
      const ids = idsOf(event as DynamoDBStreamEvent);
      batches.push(ids);
      events.push(event as DynamoDBStreamEvent);
      return answer(ids, event as DynamoDBStreamEvent, world);
    },
    { reservedConcurrency },
  );
  const created = world.mapping(streamArn, target, {
    StartingPosition: 'TRIM_HORIZON',
    ...mapping,
  });
  /** Items of one partition key keep their order; `n` tells them apart. */
  const put = async (id: string, ...values: string[]): Promise<void> => {
    for (const n of values) {
      const Item = { id: { S: id }, n: { S: n } };
      await world.client.send(new PutItemCommand({ TableName: 'orders', Item }));
    }
  };
  return { world, streamArn, target, mapping: created, batches, events, put };
}

function idsOf({ Records }: DynamoDBStreamEvent): string[] {
  return Records.map(({ dynamodb }) => dynamodb?.NewImage?.['n']?.S ?? '');
}

/** Reports the records with these values as failed. */
const reporting = (...values: string[]): Answer => {
  return (_ids, { Records }) => ({
    batchItemFailures: Records.filter(({ dynamodb }) =>
      values.includes(dynamodb?.NewImage?.['n']?.S ?? ''),
    ).map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber })),
  });
};

const throwingOn = (value: string): Answer => {
  return (ids) => {
    if (ids.includes(value)) throw new Error(`cannot take ${value}`);
  };
};

const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

async function objects(world: World): Promise<{ key: string; record: Record<string, unknown> }[]> {
  const { s3 } = world.engines;
  const { output } = s3.execute('ListObjectsV2', { Bucket: 'failures' });
  const { Contents = [] } = output as { Contents?: { Key: string }[] };
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const got = s3.execute('GetObject', { Bucket: 'failures', Key }).output as {
        Body: { transformToString(): Promise<string> };
      };
      return { key: Key, record: JSON.parse(await got.Body.transformToString()) };
    }),
  );
}

describe('an event source mapping on a table’s stream', () => {
  it('hands over records with keys and images, in the shape that Lambda gives them', async () => {
    const { world, streamArn, events, put } = setUp();
    await put('o1', 'a', 'b');
    await world.drain();
    expect(events).toHaveLength(1);
    expect(events[0]?.Records[1]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_767_225_600,
        Keys: { id: { S: 'o1' } },
        NewImage: { id: { S: 'o1' }, n: { S: 'b' } },
        OldImage: { id: { S: 'o1' }, n: { S: 'a' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: streamArn,
    });
  });

  it('keeps the records of one item in order, one batch after the other', async () => {
    const { world, batches, put } = setUp({
      mapping: { BatchSize: 2 },
      answer: (_ids, _event, { engines }) => engines.scheduler.sleep(100),
    });
    await put('o1', 'a', 'b', 'c', 'd', 'e');
    await world.drain();
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(world.elapsedMs).toBe(300);
  });

  it('goes on in other shards while one of them waits', async () => {
    const { world, batches, put } = setUp({
      answer: (_ids, _event, { engines }) => engines.scheduler.sleep(1000),
    });
    for (let index = 0; index < 40; index += 1) await put(`o${index}`, String(index));
    await world.drain();
    expect(batches).toHaveLength(4);
    expect(world.elapsedMs).toBe(1000);
  });

  it('divides a shard by partition key with a parallelization factor', async () => {
    const { world, batches, put } = setUp({
      mapping: { ParallelizationFactor: 10 },
      answer: (_ids, _event, { engines }) => engines.scheduler.sleep(1000),
    });
    for (let index = 0; index < 400; index += 1) await put(`o${index % 200}`, String(index));
    await world.drain();
    expect(batches.length).toBeGreaterThan(20);
    for (let index = 0; index < 200; index += 1) {
      const batch = batches.find((ids) => ids.includes(String(index)));
      expect(batch).toContain(String(index + 200));
    }
  });

  it('collects a batch until its window is over', async () => {
    const { world, batches, put } = setUp({ mapping: { MaximumBatchingWindowInSeconds: 2 } });
    await put('o1', 'a');
    await world.pass(1500);
    await put('o1', 'b');
    await world.drain();
    expect(batches).toEqual([['a', 'b']]);
    expect(world.elapsedMs).toBe(2000);
  });

  it('does not hand over what its filters do not let through', async () => {
    const Pattern = JSON.stringify({ dynamodb: { NewImage: { n: { S: ['b'] } } } });
    const { world, batches, put } = setUp({
      mapping: { BatchSize: 1, FilterCriteria: { Filters: [{ Pattern }] } },
    });
    await put('o1', 'a', 'b', 'c');
    await world.drain();
    expect(batches).toEqual([['b']]);
  });

  it('retries a batch that failed, and nothing after it before', async () => {
    let failures = 2;
    const { world, batches, put } = setUp({
      mapping: { BatchSize: 1 },
      answer: () => {
        failures -= 1;
        if (failures >= 0) throw new Error('not yet');
      },
    });
    await put('o1', 'a', 'b');
    await world.drain();
    expect(batches).toEqual([['a'], ['a'], ['a'], ['b']]);
  });

  it('goes on from the first record that is reported as failed', async () => {
    let failing = true;
    const { world, batches, put } = setUp({
      mapping: REPORTS,
      answer: (...given) => {
        const answer = failing ? reporting('c', 'd')(...given) : undefined;
        failing = false;
        return answer;
      },
    });
    await put('o1', 'a', 'b', 'c', 'd', 'e');
    await world.drain();
    expect(batches).toEqual([
      ['a', 'b', 'c', 'd', 'e'],
      ['c', 'd', 'e'],
    ]);
  });

  it('halves a batch that failed until the bad record is alone, and goes on behind it', async () => {
    const { world, batches, put } = setUp({
      mapping: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
      answer: throwingOn('c'),
    });
    await put('o1', 'a', 'b', 'c', 'd');
    await world.drain();
    expect(batches).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['c'], ['d']]);
  });

  it('isolates a record that is reported again and again, too', async () => {
    const { world, batches, put } = setUp({
      mapping: { ...REPORTS, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
      answer: reporting('b'),
    });
    await put('o1', 'a', 'b', 'c');
    await world.drain();
    expect(batches).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b'], ['c']]);
  });

  it('ends the run at a response whose failures AWS would overlook', async () => {
    const { world, put } = setUp({ mapping: REPORTS, answer: () => ({ failures: [] }) });
    await put('o1', 'a');
    await expect(world.drain()).rejects.toMatchObject({ name: 'BatchResponseError' });
  });

  it('waits out a throttled function without using up its retries', async () => {
    const { world, target, batches, put } = setUp({
      reservedConcurrency: 1,
      mapping: { MaximumRetryAttempts: 0 },
      answer: (ids, _event, { engines }) =>
        ids.length === 0 ? engines.scheduler.sleep(3000) : undefined,
    });
    const blocking = target.invoke({ Records: [] });
    await put('o1', 'a');
    await blocking;
    await world.drain();
    expect(batches).toEqual([[], ['a']]);
  });

  it('waits while it is disabled', async () => {
    const { world, mapping, batches, put } = setUp();
    mapping.disable();
    await put('o1', 'a');
    await world.drain();
    expect(batches).toEqual([]);
    mapping.enable();
    await world.drain();
    expect(batches).toEqual([['a']]);
  });

  it.each([
    ['a batch above 10,000', { BatchSize: 10_001 }, /'batchSize' .* less than or equal to 10000/],
    ['a factor above 10', { ParallelizationFactor: 11 }, /less than or equal to 10/],
    ['a record age below 60 s', { MaximumRecordAgeInSeconds: 59 }, /greater than or equal to 60/],
    ['more than 10,000 retries', { MaximumRetryAttempts: 10_001 }, /'maximumRetryAttempts'/],
    [
      'a starting position in time',
      { StartingPosition: 'AT_TIMESTAMP' },
      /'startingPosition' .* enum value set/,
    ],
    [
      'a topic as destination',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:eu-west-1:1:topic' } } },
      /sns as the failure destination/,
    ],
  ])('refuses %s', (_what, mapping, message) => {
    expect(() => setUp({ mapping })).toThrow(message);
  });

  it('refuses a role that may not read the stream', () => {
    const world = new World();
    const streamArn = world.table('orders');
    const roleArn = world.role('narrow', [{ Action: 'dynamodb:GetRecords', Resource: streamArn }]);
    const target = world.function('relay', async () => undefined, { roleArn });
    expect(() => world.mapping(streamArn, target, { StartingPosition: 'LATEST' })).toThrow(
      /not authorized to perform: dynamodb:DescribeStream on resource: .*stream\/1/,
    );
  });
});

describe('a failure destination', () => {
  const toBucket = (mapping: Record<string, unknown>, answer: Answer) => {
    const created = setUp({ answer });
    const { world, streamArn, target } = created;
    created.mapping.disable();
    world.engines.s3.createBucket('failures', 'arn:aws:s3:::failures');
    world.mapping(streamArn, target, {
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      ...mapping,
    });
    return created;
  };

  it('gets the whole records if it is a bucket', async () => {
    const { world, put, batches, target, streamArn } = toBucket(
      { MaximumRetryAttempts: 2 },
      throwingOn('a'),
    );
    await put('o1', 'a');
    await world.drain();
    expect(batches).toHaveLength(3);
    const [object] = await objects(world);
    expect(object?.key).toMatch(
      /^aws\/lambda\/mapping-relay\/shardId-[\d-]+\/2026\/01\/01\/2026-01-01T00\.00\.\d\d-[0-9a-f-]{36}$/,
    );
    expect(object?.record).toMatchObject({
      requestContext: {
        functionArn: target.settings.arn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        batchSize: 1,
        streamArn,
        approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
      },
    });
    const { Records } = JSON.parse(String(object?.record['payload']));
    expect(idsOf({ Records })).toEqual(['a']);
  });

  it('gets what became too old, and the rest goes on', async () => {
    const { world, put, batches } = toBucket(
      { MaximumRecordAgeInSeconds: 60, BatchSize: 1 },
      throwingOn('a'),
    );
    await put('o1', 'a', 'b');
    await world.pass(50_000);
    await put('o1', 'c');
    await world.drain();
    expect(batches.at(-1)).toEqual(['c']);
    const found = await objects(world);
    expect(found.map(({ record }) => record['requestContext'])).toMatchObject([
      { condition: 'RecordAgeExceeded' },
      { condition: 'RecordAgeExceeded' },
    ]);
  });

  it('gets no more than where the records were if it is a queue', async () => {
    const { world, streamArn, target, mapping, put } = setUp({ answer: throwingOn('a') });
    mapping.disable();
    const queue = world.queue('failures');
    world.mapping(streamArn, target, {
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queue.settings.arn } },
    });
    await put('o1', 'a');
    await world.drain();
    const record = JSON.parse(queue.receive(1)[0]!.message.body);
    expect(record.DDBStreamBatchInfo).toMatchObject({ batchSize: 1 });
    expect(record).not.toHaveProperty('payload');
  });

  it('is refused at load if the role may not write there', () => {
    const world = new World();
    const streamArn = world.table('orders');
    const roleArn = world.role('reader', [{ Action: 'dynamodb:*', Resource: streamArn }]);
    const target = world.function('relay', async () => undefined, { roleArn });
    const DestinationConfig = { OnFailure: { Destination: 'arn:aws:s3:::failures' } };
    expect(() =>
      world.mapping(streamArn, target, { StartingPosition: 'LATEST', DestinationConfig }),
    ).toThrow(/not authorized to perform: s3:PutObject on resource: arn:aws:s3:::failures/);
  });
});
