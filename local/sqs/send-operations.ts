import type {
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import { MAX_BYTES_PER_CHARACTER } from '../utf8.ts';
import { checkBatch, runBatch } from './batch.ts';
import { forbiddenCharacter } from './characters.ts';
import { type Draft, type MessageAttributes, messageBytes } from './message.ts';
import { checkedAttributes, traceHeaderOf } from './message-attributes.ts';
import { attributesDigest, bodyDigest } from './message-digest.ts';
import type { Queue } from './queue.ts';
import { invalidValue, missingParameter, sqsException, sqsParameterError } from './sqs-errors.ts';

/** Why a parameter is refused that only the other kind of queue takes. */
const WRONG_TYPE = 'The request include parameter that is not valid for this queue type.';
const MAXIMUM_DELAY_SECONDS = 900;
const MAXIMUM_BATCH_BYTES = 1_048_576;
const GROUP_OR_DEDUPLICATION_ID = /^[\x21-\x7e]{1,128}$/;

type Entry = Omit<SendMessageRequest, 'QueueUrl'>;

/** The result of one send, its digests computed when somebody reads them. */
interface SendResult {
  MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
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
  checkBatch(Entries ?? [], 'SendMessageBatch');
  checkFifoBatch(queue, Entries ?? []);
  checkBatchBytes(Entries ?? []);
  const sendEntry = (entry: SendMessageBatchRequestEntry): SendResult =>
    send(queue, entry, senderId);
  return runBatch(Entries, 'SendMessageBatch', sendEntry);
}

function send(queue: Queue, entry: Entry, senderId: string): SendResult {
  const draft = draftOf(queue, entry, senderId);
  const { id, sequenceNumber } = queue.send(draft);
  const { body, attributes, traceHeader } = draft;
  const result: SendResult = {
    MessageId: id,
    get MD5OfMessageBody() {
      return bodyDigest(body);
    },
  };
  if (attributes) Object.assign(result, { MD5OfMessageAttributes: attributesDigest(attributes) });
  if (traceHeader) {
    const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
    Object.assign(result, { MD5OfMessageSystemAttributes: attributesDigest({ AWSTraceHeader }) });
  }
  if (sequenceNumber) Object.assign(result, { SequenceNumber: sequenceNumber });
  return result;
}

function draftOf(queue: Queue, entry: Entry, senderId: string): Draft {
  const { MessageBody: body, DelaySeconds } = entry;
  if (!body) throw missingParameter('MessageBody');
  checkOrdering(queue, entry);
  const attributes = checkedAttributes(entry.MessageAttributes);
  checkContents(queue, body, attributes);
  return {
    body,
    attributes,
    traceHeader: traceHeaderOf(entry.MessageSystemAttributes),
    senderId,
    delayMs: DelaySeconds === undefined || queue.settings.fifo ? undefined : DelaySeconds * 1000,
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
  const forbidden = forbiddenCharacter(body, 'message body');
  if (forbidden !== undefined) throw sqsException('InvalidMessageContents', `${forbidden}.`);
}

function checkOrdering(queue: Queue, entry: Entry): void {
  const { DelaySeconds: delay, MessageDeduplicationId: id } = entry;
  if (delay !== undefined && !(delay >= 0 && delay <= MAXIMUM_DELAY_SECONDS)) {
    throw invalidValue(delay, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (queue.settings.fifo) {
    checkFifo(queue, entry);
    return;
  }
  if (id !== undefined) throw invalidValue(id, 'MessageDeduplicationId', WRONG_TYPE);
  checkIds({ MessageGroupId: entry.MessageGroupId });
}

/** Throws for what a FIFO queue does not take, whoever sends it. */
export function checkFifo(queue: Queue, { DelaySeconds, ...entry }: Entry): void {
  const { MessageGroupId: group, MessageDeduplicationId: id } = entry;
  if (group === undefined) throw missingParameter('MessageGroupId');
  // The delay of a FIFO queue is that of the queue; zero says nothing.
  if (DelaySeconds) throw invalidValue(DelaySeconds, 'DelaySeconds', WRONG_TYPE);
  if (lacksDeduplicationId(queue, entry)) throw deduplicationIdMissing();
  checkIds({ MessageGroupId: group, MessageDeduplicationId: id });
}

/** Of groups and of what a message repeats; of a standard queue, groups alone ("Amazon SQS fair queues"). */
function checkIds(ids: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(ids)) {
    if (value === undefined || GROUP_OR_DEDUPLICATION_ID.test(value)) continue;
    const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
    throw invalidValue(value, name, reason);
  }
}

/** On a FIFO queue one entry without its group or its deduplication id fails the whole batch. */
function checkFifoBatch(queue: Queue, entries: readonly Entry[]): void {
  if (!queue.settings.fifo) return;
  for (const entry of entries) {
    if (lacksDeduplicationId(queue, entry)) throw deduplicationIdMissing();
    if (entry.MessageGroupId === undefined) {
      throw sqsParameterError('The request must contain the parameter MessageGroupId.');
    }
  }
}

function lacksDeduplicationId(queue: Queue, { MessageDeduplicationId: id }: Entry): boolean {
  return id === undefined && !queue.settings.contentBasedDeduplication;
}

function deduplicationIdMissing(): Error {
  return sqsParameterError(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
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
