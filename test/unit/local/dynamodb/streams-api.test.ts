import type { DescribeStreamOutput, GetRecordsOutput } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, it } from 'vitest';
import { NotSimulatedError } from '../../../../local/errors.ts';
import { ControlFixture, ordersInput } from './control-fixture.ts';
import { failure, ordersTable, refusal } from './fixture.ts';

const DAY_MS = 24 * 60 * 60_000;
const QUARTER_MS = 15 * 60_000;

/** A table with a stream of both images, made by request. */
class StreamFixture extends ControlFixture {
  readonly arn: string;

  constructor(StreamViewType = 'NEW_AND_OLD_IMAGES') {
    super();
    this.create({ ...ordersInput, StreamSpecification: { StreamEnabled: true, StreamViewType } });
    this.arn = String(this.table['LatestStreamArn']);
  }

  get shard() {
    return this.describeStream().Shards![0]!;
  }

  describeStream() {
    const described: DescribeStreamOutput = this.read('DescribeStream', { StreamArn: this.arn });
    return described.StreamDescription!;
  }

  iterator(ShardIteratorType: string, SequenceNumber?: string): string {
    const input = { StreamArn: this.arn, ShardId: this.shard.ShardId, ShardIteratorType };
    const number = SequenceNumber === undefined ? {} : { SequenceNumber };
    const { ShardIterator } = this.read('GetShardIterator', { ...input, ...number }) as {
      ShardIterator: string;
    };
    return ShardIterator;
  }

  records(ShardIterator: string, Limit?: number): GetRecordsOutput {
    return this.read('GetRecords', { ShardIterator, ...(Limit && { Limit }) });
  }

  /** The keys of the records that an iterator reads. */
  keys(iterator: string): (string | undefined)[] {
    return this.records(iterator).Records!.map(({ dynamodb }) => dynamodb!.Keys!['pk']!.S);
  }
}

describe('the streams API', () => {
  it('lists streams in pages, and those of one table', () => {
    const fixture = new StreamFixture();
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' };
    fixture.create({ ...ordersInput, TableName: 'stock', StreamSpecification: stream });
    const first = fixture.read('ListStreams', { Limit: 1 }) as { LastEvaluatedStreamArn: string };
    expect(first).toEqual({
      Streams: [
        { StreamArn: fixture.arn, TableName: 'orders', StreamLabel: '2026-01-01T00:00:00.000' },
      ],
      LastEvaluatedStreamArn: fixture.arn,
    });
    const rest = { ExclusiveStartStreamArn: first.LastEvaluatedStreamArn };
    expect(fixture.read('ListStreams', rest)).toMatchObject({ Streams: [{ TableName: 'stock' }] });
    expect(fixture.read('ListStreams', { TableName: 'none' })).toEqual({ Streams: [] });
  });

  it('describes a stream with its one shard', () => {
    const fixture = new StreamFixture('KEYS_ONLY');
    expect(fixture.describeStream()).toMatchObject({
      ...{ StreamArn: fixture.arn, StreamStatus: 'ENABLED', StreamViewType: 'KEYS_ONLY' },
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      CreationRequestDateTime: new Date(fixture.nowMs),
      Shards: [{ SequenceNumberRange: { StartingSequenceNumber: expect.any(String) } }],
    });
    const after = { StreamArn: fixture.arn, ExclusiveStartShardId: fixture.shard.ShardId };
    expect(fixture.read('DescribeStream', after)).toMatchObject({
      StreamDescription: { Shards: [] },
    });
  });

  it('gives records with their images, bytes as bytes', () => {
    const fixture = new StreamFixture();
    fixture.nowMs += 1_234;
    fixture.put('a', { n: { B: Uint8Array.of(1) } });
    fixture.put('a', { n: { N: '2' } });
    const { Records } = fixture.records(fixture.iterator('TRIM_HORIZON'));
    expect(Records).toMatchObject([
      {
        ...{ eventName: 'INSERT', eventSource: 'aws:dynamodb', awsRegion: 'eu-west-1' },
        dynamodb: {
          ...{ Keys: { pk: { S: 'a' } }, StreamViewType: 'NEW_AND_OLD_IMAGES', SizeBytes: 8 },
          NewImage: { pk: { S: 'a' }, n: { B: Uint8Array.of(1) } },
          ApproximateCreationDateTime: new Date(fixture.nowMs - 234),
        },
      },
      { eventName: 'MODIFY', dynamodb: { OldImage: { n: { B: Uint8Array.of(1) } } } },
    ]);
  });

  it('reads from each kind of place', () => {
    const fixture = new StreamFixture();
    for (const pk of ['a', 'b', 'c']) fixture.put(pk);
    const { Records } = fixture.records(fixture.iterator('TRIM_HORIZON'));
    const second = Records![1]!.dynamodb!.SequenceNumber!;
    const latest = fixture.iterator('LATEST');
    fixture.put('d');
    expect(fixture.keys(fixture.iterator('TRIM_HORIZON'))).toEqual(['a', 'b', 'c', 'd']);
    expect(fixture.keys(fixture.iterator('AT_SEQUENCE_NUMBER', second))).toEqual(['b', 'c', 'd']);
    expect(fixture.keys(fixture.iterator('AFTER_SEQUENCE_NUMBER', second))).toEqual(['c', 'd']);
    expect(fixture.keys(latest)).toEqual(['d']);
  });

  it('reads on from page to page, and finds what is written meanwhile', () => {
    const fixture = new StreamFixture();
    for (const pk of ['a', 'b', 'c']) fixture.put(pk);
    const page = fixture.records(fixture.iterator('TRIM_HORIZON'), 2);
    expect(page.Records).toHaveLength(2);
    fixture.put('d');
    expect(fixture.keys(page.NextShardIterator!)).toEqual(['c', 'd']);
  });

  it('ends with the stream, which can still be read', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    fixture.run('DeleteTable', { TableName: 'orders' });
    fixture.settle();
    expect(fixture.describeStream()).toMatchObject({ StreamStatus: 'DISABLED' });
    expect(fixture.shard.SequenceNumberRange).toHaveProperty('EndingSequenceNumber');
    const page = fixture.records(fixture.iterator('TRIM_HORIZON'));
    expect(page.Records).toHaveLength(1);
    expect(page).not.toHaveProperty('NextShardIterator');
  });

  it('gives a table made again a stream of its own', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    fixture.run('DeleteTable', { TableName: 'orders' });
    fixture.settle();
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' };
    fixture.create({ ...ordersInput, StreamSpecification });
    expect(fixture.table['LatestStreamArn']).not.toBe(fixture.arn);
    fixture.put('b');
    expect(fixture.keys(fixture.iterator('TRIM_HORIZON'))).toEqual(['a']);
  });

  it('forgets records after a day', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    const { Records } = fixture.records(fixture.iterator('TRIM_HORIZON'));
    const first = Records![0]!.dynamodb!.SequenceNumber!;
    fixture.nowMs += DAY_MS - QUARTER_MS;
    fixture.put('b');
    const old = fixture.iterator('TRIM_HORIZON');
    fixture.nowMs += QUARTER_MS;
    expect(fixture.keys(old)).toEqual(['a', 'b']);
    const stale = fixture.iterator('TRIM_HORIZON');
    fixture.nowMs += 1;
    expect(fixture.keys(fixture.iterator('TRIM_HORIZON'))).toEqual(['b']);
    const trimmed =
      'TrimmedDataAccessException: The operation attempted to read past the oldest stream record in a shard.';
    expect(refusal(() => fixture.records(stale))).toBe(trimmed);
    expect(refusal(() => fixture.iterator('AT_SEQUENCE_NUMBER', first))).toBe(trimmed);
    expect(fixture.iterator('AFTER_SEQUENCE_NUMBER', first)).toContain(fixture.arn);
  });

  it('takes an iterator for fifteen minutes', () => {
    const fixture = new StreamFixture();
    const iterator = fixture.iterator('LATEST');
    fixture.nowMs += QUARTER_MS;
    expect(fixture.records(iterator).Records).toEqual([]);
    fixture.nowMs += 1;
    expect(refusal(() => fixture.records(iterator))).toMatch('ExpiredIteratorException');
  });

  it.each([
    ['GetRecords', { ShardIterator: 'nonsense' }, 'ValidationException: Invalid ShardIterator'],
    [
      'DescribeStream',
      { StreamArn: 'arn:none' },
      'ValidationException: One or more parameter values were invalid: Invalid StreamArn',
    ],
    [
      'ListStreams',
      { Limit: 101 },
      'ValidationException: One or more parameter values were invalid: Limit should be less than or equal to 100',
    ],
    [
      'ListStreams',
      { Limit: 0 },
      "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])('refuses what cannot be read: %s %o', (operation, input, message) => {
    expect(refusal(() => new StreamFixture().read(operation, input))).toBe(message);
  });

  it.each([
    ['AT_SEQUENCE_NUMBER', undefined, 'Invalid SequenceNumber'],
    ['LATEST', '1'.repeat(21), 'SequenceNumber should not be passed for this iterator type'],
    ['AFTER_SEQUENCE_NUMBER', '12', 'Member must have length greater than or equal to 21'],
    ['SOMEWHERE', undefined, "Value 'SOMEWHERE' at 'shardIteratorType'"],
  ])('refuses an iterator %s with the number %s', (type, number, message) => {
    expect(refusal(() => new StreamFixture().iterator(type, number))).toContain(message);
  });

  it.each([
    [['zz', 0]],
    [['0'.repeat(21), 1e99]],
    [['0'.repeat(21), String(Date.UTC(2026, 0, 1))]],
    [[]],
    ['text'],
  ])('refuses an iterator that it has not made: %o', (place) => {
    const fixture = new StreamFixture();
    const forged = Buffer.from(JSON.stringify(place)).toString('base64');
    expect(refusal(() => fixture.records(`${fixture.arn}|1|${forged}`))).toBe(
      'ValidationException: Invalid ShardIterator',
    );
  });

  it('reads from the first record at the sequence number 0', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    expect(fixture.keys(fixture.iterator('AT_SEQUENCE_NUMBER', '0'.repeat(21)))).toEqual(['a']);
  });

  it('refuses another shard, and other operations', () => {
    const fixture = new StreamFixture();
    const shard = { StreamArn: fixture.arn, ShardId: 'shardId-1', ShardIteratorType: 'LATEST' };
    expect(refusal(() => fixture.read('GetShardIterator', shard))).toBe(
      'ResourceNotFoundException: Shard does not exist',
    );
    expect(failure(() => fixture.read('SplitShard'))).toBeInstanceOf(NotSimulatedError);
  });
});

describe('the stream of a deleted table', () => {
  const listed = (fixture: StreamFixture) =>
    (fixture.read('ListStreams') as { Streams: object[] }).Streams.length;

  it('can be read for another day, and is gone then', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    fixture.run('DeleteTable', { TableName: 'orders' });
    fixture.settle();
    fixture.nowMs += DAY_MS - 1;
    expect(listed(fixture)).toBe(1);
    expect(fixture.keys(fixture.iterator('TRIM_HORIZON'))).toEqual(['a']);
    fixture.nowMs += 1;
    expect(listed(fixture)).toBe(0);
    expect(refusal(() => fixture.describeStream())).toMatch('ResourceNotFoundException');
  });

  it('is let go of by the sweep if nobody asks for it', () => {
    const fixture = new StreamFixture();
    fixture.run('DeleteTable', { TableName: 'orders' });
    fixture.db.expire();
    expect(fixture.streams.find(fixture.arn)).toMatchObject({ enabled: false });
    fixture.nowMs += DAY_MS;
    fixture.db.expire();
    expect(fixture.streams.find(fixture.arn)).toBeUndefined();
  });

  it('has its records let go of by the sweep when they are older than a day', () => {
    const fixture = new StreamFixture();
    fixture.put('a');
    const { log } = fixture.streams.find(fixture.arn)!;
    fixture.db.expire();
    expect(log.first).toMatchObject({ eventName: 'INSERT' });
    fixture.nowMs += DAY_MS + 1;
    fixture.db.expire();
    expect(log.first).toBeUndefined();
  });
});

describe('a reader of a stream', () => {
  it('gets its records until it ends', () => {
    const fixture = new StreamFixture();
    const read: string[] = [];
    const stream = fixture.streams.find(fixture.arn)!;
    const end = fixture.streams.read(stream, ({ keys }) => read.push(keys));
    fixture.put('a');
    end();
    fixture.put('b');
    expect(read).toEqual(['{"pk":{"S":"a"}}']);
  });
});

describe('the stream of a table that a template made', () => {
  it('keeps its records from the first DescribeStream on', () => {
    const fixture = new ControlFixture();
    const streamArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/template';
    fixture.db.createTable({ ...ordersTable({ streamView: 'NEW_IMAGE' }), streamArn });
    fixture.put('a');
    const { StreamDescription }: DescribeStreamOutput = fixture.read('DescribeStream', {
      StreamArn: streamArn,
    });
    fixture.put('b');
    const { ShardId } = StreamDescription!.Shards![0]!;
    const horizon = { StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const iterator = fixture.read('GetShardIterator', horizon) as object;
    expect(fixture.read('GetRecords', iterator)).toMatchObject({
      Records: [{ dynamodb: { Keys: { pk: { S: 'b' } } } }],
    });
  });
});
