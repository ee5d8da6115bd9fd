import { reviveItem, type StoredItem } from './attribute-value.ts';
import { eventIdOf, type StreamRecord } from './stream.ts';
import type { TableStream } from './table-streams.ts';

/** Who deletes items whose time to live has passed. */
const EXPIRY = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };

/** A record as GetRecords gives it. Amazon DynamoDB Streams API Reference, Record. */
export function apiRecord(record: StreamRecord, { view }: TableStream, region: string): object {
  const { newImage, oldImage } = record;
  return {
    eventID: eventIdOf(record),
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: new Date(Math.floor(record.approximateCreationMs / 1000) * 1000),
      Keys: itemOf(record.keys),
      ...(newImage === undefined ? {} : { NewImage: itemOf(newImage) }),
      ...(oldImage === undefined ? {} : { OldImage: itemOf(oldImage) }),
      SequenceNumber: record.sequenceNumber,
      SizeBytes: record.sizeBytes,
      StreamViewType: view,
    },
    ...(record.expired ? { userIdentity: EXPIRY } : {}),
  };
}

function itemOf(text: string): object {
  return reviveItem(JSON.parse(text) as StoredItem);
}
