import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageRequest,
  Message as ReceivedMessage,
  ReceiveMessageRequest,
} from '@aws-sdk/client-sqs';
import { NotSimulatedError } from '../errors.ts';
import type { Scheduler } from '../scheduler.ts';
import { runBatch } from './batch.ts';
import {
  MAXIMUM_VISIBILITY_SECONDS,
  type MessageAttributes,
  parseReceiptHandle,
  type Receipt,
  type Received,
  receiptHandle,
  systemAttributes,
} from './message.ts';
import { attributesDigest, bodyDigest } from './message-digest.ts';
import type { Queue } from './queue.ts';
import type { Consumer } from './queue-world.ts';
import {
  invalidValue,
  missingParameter,
  queueDoesNotExist,
  sqsException,
  unknownAttribute,
} from './sqs-errors.ts';

/** Messages in flight at most; a short poll beyond it is refused, a long one finds nothing. */
const MAXIMUM_IN_FLIGHT = 120_000;
const MAXIMUM_MESSAGES = 10;
const MAXIMUM_WAIT_SECONDS = 20;

/** What can be asked for of the attributes that SQS itself gives a message. */
const SYSTEM_ATTRIBUTES = [
  ...['All', 'SenderId', 'SentTimestamp', 'ApproximateReceiveCount'],
  ...['ApproximateFirstReceiveTimestamp', 'AWSTraceHeader', 'DeadLetterQueueSourceArn'],
  ...['MessageGroupId', 'MessageDeduplicationId', 'SequenceNumber'],
];

/** ReceiveMessage; with a wait it answers when messages come or the wait is over. Amazon SQS API Reference. */
export function receiveMessage(
  queue: Queue,
  input: ReceiveMessageRequest,
  scheduler: Scheduler,
): object | Promise<object> {
  const limit = inRange(input.MaxNumberOfMessages ?? 1, 'MaxNumberOfMessages', 1, MAXIMUM_MESSAGES);
  const { VisibilityTimeout: visibility, WaitTimeSeconds: wait, ReceiveRequestAttemptId } = input;
  if (ReceiveRequestAttemptId !== undefined) {
    throw new NotSimulatedError('ReceiveRequestAttemptId of sqs:ReceiveMessage');
  }
  checkSystemNames(input);
  const visibilityMs =
    visibility === undefined ? queue.settings.visibilityMs : visibilityOf(visibility);
  const waitMs =
    wait === undefined
      ? queue.settings.receiveWaitMs
      : inRange(wait, 'WaitTimeSeconds', 0, MAXIMUM_WAIT_SECONDS) * 1000;
  const full = (): boolean => queue.inFlight >= MAXIMUM_IN_FLIGHT;
  if (full() && waitMs === 0) throw sqsException('OverLimit', 'Too many messages in flight.');
  const take = (): Received[] => (full() ? [] : queue.receive(limit, visibilityMs));
  const messages = take();
  if (messages.length > 0 || waitMs === 0) return shown(messages, input);
  const hasRoom = (): boolean => !full();
  return longPoll({ queue, take, hasRoom }, scheduler, waitMs).then((found) => shown(found, input));
}

/** DeleteMessage. */
export function deleteMessage(queue: Queue, { ReceiptHandle }: DeleteMessageRequest): object {
  queue.delete(receiptOf(queue, ReceiptHandle));
  return {};
}

/** DeleteMessageBatch. */
export function deleteMessageBatch(queue: Queue, { Entries }: DeleteMessageBatchRequest): object {
  return runBatch(Entries, 'DeleteMessageBatch', ({ ReceiptHandle }) =>
    deleteMessage(queue, { ReceiptHandle } as DeleteMessageRequest),
  );
}

/** ChangeMessageVisibility. */
export function changeMessageVisibility(
  queue: Queue,
  input: Pick<ChangeMessageVisibilityRequest, 'ReceiptHandle' | 'VisibilityTimeout'>,
): object {
  const receipt = receiptOf(queue, input.ReceiptHandle);
  queue.changeVisibility(receipt, visibilityOf(input.VisibilityTimeout));
  return {};
}

/** ChangeMessageVisibilityBatch. */
export function changeMessageVisibilityBatch(
  queue: Queue,
  { Entries }: ChangeMessageVisibilityBatchRequest,
): object {
  return runBatch(Entries, 'ChangeMessageVisibilityBatch', ({ ReceiptHandle, VisibilityTimeout }) =>
    changeMessageVisibility(queue, { ReceiptHandle, VisibilityTimeout }),
  );
}

interface Poll {
  queue: Queue;
  take: () => Received[];
  /** Whether more messages may be in flight. */
  hasRoom: () => boolean;
}

function longPoll(
  { queue, take, hasRoom }: Poll,
  scheduler: Scheduler,
  waitMs: number,
): Promise<Received[]> {
  return new Promise((resolve, reject) => {
    const finish = (messages: Received[]): void => {
      timer.cancel();
      resolve(messages);
    };
    const consumer: Consumer = {
      poke: () => {
        if (queue.receivable === 0 || !hasRoom()) return;
        // A receive that is over must not make the queue wait for its messages: first detach, then take.
        queue.detach(consumer);
        const messages = take();
        if (messages.length > 0) finish(messages);
        else queue.attach(consumer);
      },
    };
    consumer.gone = () => {
      queue.detach(consumer);
      timer.cancel();
      reject(queueDoesNotExist());
    };
    const timer = scheduler.after(waitMs, () => {
      queue.detach(consumer);
      finish([]);
    });
    queue.attach(consumer);
  });
}

/** Throws InvalidAttributeName for one that messages do not have. */
function checkSystemNames(input: ReceiveMessageRequest): void {
  for (const name of systemNames(input)) {
    if (!SYSTEM_ATTRIBUTES.includes(name)) throw unknownAttribute(name);
  }
}

function systemNames(input: ReceiveMessageRequest): string[] {
  return [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
}

function shown(messages: readonly Received[], input: ReceiveMessageRequest): object {
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => shownMessage(message, input)) };
}

function shownMessage(received: Received, input: ReceiveMessageRequest): ReceivedMessage {
  const { id, body, attributes } = received.message;
  const names = systemNames(input);
  const shownMessage: ReceivedMessage = {
    MessageId: id,
    ReceiptHandle: receiptHandle(received),
    get MD5OfBody() {
      return bodyDigest(body);
    },
    Body: body,
  };
  if (names.length > 0) shownMessage.Attributes = pick(systemAttributes(received), names);
  const chosen = attributes && pick(attributes, input.MessageAttributeNames ?? []);
  if (chosen && Object.keys(chosen).length > 0) {
    shownMessage.MessageAttributes = chosen;
    shownMessage.MD5OfMessageAttributes = attributesDigest(chosen);
  }
  return shownMessage;
}

/** Attributes asked for by name, by `prefix.*`, or all of them. */
function pick<Values extends MessageAttributes | Record<string, string>>(
  values: Values,
  names: readonly string[],
): Values {
  const wanted = (name: string): boolean =>
    names.some(
      (asked) =>
        asked === 'All' ||
        asked === '*' ||
        asked === name ||
        (asked.endsWith('.*') && name.startsWith(asked.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name))) as Values;
}

function receiptOf(queue: Queue, handle: string | undefined): Receipt {
  if (!handle) throw missingParameter('ReceiptHandle');
  const receipt = parseReceiptHandle(handle);
  if (receipt?.queueMark === queue.mark) return receipt;
  throw sqsException(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

function visibilityOf(seconds: number | undefined): number {
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  return inRange(seconds, 'VisibilityTimeout', 0, MAXIMUM_VISIBILITY_SECONDS) * 1000;
}

function inRange(value: number, name: string, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  const range =
    name === 'MaxNumberOfMessages'
      ? `between ${minimum} and ${maximum}`
      : `>= ${minimum} and <= ${maximum}`;
  throw invalidValue(value, name, `Must be ${range}, if provided.`);
}
