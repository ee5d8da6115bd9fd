import type {
  ChangeMessageVisibilityRequest,
  GetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { NotSimulatedError } from '../errors.ts';
import type { Queue } from './queue.ts';
import { queueAttributes } from './queue-attributes.ts';
import {
  createQueue,
  deleteQueue,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
  setQueueAttributes,
} from './queue-operations.ts';
import { addPermission, removePermission } from './queue-permissions.ts';
import { listQueueTags, tagQueue, untagQueue } from './queue-tags.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  receiveMessage,
} from './receive-operations.ts';
import { sendMessage, sendMessageBatch } from './send-operations.ts';
import type { Sqs } from './sqs.ts';

type Operation = (sqs: Sqs, input: never, senderId: string) => object | Promise<object>;

interface OnQueue {
  QueueUrl?: string | undefined;
}

/** Runs one operation on the queue its input names. */
function onQueue<Input extends OnQueue>(
  run: (queue: Queue, input: Input, senderId: string) => object,
): (sqs: Sqs, input: Input, senderId: string) => object {
  return (sqs, input, sender) => run(sqs.queueByUrl(input.QueueUrl), input, sender);
}

/** GetQueueAttributes: where none of those asked for is there, the answer has no such member. */
function getQueueAttributes(queue: Queue, { AttributeNames }: GetQueueAttributesRequest): object {
  const Attributes = queueAttributes(queue, AttributeNames ?? []);
  return Object.keys(Attributes).length === 0 ? {} : { Attributes };
}

/** The operations of Amazon SQS: all there are. */
const operations: Readonly<Record<string, Operation>> = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  SetQueueAttributes: setQueueAttributes,
  GetQueueAttributes: onQueue(getQueueAttributes),
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  PurgeQueue: (sqs, input: OnQueue) => purgeQueue(sqs, sqs.queueByUrl(input.QueueUrl)),
  TagQueue: onQueue(tagQueue),
  UntagQueue: onQueue(untagQueue),
  ListQueueTags: onQueue(listQueueTags),
  AddPermission: addPermission,
  RemovePermission: removePermission,
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
  StartMessageMoveTask: (sqs, input: Parameters<Sqs['moveTasks']['start']>[0], senderId) =>
    sqs.moveTasks.start(input, senderId),
  ListMessageMoveTasks: (sqs, input: Parameters<Sqs['moveTasks']['list']>[0]) =>
    sqs.moveTasks.list(input),
  CancelMessageMoveTask: (sqs, input: Parameters<Sqs['moveTasks']['cancel']>[0]) =>
    sqs.moveTasks.cancel(input),
};

/** Throws NotSimulatedError for an operation that SQS does not have. */
export function operationNamed(name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  throw new NotSimulatedError(`operation sqs:${name}`);
}

/** Which actions an operation takes on which queues; throws if one does not exist. */
export function resourcesOf(
  operation: string,
  input: OnQueue & { QueueName?: string; SourceArn?: string; TaskHandle?: string },
  sqs: Sqs,
): { queue: Queue; action: string }[] {
  operationNamed(operation);
  if (operation.endsWith('MessageMoveTask') || operation === 'ListMessageMoveTasks') {
    return sqs.moveTasks.resourcesOf(operation, input);
  }
  const queue =
    operation === 'GetQueueUrl' ? sqs.queueNamed(input.QueueName) : sqs.queueByUrl(input.QueueUrl);
  return [{ queue, action: operation }];
}
