import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Timer } from '../scheduler.ts';
import { invalidValue } from './sqs-errors.ts';

/** A message's attributes by name, as the SDK types them. */
export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** What a sender hands over. */
export interface Draft {
  body: string;
  attributes?: MessageAttributes | undefined;
  /** The system attribute `AWSTraceHeader`. */
  traceHeader?: string | undefined;
  senderId: string;
  /** Instead of the queue's own delay. */
  delayMs?: number | undefined;
  groupId?: string | undefined;
  deduplicationId?: string | undefined;
}

/** A message in a queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly traceHeader: string | undefined;
  readonly senderId: string;
  sentMs: number;
  /** Receives so far; with the id it makes the receipt handle. */
  receiveCount: number;
  firstReceivedMs: number;
  /** Of the latest receive: its visibility counts from here. */
  receivedMs: number;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  /** Ends the delay, or the time in flight. */
  timer: Timer | undefined;
  /** The queue whose redrive policy moved it here. */
  deadLetterSourceArn: string | undefined;
  readonly groupId: string | undefined;
  deduplicationId: string | undefined;
  /** FIFO queues: ascending within the queue. */
  readonly sequenceNumber: string | undefined;
}

/** What a queue adds to a draft. */
type Identity = Pick<Message, 'id' | 'sentMs' | 'deduplicationId' | 'sequenceNumber'>;

/** A message as it enters a queue: never received, visible. */
export function newMessage(draft: Draft, identity: Identity): Message {
  return {
    id: identity.id,
    body: draft.body,
    attributes: draft.attributes,
    traceHeader: draft.traceHeader,
    senderId: draft.senderId,
    sentMs: identity.sentMs,
    receiveCount: 0,
    firstReceivedMs: 0,
    receivedMs: 0,
    state: 'visible',
    timer: undefined,
    deadLetterSourceArn: undefined,
    groupId: draft.groupId,
    deduplicationId: identity.deduplicationId,
    sequenceNumber: identity.sequenceNumber,
  };
}

/** Which message of which queue, and which of its receives. */
export interface Receipt {
  messageId: string;
  /** Of the queue it was received from. */
  queueMark: string;
  receive: number;
}

/** A message as one receive got it; a later receive of the message makes it stale. */
export interface Received extends Receipt {
  message: Message;
}

const HANDLE_PREFIX = 'AQEB';
const ID_LENGTH = 36;
const MARK_LENGTH = 8;
const HANDLE = new RegExp(
  `^${HANDLE_PREFIX}(.{${ID_LENGTH}})([0-9a-f]{${MARK_LENGTH}})([1-9]\\d*)$`,
);

/** What stands for a queue in the handles of its messages. */
export function queueMark(queueArn: string): string {
  return createHash('sha256').update(queueArn).digest('hex').slice(0, MARK_LENGTH);
}

/** The handle of a receive. */
export function receiptHandle({ messageId, queueMark, receive }: Receipt): string {
  return `${HANDLE_PREFIX}${messageId}${queueMark}${receive}`;
}

/** The refusal of a handle that was once given. */
export function invalidReceipt(receipt: Receipt, reason: string): Error {
  return invalidValue(receiptHandle(receipt), 'ReceiptHandle', reason);
}

/** What a handle stands for; undefined if it was never one. */
export function parseReceiptHandle(handle: string): Receipt | undefined {
  const [, messageId, queueMark, receive] = HANDLE.exec(handle) ?? [];
  if (messageId === undefined || queueMark === undefined) return undefined;
  return { messageId, queueMark, receive: Number(receive) };
}

/** System attributes as receives show them. Amazon SQS API Reference, ReceiveMessage. */
export function systemAttributes({ message, receive }: Received): Record<string, string> {
  const attributes: Record<string, string> = {
    ApproximateReceiveCount: String(receive),
    SentTimestamp: String(message.sentMs),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
  };
  if (message.traceHeader) attributes['AWSTraceHeader'] = message.traceHeader;
  if (message.deadLetterSourceArn) {
    attributes['DeadLetterQueueSourceArn'] = message.deadLetterSourceArn;
  }
  if (message.groupId) attributes['MessageGroupId'] = message.groupId;
  if (message.deduplicationId) attributes['MessageDeduplicationId'] = message.deduplicationId;
  if (message.sequenceNumber) attributes['SequenceNumber'] = message.sequenceNumber;
  return attributes;
}

/** Bytes that count against a limit, where `characters * 3` alone does not show that it is kept. */
export function messageBytes(body: string, attributes: MessageAttributes | undefined): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value.DataType ?? '');
    bytes += value.BinaryValue?.byteLength ?? Buffer.byteLength(value.StringValue ?? '');
  }
  return bytes;
}

/** A message is in flight for so long after a receive at most, however often that is changed. */
export const MAXIMUM_VISIBILITY_SECONDS = 43_200;

/** Throws for a message that would be in flight for longer since its latest receive. */
export function checkTotalVisibility(message: Message, nowMs: number, visibilityMs: number): void {
  const totalMs = nowMs + visibilityMs - message.receivedMs;
  if (totalMs <= MAXIMUM_VISIBILITY_SECONDS * 1000) return;
  const reason = `Total VisibilityTimeout for the message is beyond the limit [${MAXIMUM_VISIBILITY_SECONDS} seconds]`;
  throw invalidValue(visibilityMs / 1000, 'VisibilityTimeout', reason);
}
