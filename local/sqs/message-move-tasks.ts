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
import { sqsException, sqsParameterError } from './sqs-errors.ts';

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
    const source = this.#queue(input.SourceArn);
    if (this.#sqs.sourcesOf(source).length === 0) {
      throw sqsParameterError('Source queue must be configured as a Dead Letter Queue.');
    }
    const { DestinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
    if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= MAXIMUM_RATE)) {
      const reason = `Must be between 1 and ${MAXIMUM_RATE}, if provided.`;
      throw sqsParameterError(
        `Value ${rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: ${reason}`,
      );
    }
    if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
      const message =
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.';
      throw sqsException('UnsupportedOperation', message);
    }
    const handle = Buffer.from(uuid(this.#foundation.random)).toString('base64');
    const destination = DestinationArn === undefined ? undefined : this.#queue(DestinationArn);
    const plan = { handle, source, destination, ratePerSecond: rate, senderId };
    const task = new MessageMoveTask(plan, this.#sqs, this.#foundation.scheduler);
    this.#tasks.unshift(task);
    return { TaskHandle: handle };
  }

  /** The latest tasks of a source queue. */
  list({ SourceArn, MaxResults = 1 }: ListMessageMoveTasksRequest): object {
    const source = this.#queue(SourceArn);
    if (!(MaxResults >= 1 && MaxResults <= MAXIMUM_RESULTS)) {
      const reason = `Must be between 1 and ${MAXIMUM_RESULTS}, if provided.`;
      throw sqsParameterError(
        `Value ${MaxResults} for parameter MaxResults is invalid. Reason: ${reason}`,
      );
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
        : this.#queue(input.SourceArn);
    if (operation !== 'StartMessageMoveTask') return [{ queue: source, action: operation }];
    const actions = [operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    const { DestinationArn } = input;
    const destinations =
      DestinationArn === undefined ? this.#sqs.sourcesOf(source) : [this.#queue(DestinationArn)];
    return [
      ...actions.map((action) => ({ queue: source, action })),
      ...destinations.map((queue) => ({ queue, action: 'SendMessage' })),
    ];
  }

  #queue(arn: string | undefined): Queue {
    try {
      return this.#sqs.queueByArn(arn ?? '');
    } catch (cause) {
      const message =
        'The resource that you specified for the SourceArn or DestinationArn parameter does not exist.';
      throw Object.assign(sqsException('ResourceNotFoundException', message), { cause });
    }
  }

  #task(handle: string | undefined): MessageMoveTask {
    const task = this.#tasks.find((candidate) => candidate.handle === handle);
    if (task) return task;
    throw sqsException('ResourceNotFoundException', 'Task does not exist.');
  }
}
