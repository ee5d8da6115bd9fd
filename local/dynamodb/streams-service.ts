import type {
  DescribeStreamInput,
  GetRecordsInput,
  GetShardIteratorInput,
  ListStreamsInput,
} from '@aws-sdk/client-dynamodb-streams';
import { NotSimulatedError } from '../errors.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Access, Answer, Service } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { keySchemaOf } from './describe.ts';
import { checkNotTrimmed, readIterator, writeIterator } from './shard-iterator.ts';
import { apiRecord } from './stream-api-record.ts';
import { streamsNotFound, streamsValidation } from './streams-errors.ts';
import { keyNames } from './table-spec.ts';
import type { OpenedStream, TableStreams } from './table-streams.ts';

const MAXIMUM_RECORDS = 1_000;
const MAXIMUM_BYTES = 1024 * 1024;
const MAXIMUM_PAGE = 100;

/** Every stream has one shard here, which never splits; AWS splits with the table's partitions. */
const SHARD = 'shardId-00000000000000000001-00000001';
const SEQUENCE_LENGTH = [21, 40] as const;

type Operation = (input: never) => object;

/**
 * Amazon DynamoDB Streams as a service. Streams of tables that a template made keep their records from the first
 * DescribeStream or GetShardIterator on, all others from the start. Amazon DynamoDB Streams API Reference.
 */
export class DynamoDbStreamsService implements Service {
  readonly name = 'dynamodbstreams';
  readonly parameters = {
    DescribeStream: ['StreamArn', 'Limit', 'ExclusiveStartShardId'],
    GetRecords: ['ShardIterator', 'Limit'],
    GetShardIterator: ['StreamArn', 'ShardId', 'ShardIteratorType', 'SequenceNumber'],
    ListStreams: ['TableName', 'Limit', 'ExclusiveStartStreamArn'],
  };
  readonly #streams: TableStreams;
  readonly #clock: Pick<Scheduler, 'nowMs'>;
  readonly #region: string;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(
    streams: TableStreams,
    clock: Pick<Scheduler, 'nowMs'>,
    { region }: Pick<Surroundings, 'region'>,
  ) {
    this.#streams = streams;
    this.#clock = clock;
    this.#region = region;
    this.#operations = {
      DescribeStream: (input: DescribeStreamInput) => this.#describe(input),
      GetRecords: (input: GetRecordsInput) => this.#getRecords(input),
      GetShardIterator: (input: GetShardIteratorInput) => this.#getIterator(input),
      ListStreams: (input: ListStreamsInput) => this.#list(input),
    };
  }

  /** All but ListStreams are on a stream. Service Authorization Reference, Amazon DynamoDB. */
  accesses(operation: string, input: object): readonly Access[] {
    if (!Object.hasOwn(this.#operations, operation)) {
      throw new NotSimulatedError(`operation dynamodbstreams:${operation}`);
    }
    const { StreamArn, ShardIterator } = input as DescribeStreamInput & GetRecordsInput;
    const resource = StreamArn ?? ShardIterator?.split('|')[0] ?? '*';
    return [{ action: `dynamodb:${operation}`, resource }];
  }

  execute(operation: string, input: object): Answer {
    const run = Object.hasOwn(this.#operations, operation)
      ? this.#operations[operation]
      : undefined;
    if (!run) throw new NotSimulatedError(`operation dynamodbstreams:${operation}`);
    return { output: run(input as never) };
  }

  #list({ TableName, Limit, ExclusiveStartStreamArn: start }: ListStreamsInput): object {
    checkLimit(Limit, MAXIMUM_PAGE);
    const limit = Limit ?? MAXIMUM_PAGE;
    this.#streams.trim(this.#clock.nowMs());
    const rest = this.#streams
      .all()
      .filter((stream) => TableName === undefined || stream.tableName === TableName)
      .filter((stream) => start === undefined || stream.arn > start);
    const page = rest.slice(0, limit);
    const more = rest.length > limit ? { LastEvaluatedStreamArn: page.at(-1)!.arn } : {};
    const Streams = page.map(({ arn, tableName, label }) => {
      return { StreamArn: arn, TableName: tableName, StreamLabel: label };
    });
    return { Streams, ...more };
  }

  #describe({ StreamArn, Limit, ExclusiveStartShardId: after }: DescribeStreamInput): object {
    checkLimit(Limit, MAXIMUM_PAGE);
    const stream = this.#find(
      StreamArn,
      `Requested resource not found: Stream: ${StreamArn} not found`,
    );
    const { arn, label, enabled, view, createdMs, tableName, log } = stream;
    const first = log.first?.sequenceNumber ?? nextAfter(log.last);
    const range = {
      StartingSequenceNumber: first,
      ...(enabled ? {} : { EndingSequenceNumber: log.last > first ? log.last : first }),
    };
    return {
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: label,
        StreamStatus: enabled ? 'ENABLED' : 'DISABLED',
        StreamViewType: view,
        CreationRequestDateTime: new Date(createdMs),
        TableName: tableName,
        KeySchema: keySchemaOf(keyNames(stream.keySchema)),
        Shards: after === SHARD ? [] : [{ ShardId: SHARD, SequenceNumberRange: range }],
      },
    };
  }

  #getIterator(input: GetShardIteratorInput): object {
    const { ShardId, ShardIteratorType: type, SequenceNumber: number } = input;
    const stream = this.#find(input.StreamArn, 'Stream does not exist');
    if (ShardId !== SHARD) throw streamsNotFound('Shard does not exist');
    const after = placeOf(stream, type, number);
    const place = { streamArn: stream.arn, after };
    return { ShardIterator: writeIterator(place, this.#clock.nowMs()) };
  }

  #getRecords({ ShardIterator, Limit }: GetRecordsInput): object {
    checkLimit(Limit, MAXIMUM_RECORDS);
    const nowMs = this.#clock.nowMs();
    const { streamArn, after } = readIterator(String(ShardIterator), nowMs);
    const stream = this.#find(streamArn, 'Stream does not exist');
    checkNotTrimmed(stream, after);
    const records = upToBytes(stream.log.after(after, Limit ?? MAXIMUM_RECORDS));
    const last = records.at(-1)?.sequenceNumber ?? after;
    const ended = !stream.enabled && last >= stream.log.last;
    const next = ended
      ? {}
      : { NextShardIterator: writeIterator({ streamArn, after: last }, nowMs) };
    return { Records: records.map((record) => apiRecord(record, stream, this.#region)), ...next };
  }

  /** A stream, which keeps its records from now on. */
  #find(arn: string | undefined, notFound: string): OpenedStream {
    checkArn(arn);
    this.#streams.trim(this.#clock.nowMs());
    const stream = this.#streams.find(arn);
    if (stream === undefined) throw streamsNotFound(notFound);
    stream.log.keep();
    return stream;
  }
}

const streamArn = /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[a-zA-Z0-9_.-]+\/stream\/[\w:.-]+$/;

/** Throws a ValidationException for a text that can be no stream's ARN. */
function checkArn(arn: string | undefined): asserts arn is string {
  if (arn === undefined) {
    throw streamsValidation(
      "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null",
    );
  }
  if (!streamArn.test(arn)) throw invalidParameter('Invalid StreamArn');
}

/** The sequence number behind which an iterator of this type begins. */
function placeOf(
  stream: OpenedStream,
  type: string | undefined,
  number: string | undefined,
): string {
  const { log } = stream;
  const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (!needsNumber && number !== undefined) {
    throw invalidParameter('SequenceNumber should not be passed for this iterator type');
  }
  if (type === 'TRIM_HORIZON') return log.trimmedThrough;
  if (type === 'LATEST') return log.last;
  if (!needsNumber) {
    throw streamsValidation(
      `1 validation error detected: Value '${type}' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]`,
    );
  }
  if (number === undefined) throw invalidParameter('Invalid SequenceNumber');
  checkSequenceNumber(number);
  const after = type === 'AFTER_SEQUENCE_NUMBER' ? number : previous(number);
  checkNotTrimmed(stream, after);
  return after;
}

function checkSequenceNumber(number: string): void {
  const [least, most] = SEQUENCE_LENGTH;
  if (number.length < least || number.length > most) {
    const bound =
      number.length < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
    throw streamsValidation(
      `1 validation error detected: Value '${number}' at 'sequenceNumber' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (!/^\d{21}$/.test(number)) throw invalidParameter('Invalid SequenceNumber');
}

function checkLimit(limit: number | undefined, most: number): void {
  if (limit === undefined) return;
  if (limit < 1) {
    throw streamsValidation(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  if (limit > most) throw invalidParameter(`Limit should be less than or equal to ${most}`);
}

function invalidParameter(problem: string): Error {
  return streamsValidation(`One or more parameter values were invalid: ${problem}`);
}

/** As many records as fit a response, at least one. */
function upToBytes<R extends { sizeBytes: number }>(records: readonly R[]): readonly R[] {
  let bytes = 0;
  const end = records.findIndex((record) => {
    bytes += record.sizeBytes;
    return bytes > MAXIMUM_BYTES;
  });
  return end < 0 ? records : records.slice(0, Math.max(1, end));
}

/** Of the first sequence number, itself: no record has it. */
function previous(number: string): string {
  const before = BigInt(number) - 1n;
  return before < 0n ? number : String(before).padStart(number.length, '0');
}

function nextAfter(number: string): string {
  return String(BigInt(number) + 1n).padStart(number.length, '0');
}
