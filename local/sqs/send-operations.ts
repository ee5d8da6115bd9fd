import type {
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import { MAX_BYTES_PER_CHARACTER } from '../utf8.ts';
import { runBatch } from './batch.ts';
import { type Draft, type MessageAttributes, messageBytes } from './message.ts';
import { attributesDigest, bodyDigest } from './message-digest.ts';
import type { Queue } from './queue.ts';
import { sqsException, sqsParameterError } from './sqs-errors.ts';

const MAXIMUM_DELAY_SECONDS = 900;
const MAXIMUM_ATTRIBUTES = 10;
const MAXIMUM_BATCH_BYTES = 1_048_576;
const ATTRIBUTE_NAME = /^(?!(aws|amazon)\.)(?!.*\.\.)[\w.-]{1,256}$/i;
const GROUP_OR_DEDUPLICATION_ID = /^[\x21-\x7e]{1,128}$/;
/** Characters a message may not have: those outside the XML 1.0 set. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

type Entry = Omit<SendMessageRequest, 'QueueUrl'>;

/** The result of one send, its digests computed when somebody reads them. */
interface SendResult {
  MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  SequenceNumber?: string;
}

/** SendMessage. Amazon SQS API Reference. */
export function sendMessage(queue: Queue, input: SendMessageRequest, senderId: string): SendResult {
  return send(queue, input, senderId);
}

/** SendMessageBatch: each entry by itself, but together no larger than one message may be. */
export function sendMessageBatch(
  queue: Queue,
  { Entries }: SendMessageBatchRequest,
  senderId: string,
): object {
  checkBatchBytes(Entries ?? []);
  return runBatch(Entries, (entry: SendMessageBatchRequestEntry) => send(queue, entry, senderId));
}

function send(queue: Queue, entry: Entry, senderId: string): SendResult {
  const draft = draftOf(queue, entry, senderId);
  const { id, sequenceNumber } = queue.send(draft);
  const { body, attributes } = draft;
  const result = {
    MessageId: id,
    get MD5OfMessageBody() {
      return bodyDigest(body);
    },
  };
  if (attributes) Object.assign(result, { MD5OfMessageAttributes: attributesDigest(attributes) });
  if (sequenceNumber) Object.assign(result, { SequenceNumber: sequenceNumber });
  return result;
}

function draftOf(queue: Queue, entry: Entry, senderId: string): Draft {
  const { MessageBody: body, DelaySeconds, MessageSystemAttributes: system } = entry;
  if (!body) {
    throw sqsParameterError(
      'The request must contain the parameter MessageBody.',
      'MissingParameter',
    );
  }
  checkOrdering(queue, entry);
  const attributes = attributesOf(entry);
  checkContents(queue, body, attributes);
  return {
    body,
    attributes,
    traceHeader: system?.AWSTraceHeader?.StringValue,
    senderId,
    delayMs: DelaySeconds === undefined ? undefined : DelaySeconds * 1000,
    groupId: entry.MessageGroupId,
    deduplicationId: entry.MessageDeduplicationId,
  };
}

function checkContents(queue: Queue, body: string, attributes?: MessageAttributes): void {
  const { maximumBytes } = queue.settings;
  const surelyFits = !attributes && body.length * MAX_BYTES_PER_CHARACTER <= maximumBytes;
  if (!surelyFits && messageBytes(body, attributes) > maximumBytes) {
    const reason = `Message must be shorter than ${maximumBytes} bytes.`;
    throw sqsParameterError(`One or more parameters are invalid. Reason: ${reason}`);
  }
  if (FORBIDDEN.test(body)) {
    const message =
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.';
    throw sqsException('InvalidMessageContents', message);
  }
}

function checkOrdering(queue: Queue, entry: Entry): void {
  const { DelaySeconds: delay, MessageGroupId: group, MessageDeduplicationId: id } = entry;
  if (delay !== undefined && !(delay >= 0 && delay <= MAXIMUM_DELAY_SECONDS)) {
    const reason = 'DelaySeconds must be >= 0 and <= 900.';
    throw invalid(delay, 'DelaySeconds', reason);
  }
  if (queue.settings.fifo) checkFifo(queue, entry);
  else if (group !== undefined || id !== undefined) {
    const name = group === undefined ? 'MessageDeduplicationId' : 'MessageGroupId';
    const reason = 'The request include parameter that is not valid for this queue type.';
    throw invalid(group ?? id, name, reason);
  }
}

function checkFifo(queue: Queue, { DelaySeconds, ...entry }: Entry): void {
  const { MessageGroupId: group, MessageDeduplicationId: id } = entry;
  if (group === undefined) {
    const message = 'The request must contain the parameter MessageGroupId.';
    throw sqsParameterError(message, 'MissingParameter');
  }
  if (DelaySeconds !== undefined) {
    throw invalid(
      DelaySeconds,
      'DelaySeconds',
      'The request include parameter that is not valid for this queue type.',
    );
  }
  if (id === undefined && !queue.settings.contentBasedDeduplication) {
    throw sqsParameterError(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  for (const [name, value] of Object.entries({
    MessageGroupId: group,
    MessageDeduplicationId: id,
  })) {
    if (value === undefined || GROUP_OR_DEDUPLICATION_ID.test(value)) continue;
    throw invalid(
      value,
      name,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
}

function attributesOf({ MessageAttributes: attributes }: Entry): MessageAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > MAXIMUM_ATTRIBUTES) {
    throw sqsParameterError(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAXIMUM_ATTRIBUTES}].`,
    );
  }
  for (const [name, { DataType = '', StringValue, BinaryValue }] of entries) {
    const typed = /^(String|Number|Binary)(\.|$)/.test(DataType);
    const value = DataType.startsWith('Binary') ? BinaryValue?.byteLength : StringValue;
    if (typed && value && ATTRIBUTE_NAME.test(name)) continue;
    throw sqsParameterError(`The message attribute '${name}' is not valid: name, type or value.`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, { ...value }]));
}

function checkBatchBytes(entries: readonly Entry[]): void {
  let bytes = 0;
  for (const { MessageBody = '', MessageAttributes } of entries) {
    bytes += messageBytes(MessageBody, MessageAttributes);
  }
  if (bytes <= MAXIMUM_BATCH_BYTES) return;
  const message = `Batch requests cannot be longer than ${MAXIMUM_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`;
  throw sqsException('BatchRequestTooLong', message);
}

function invalid(value: unknown, name: string, reason: string): Error {
  return sqsParameterError(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}
