import { eventIdOf, type StreamRecord } from '../dynamodb/stream.ts';
import type { TableStream } from '../dynamodb/table-streams.ts';

/** Who deletes items whose time to live has passed. */
const EXPIRY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** The record of a DynamoDB stream as a function gets it. Amazon DynamoDB Streams API Reference, Record. */
export function streamRecord(record: StreamRecord, stream: TableStream, region: string): object {
  const change: Record<string, unknown> = {
    ApproximateCreationDateTime: Math.floor(record.approximateCreationMs / 1000),
    Keys: JSON.parse(record.keys),
    SequenceNumber: record.sequenceNumber,
    SizeBytes: record.sizeBytes,
    StreamViewType: stream.view,
  };
  if (record.newImage !== undefined) change['NewImage'] = JSON.parse(record.newImage);
  if (record.oldImage !== undefined) defineParsed(change, 'OldImage', record.oldImage);
  return {
    eventID: eventIdOf(record),
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: change,
    ...(record.expired ? { userIdentity: EXPIRY } : {}),
    eventSourceARN: stream.arn,
  };
}

/** Few look at what was there before, and it costs as much as the rest: parsed by whoever does. */
function defineParsed(target: object, name: string, text: string): void {
  let value: unknown;
  const get = (): unknown => {
    value ??= JSON.parse(text);
    return value;
  };
  Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
}
