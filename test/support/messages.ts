import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Envelope } from '../../events/envelope.ts';
import { busEvent } from './events.ts';

/** What a test says of a message; the rest is as SQS would have it. */
export interface MessageLike {
  /** An event, or any text. */
  body: string | Envelope;
  id?: string;
  receives?: number;
  sentMs?: number;
  traceHeader?: string;
}

/** A batch as the SQS event source mapping hands it to a function. */
export function sqsBatch(...messages: MessageLike[]): SQSEvent {
  return { Records: messages.map(sqsRecord) };
}

function sqsRecord(message: MessageLike, index: number): SQSRecord {
  const { body, id = `message-${index}`, receives = 1, sentMs = 1_795_255_200_000 } = message;
  return {
    messageId: id,
    receiptHandle: `receipt-of-${id}`,
    body: typeof body === 'string' ? body : busEvent(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentMs),
      SenderId: 'events',
      ApproximateFirstReceiveTimestamp: String(sentMs),
      ...(message.traceHeader ? { AWSTraceHeader: message.traceHeader } : {}),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:orders',
    awsRegion: 'us-east-1',
  };
}
