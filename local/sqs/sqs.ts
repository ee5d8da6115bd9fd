import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { ClosedQueues } from './closed-queues.ts';
import { MessageMoveTasks } from './message-move-tasks.ts';
import { operationNamed, resourcesOf } from './operations.ts';
import { parameters } from './parameters.ts';
import { Queue } from './queue.ts';
import { creationAccesses, queueAccesses } from './queue-access.ts';
import { measure } from './queue-metrics.ts';
import { parseQueueUrl } from './queue-name.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueueWorld } from './queue-world.ts';
import { allowsSource } from './redrive-policy.ts';
import { senderId } from './sender-id.ts';
import { invalidValue, missingParameter, queueDoesNotExist } from './sqs-errors.ts';

/** Amazon SQS: the queues, and the operations on them. */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly parameters = parameters;
  readonly foundation: Foundation;
  readonly moveTasks: MessageMoveTasks;
  readonly #byArn = new Map<string, Queue>();
  readonly #byUrl = new Map<string, Queue>();
  readonly #closed: ClosedQueues;
  /** Ends the metrics of a queue. */
  readonly #measured = new Map<Queue, () => void>();
  /** By operation, then by queue. */
  readonly #accesses = new Map<string, Map<Queue, Access[]>>();
  readonly #world: QueueWorld;

  constructor(foundation: Foundation) {
    this.foundation = foundation;
    const { scheduler, random, facts, interference } = foundation;
    const findQueue: QueueWorld['findQueue'] = (arn) => this.find(arn);
    this.#world = { scheduler, random, facts, interference, findQueue };
    this.#closed = new ClosedQueues(scheduler);
    this.moveTasks = new MessageMoveTasks(this, foundation);
  }

  /**
   * Makes a queue. Its dead-letter queue must exist, be of the same kind and allow it. Throws
   * QueueDeletedRecently for the name of one deleted within the last minute.
   */
  create(settings: QueueSettings): Queue {
    if (settings.redrive) this.#checkRedrive(settings, settings.redrive);
    const closed = this.#closed.find(settings.arn);
    // What may refuse comes before what makes the queue.
    this.#putPolicy(settings.arn, settings.policy);
    const queue = closed ?? new Queue(settings, this.#world);
    this.#measured.set(queue, measure(queue, this.foundation));
    if (closed) this.#closed.reopen(closed, settings);
    this.#byArn.set(settings.arn, queue);
    this.#byUrl.set(settings.url, queue);
    return queue;
  }

  /** Gives a queue other settings, under the same checks. */
  change(queue: Queue, settings: QueueSettings): void {
    if (settings.redrive) this.#checkRedrive(settings, settings.redrive);
    if (settings.policy !== queue.settings.policy) this.#putPolicy(settings.arn, settings.policy);
    queue.configure(settings);
    this.#accesses.clear();
  }

  /** Sets the policy of a queue, given as its text; throws NotSimulatedError for what is not simulated of it. */
  setPolicy(queue: Queue, policy: string | undefined): void {
    this.#putPolicy(queue.settings.arn, policy);
    queue.settings.policy = policy;
  }

  /** Deletes a queue and all that is in it. Whoever polls it finds nothing until one of that name is made again. */
  delete(queue: Queue): void {
    const { arn, url } = queue.settings;
    this.#byArn.delete(arn);
    this.#byUrl.delete(url);
    this.#accesses.clear();
    this.setPolicy(queue, undefined);
    this.#measured.get(queue)?.();
    this.#measured.delete(queue);
    this.#closed.close(queue);
  }

  queues(): Iterable<Queue> {
    return this.#byArn.values();
  }

  /** By ARN; undefined if there is none. */
  find(arn: string): Queue | undefined {
    return this.#byArn.get(arn);
  }

  /** Throws QueueDoesNotExist. */
  queueByArn(arn: string): Queue {
    const queue = this.find(arn);
    if (queue) return queue;
    throw queueDoesNotExist();
  }

  /**
   * By a URL that ends with account and name, whatever host it has. Throws QueueDoesNotExist or InvalidAddress, and
   * NotSimulatedError for another account's.
   */
  queueByUrl(url: string | undefined): Queue {
    const known = this.#byUrl.get(url ?? '');
    if (known) return known;
    const { surroundings } = this.foundation;
    const { account, name } = parseQueueUrl(url, surroundings);
    if (account !== surroundings.account)
      throw new NotSimulatedError(`the queue of another account, ${url}`);
    return this.queueNamed(name);
  }

  /** Throws QueueDoesNotExist or MissingParameter. */
  queueNamed(name: string | undefined): Queue {
    if (name === undefined || name === '') throw missingParameter('QueueName');
    return this.queueByArn(regionalArn(this.foundation.surroundings, 'sqs', name));
  }

  /** The queues whose redrive policy names `queue`. */
  sourcesOf(queue: Queue): Queue[] {
    const isSource = ({ settings }: Queue): boolean =>
      settings.redrive?.deadLetterArn === queue.settings.arn;
    return [...this.queues()].filter(isSource);
  }

  accesses(operation: string, input: object): readonly Access[] {
    if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
    if (operation === 'CreateQueue') return creationAccesses(input, this.foundation.surroundings);
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
    const output = operationNamed(operation)(this, input as never, senderId(caller));
    return output instanceof Promise ? output.then((found) => ({ output: found })) : { output };
  }

  #putPolicy(arn: string, policy: string | undefined): void {
    const document = policy === undefined ? NO_POLICY : JSON.parse(policy);
    this.foundation.iam.setResourcePolicy(arn, document, 'Policy');
  }

  #checkRedrive(settings: QueueSettings, { deadLetterArn, text }: Redrive): void {
    const target = this.find(deadLetterArn)?.settings;
    const refused = (reason: string): Error => invalidValue(text, 'RedrivePolicy', reason);
    if (!target) throw refused('Dead letter target does not exist.');
    if (target.fifo !== settings.fifo) {
      throw refused('Dead-letter queue must be same type of queue as the source.');
    }
    if (!allowsSource(target.redriveAllow, settings.arn)) {
      throw refused('Dead-letter queue does not allow this source queue.');
    }
    this.#checkNoCircle(settings.arn, deadLetterArn);
  }

  /** A message at the end of its receives would move on and on without a receive in between. */
  #checkNoCircle(arn: string, deadLetterArn: string): void {
    let next: string | undefined = deadLetterArn;
    while (next !== undefined && next !== arn)
      next = this.find(next)?.settings.redrive?.deadLetterArn;
    if (next === undefined) return;
    throw new NotSimulatedError(
      `RedrivePolicy of ${arn} to ${deadLetterArn}: a circle of dead-letter queues`,
    );
  }
}

type Redrive = NonNullable<QueueSettings['redrive']>;

const NO_POLICY = { Statement: [] };
