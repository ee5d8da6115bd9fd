import type {
  CancelMessageMoveTaskRequest,
  ListMessageMoveTasksRequest,
  StartMessageMoveTaskRequest,
} from '@aws-sdk/client-sqs';
import type { Foundation } from '../foundation.ts';
import { uuid } from '../uuid.ts';
import { MessageMoveTask } from './message-move-task.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';
import { invalidValue, missingParameter, sqsException, sqsParameterError } from './sqs-errors.ts';

const MAXIMUM_RATE = 500;
const MAXIMUM_RESULTS = 10;

/**
 * The tasks that move dead letters back, one at a time per queue.
 * Amazon SQS API Reference, StartMessageMoveTask.
 */
export class MessageMoveTasks {
  readonly #sqs: Sqs;
  readonly #foundation: Foundation;
  readonly #tasks: MessageMoveTask[] = [];

  constructor(sqs: Sqs, foundation: Foundation) {
    this.#sqs = sqs;
    this.#foundation = foundation;
  }

  /** Starts a task; without a destination each message goes back to the queue it came from. */
  start(input: StartMessageMoveTaskRequest, senderId: string): object {
    const source = this.#queue(input.SourceArn, 'SourceArn');
    if (this.#sqs.sourcesOf(source).length === 0) {
      throw sqsParameterError('Source queue must be configured as a Dead Letter Queue.');
    }
    const { DestinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
    if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= MAXIMUM_RATE)) {
      const reason = `Must be between 1 and ${MAXIMUM_RATE}, if provided.`;
      throw invalidValue(rate, 'MaxNumberOfMessagesPerSecond', reason);
    }
    if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
      const message =
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.';
      throw sqsParameterError(message);
    }
    const destination =
      DestinationArn === undefined ? undefined : this.#destination(DestinationArn, source);
    const handle = taskHandle(uuid(this.#foundation.random), source);
    const plan = { handle, source, destination, ratePerSecond: rate, senderId };
    const task = new MessageMoveTask(plan, this.#sqs, this.#foundation.scheduler);
    this.#tasks.unshift(task);
    return { TaskHandle: handle };
  }

  /** The latest tasks of a source queue. */
  list({ SourceArn, MaxResults = 1 }: ListMessageMoveTasksRequest): object {
    const source = this.#queue(SourceArn, 'SourceArn');
    if (!(MaxResults >= 1 && MaxResults <= MAXIMUM_RESULTS)) {
      const reason = `Must be between 1 and ${MAXIMUM_RESULTS}, if provided.`;
      throw invalidValue(MaxResults, 'MaxResults', reason);
    }
    const tasks = this.#tasks.filter((task) => task.source === source).slice(0, MaxResults);
    return { Results: tasks.map((task) => task.describe()) };
  }

  /** Stops a running task; what was moved stays moved. */
  cancel({ TaskHandle }: CancelMessageMoveTaskRequest): object {
    const task = this.#task(TaskHandle);
    if (task.status !== 'RUNNING') {
      throw sqsException('UnsupportedOperation', 'Only active tasks can be cancelled.');
    }
    task.cancel();
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  /** The permissions are on the queues themselves. */
  resourcesOf(
    operation: string,
    input: { SourceArn?: string; DestinationArn?: string; TaskHandle?: string },
  ): { queue: Queue; action: string }[] {
    const source =
      operation === 'CancelMessageMoveTask'
        ? this.#task(input.TaskHandle).source
        : this.#queue(input.SourceArn, 'SourceArn');
    if (operation !== 'StartMessageMoveTask') return [{ queue: source, action: operation }];
    const actions = [operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    const { DestinationArn } = input;
    const destinations =
      DestinationArn === undefined
        ? this.#sqs.sourcesOf(source)
        : [this.#queue(DestinationArn, 'DestinationArn')];
    return [
      ...actions.map((action) => ({ queue: source, action })),
      ...destinations.map((queue) => ({ queue, action: 'SendMessage' })),
    ];
  }

  #queue(arn: string | undefined, parameter: 'SourceArn' | 'DestinationArn'): Queue {
    if (arn === undefined) throw missingParameter(parameter);
    if (arn.split(':').length !== ARN_PARTS) {
      throw sqsParameterError(
        `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
      );
    }
    const queue = this.#sqs.find(arn);
    if (queue) return queue;
    const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
    throw sqsException('ResourceNotFoundException', message);
  }

  #destination(arn: string, source: Queue): Queue {
    const destination = this.#queue(arn, 'DestinationArn');
    if (destination === source) {
      throw sqsParameterError('Source queue arn and destination queue arn cannot be the same.');
    }
    if (destination.settings.fifo === source.settings.fifo) return destination;
    throw sqsParameterError(
      'The source queue and destination queue must be of the same queue type.',
    );
  }

  #task(handle: string | undefined): MessageMoveTask {
    const { sourceArn } = parseTaskHandle(handle ?? '');
    this.#queue(sourceArn, 'SourceArn');
    const task = this.#tasks.find((candidate) => candidate.handle === handle);
    if (task) return task;
    throw sqsException('ResourceNotFoundException', 'Task does not exist.');
  }
}

const ARN_PARTS = 6;

/** As AWS makes them: the task and its source, in Base64. */
function taskHandle(taskId: string, source: Queue): string {
  const text = JSON.stringify({ taskId, sourceArn: source.settings.arn });
  return Buffer.from(text).toString('base64');
}

function parseTaskHandle(handle: string): { sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { sourceArn };
  } catch {
    // Not JSON: no handle either.
  }
  throw sqsParameterError('Value for parameter TaskHandle is invalid.');
}
