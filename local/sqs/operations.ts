import type {
  ChangeMessageVisibilityRequest,
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  ListQueuesRequest,
} from '@aws-sdk/client-sqs';
import { NotSimulatedError } from '../errors.ts';
import type { Queue } from './queue.ts';
import { queueAttributes } from './queue-attributes.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  receiveMessage,
} from './receive-operations.ts';
import { sendMessage, sendMessageBatch } from './send-operations.ts';
import type { Sqs } from './sqs.ts';
import { sqsException } from './sqs-errors.ts';

type Operation = (sqs: Sqs, input: never, senderId: string) => object | Promise<object>;

interface OnQueue {
  QueueUrl?: string | undefined;
}

const MAXIMUM_RESULTS = 1000;

/** Runs one operation on the queue its input names. */
function onQueue<Input extends OnQueue>(
  run: (queue: Queue, input: Input, senderId: string) => object,
): (sqs: Sqs, input: Input, senderId: string) => object {
  return (sqs, input, sender) => run(sqs.queueByUrl(input.QueueUrl), input, sender);
}

/** The operations of Amazon SQS that are simulated, by name. */
export const operations: Readonly<Record<string, Operation>> = {
  SendMessage: onQueue(sendMessage),
  SendMessageBatch: onQueue(sendMessageBatch),
  ReceiveMessage: (sqs, input: Parameters<typeof receiveMessage>[1]) =>
    receiveMessage(sqs.queueByUrl(input.QueueUrl), input, sqs.foundation.scheduler),
  DeleteMessage: onQueue(deleteMessage),
  DeleteMessageBatch: onQueue(deleteMessageBatch),
  ChangeMessageVisibility: onQueue((queue, input: ChangeMessageVisibilityRequest) =>
    changeMessageVisibility(queue, input),
  ),
  ChangeMessageVisibilityBatch: onQueue(changeMessageVisibilityBatch),
  GetQueueAttributes: onQueue((queue, { AttributeNames }: GetQueueAttributesRequest) => ({
    Attributes: queueAttributes(queue, AttributeNames ?? []),
  })),
  GetQueueUrl: (sqs, { QueueName }: GetQueueUrlRequest) => ({
    QueueUrl: queueByName(sqs, QueueName).settings.url,
  }),
  ListQueues: listQueues,
  PurgeQueue: onQueue((queue) => {
    queue.purge();
    return {};
  }),
  StartMessageMoveTask: (sqs, input: Parameters<Sqs['moveTasks']['start']>[0], senderId) =>
    sqs.moveTasks.start(input, senderId),
  ListMessageMoveTasks: (sqs, input: Parameters<Sqs['moveTasks']['list']>[0]) =>
    sqs.moveTasks.list(input),
  CancelMessageMoveTask: (sqs, input: Parameters<Sqs['moveTasks']['cancel']>[0]) =>
    sqs.moveTasks.cancel(input),
};

/** Which actions an operation takes on which queues; throws if one does not exist. */
export function resourcesOf(
  operation: string,
  input: OnQueue & { QueueName?: string; SourceArn?: string; TaskHandle?: string },
  sqs: Sqs,
): { queue: Queue; action: string }[] {
  if (!operations[operation]) throw new NotSimulatedError(`operation sqs:${operation}`);
  if (operation.endsWith('MessageMoveTask') || operation === 'ListMessageMoveTasks') {
    return sqs.moveTasks.resourcesOf(operation, input);
  }
  const queue =
    operation === 'GetQueueUrl'
      ? queueByName(sqs, input.QueueName)
      : sqs.queueByUrl(input.QueueUrl);
  return [{ queue, action: operation }];
}

function queueByName(sqs: Sqs, name: string | undefined): Queue {
  for (const queue of sqs.queues()) if (queue.name === name) return queue;
  throw sqsException('QueueDoesNotExist', 'The specified queue does not exist.');
}

function listQueues(sqs: Sqs, input: ListQueuesRequest): object {
  const { QueueNamePrefix = '', MaxResults = MAXIMUM_RESULTS, NextToken } = input;
  const urls = [...sqs.queues()]
    .filter(({ name }) => name.startsWith(QueueNamePrefix))
    .map(({ settings }) => settings.url)
    .sort();
  const start = NextToken === undefined ? 0 : urls.findIndex((url) => url > NextToken);
  if (start < 0 || urls.length === 0) return {};
  const page = urls.slice(start, start + MaxResults);
  const more = start + MaxResults < urls.length;
  return { QueueUrls: page, ...(more ? { NextToken: page.at(-1) } : {}) };
}
