import {
  ExpiredIteratorException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { streamsValidation } from './streams-errors.ts';
import type { OpenedStream } from './table-streams.ts';

/** An iterator can be used for so long. Amazon DynamoDB Streams API Reference, GetShardIterator. */
const usableMs = 15 * 60_000;

/** What the engine's records are numbered with. */
const sequenceNumber = /^\d{21}$/;

/** A place in the one shard of a stream: behind the record with this sequence number. */
export interface Place {
  streamArn: string;
  after: string;
}

/** The text of an iterator made now, as opaque as AWS's. */
export function writeIterator({ streamArn, after }: Place, nowMs: number): string {
  const place = Buffer.from(JSON.stringify([after, nowMs])).toString('base64');
  return `${streamArn}|1|${place}`;
}

/** The place of an iterator; throws if it is none, or too old. */
export function readIterator(text: string, nowMs: number): Place {
  const [streamArn = '', version, encoded = ''] = text.split('|');
  const place = version === '1' ? decode(encoded) : undefined;
  if (place === undefined || place.madeMs > nowMs) throw streamsValidation('Invalid ShardIterator');
  const { after, madeMs } = place;
  if (nowMs - madeMs <= usableMs) return { streamArn, after };
  throw new ExpiredIteratorException({
    message: 'Iterator expired. The shard iterator has expired and can no longer be used.',
    $metadata: { httpStatusCode: 400 },
  });
}

/** Throws if records after this place have been trimmed already. */
export function checkNotTrimmed({ log }: OpenedStream, after: string): void {
  if (after >= log.trimmedThrough) return;
  throw new TrimmedDataAccessException({
    message: 'The operation attempted to read past the oldest stream record in a shard.',
    $metadata: { httpStatusCode: 400 },
  });
}

function decode(encoded: string): { after: string; madeMs: number } | undefined {
  try {
    const [after, madeMs] = JSON.parse(Buffer.from(encoded, 'base64').toString()) as unknown[];
    if (typeof after !== 'string' || !sequenceNumber.test(after)) return undefined;
    return typeof madeMs === 'number' ? { after, madeMs } : undefined;
  } catch {
    // No iterator of ours: the caller says so.
    return undefined;
  }
}
