import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { MessageMoveTasks } from './message-move-tasks.ts';
import { operations, resourcesOf } from './operations.ts';
import { Queue } from './queue.ts';
import { queueAccesses } from './queue-access.ts';
import { measure } from './queue-metrics.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueueWorld } from './queue-world.ts';
import { senderId } from './sender-id.ts';
import { sqsException } from './sqs-errors.ts';

/** Amazon SQS: the queues, and the operations on them. */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly operations = Object.keys(operations);
  readonly foundation: Foundation;
  readonly moveTasks: MessageMoveTasks;
  readonly #byArn = new Map<string, Queue>();
  readonly #byUrl = new Map<string, Queue>();
  /** By operation, then by queue. */
  readonly #accesses = new Map<string, Map<Queue, Access[]>>();
  readonly #world: QueueWorld;

  constructor(foundation: Foundation) {
    this.foundation = foundation;
    const { scheduler, random, facts } = foundation;
    this.#world = { scheduler, random, facts, queueByArn: (arn) => this.queueByArn(arn) };
    this.moveTasks = new MessageMoveTasks(this, foundation);
  }

  /** Makes a queue. Its dead-letter queue must exist, be of the same kind and allow it. */
  create(settings: QueueSettings): Queue {
    if (settings.redrive) this.#checkRedrive(settings, settings.redrive.deadLetterArn);
    const queue = new Queue(settings, this.#world);
    this.#byArn.set(settings.arn, queue);
    this.#byUrl.set(settings.url, queue);
    measure(queue, this.foundation);
    return queue;
  }

  queues(): Iterable<Queue> {
    return this.#byArn.values();
  }

  /** Throws QueueDoesNotExist. */
  queueByArn(arn: string): Queue {
    return this.#byArn.get(arn) ?? missing();
  }

  /** Throws QueueDoesNotExist. */
  queueByUrl(url: string | undefined): Queue {
    return this.#byUrl.get(url ?? '') ?? missing();
  }

  /** The queues whose redrive policy names `queue`. */
  sourcesOf(queue: Queue): Queue[] {
    const isSource = ({ settings }: Queue): boolean =>
      settings.redrive?.deadLetterArn === queue.settings.arn;
    return [...this.queues()].filter(isSource);
  }

  accesses(operation: string, input: object): readonly Access[] {
    if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
    return resourcesOf(operation, input, this).flatMap(({ queue, action }) =>
      this.accessesOf(action, queue),
    );
  }

  /** The permissions to do `operation` on one queue; the same array every time. */
  accessesOf(operation: string, queue: Queue): Access[] {
    let byQueue = this.#accesses.get(operation);
    if (!byQueue) {
      byQueue = new Map();
      this.#accesses.set(operation, byQueue);
    }
    let accesses = byQueue.get(queue);
    if (!accesses) {
      accesses = queueAccesses(operation, queue.settings, this.foundation.surroundings);
      byQueue.set(queue, accesses);
    }
    return accesses;
  }

  execute(operation: string, input: object, caller: Principal): Answer | Promise<Answer> {
    const run = operations[operation];
    if (!run) throw new NotSimulatedError(`operation sqs:${operation}`);
    const output = run(this, input as never, senderId(caller));
    return output instanceof Promise ? output.then((found) => ({ output: found })) : { output };
  }

  #checkRedrive(settings: QueueSettings, deadLetterArn: string): void {
    const target = this.queueByArn(deadLetterArn).settings;
    const { permission, sourceArns } = target.redriveAllow;
    const allowed =
      permission === 'allowAll' || (permission === 'byQueue' && sourceArns.includes(settings.arn));
    if (allowed && target.fifo === settings.fifo) return;
    const reason = allowed
      ? 'Dead-letter queue must be same type of queue as the source.'
      : 'Dead-letter queue does not allow this source queue.';
    const message = `Value for parameter RedrivePolicy is invalid. Reason: ${reason}`;
    throw sqsException('InvalidAttributeValue', message);
  }
}

function missing(): never {
  throw sqsException('QueueDoesNotExist', 'The specified queue does not exist.');
}
