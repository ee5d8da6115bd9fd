import { isTooDeep } from '../eventbridge/nesting.ts';
import {
  type Message,
  type MessageAttributes,
  type Received,
  receiptHandle,
  systemAttributes,
} from '../sqs/message.ts';
import { bodyDigest } from '../sqs/message-digest.ts';
import { compileFilters } from './filter-criteria.ts';

/** Which queue the records of an event come from. */
export interface QueueSource {
  arn: string;
  region: string;
}

/** The event a function gets for messages. AWS Lambda Developer Guide, "Using Lambda with Amazon SQS". */
export function sqsEvent(batch: readonly Received[], source: QueueSource): { Records: object[] } {
  return { Records: batch.map((received) => sqsRecord(received, source)) };
}

function sqsRecord(received: Received, { arn, region }: QueueSource): object {
  const { body, attributes } = received.message;
  return {
    messageId: received.messageId,
    receiptHandle: receiptHandle(received),
    body,
    attributes: systemAttributes(received),
    messageAttributes: attributes ? recordAttributes(attributes) : {},
    // Computed for those who look at it: a digest costs more than the rest of the record.
    get md5OfBody() {
      return bodyDigest(body);
    },
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  };
}

function recordAttributes(attributes: MessageAttributes): Record<string, object> {
  const recorded: Record<string, object> = {};
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    recorded[name] = {
      ...(StringValue === undefined ? {} : { stringValue: StringValue }),
      ...(BinaryValue ? { binaryValue: Buffer.from(BinaryValue).toString('base64') } : {}),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    };
  }
  return recorded;
}

/**
 * What a mapping's filters let through: a pattern of JSON fields sees a JSON body, one of plain strings the
 * text. A body of the other kind does not match. Undefined without filters.
 */
export function compileMessageFilter(
  patterns: readonly string[],
): ((message: Message) => boolean) | undefined {
  const isPlain = (pattern: string): boolean =>
    Array.isArray((JSON.parse(pattern) as { body?: unknown }).body);
  const plain = compileFilters(patterns.filter(isPlain), ['body']);
  const json = compileFilters(
    patterns.filter((pattern) => !isPlain(pattern)),
    ['body'],
  );
  if (!plain && !json) return undefined;
  return ({ body }) => {
    if (plain?.({ body })) return true;
    const parsed = json && parsedBody(body);
    return typeof parsed === 'object' && parsed !== null && json?.({ body: parsed }) === true;
  };
}

/** Undefined for what no pattern of JSON fields matches: what is not JSON, or is nested beyond what is looked into. */
function parsedBody(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return isTooDeep(body) ? undefined : parsed;
  } catch {
    return undefined;
  }
}
