import type { Foundation } from '../foundation.ts';
import type { Message, Received } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import type { Consumer } from '../sqs/queue-world.ts';
import { BatchCollector } from './batch-collector.ts';
import { type BatchVerdict, readBatchResponse } from './batch-response.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { MappingSettings } from './mapping-settings.ts';
import type { Outcome } from './outcome.ts';
import { PollerScale } from './poller-scale.ts';
import { compileMessageFilter, sqsEvent } from './sqs-records.ts';

/** Messages of one receive; a larger batch is collected from several. */
const RECEIVE_LIMIT = 10;
const FIRST_THROTTLE_DELAY_MS = 1000;
const LONGEST_THROTTLE_DELAY_MS = 30_000;

const SUCCESS: BatchVerdict = { kind: 'success' };

/**
 * The pollers between a queue and a function: they take messages as these arrive, filter and batch them, invoke
 * the function and delete what it handled. AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
 */
export class SqsMapping implements Consumer {
  readonly settings: MappingSettings;
  readonly #queue: Queue;
  readonly #target: LambdaFunction;
  readonly #foundation: Foundation;
  readonly #matches: ((message: Message) => boolean) | undefined;
  readonly #scale: PollerScale;
  readonly #collector: BatchCollector | undefined;
  readonly #receiveLimit: number;
  readonly #source: { arn: string; region: string };
  /** The pollers' name in the meters: their requests are billed, too. */
  readonly #caller: string;
  readonly #poll = (): void => this.#receive();
  #enabled = false;
  /** Polls under way, before their receive. */
  #polls = 0;

  constructor(
    settings: MappingSettings,
    queue: Queue,
    target: LambdaFunction,
    foundation: Foundation,
  ) {
    this.settings = settings;
    this.#queue = queue;
    this.#target = target;
    this.#foundation = foundation;
    this.#matches = compileMessageFilter(settings.filters);
    this.#scale = new PollerScale(settings.maximumConcurrency, foundation.scheduler);
    this.#receiveLimit = Math.min(RECEIVE_LIMIT, settings.batchSize);
    this.#source = { arn: queue.settings.arn, region: foundation.surroundings.region };
    this.#caller = `mapping:${target.name}`;
    if (settings.windowMs > 0) {
      const flush = (batch: Received[]): void => this.#takeBatch(batch);
      this.#collector = new BatchCollector(settings, foundation.scheduler, flush);
    }
    if (settings.enabled) this.enable();
  }

  /** Starts polling. */
  enable(): void {
    this.#enabled = true;
    this.#queue.attach(this);
  }

  /** Stops polling; what is in flight is finished, the rest waits in the queue. */
  disable(): void {
    this.#enabled = false;
    this.#queue.detach(this);
  }

  /** Its queue has been deleted. */
  gone(): void {
    this.disable();
  }

  poke(): void {
    const { scheduler, latency } = this.#foundation;
    while (this.#enabled && this.#queue.receivable > this.#polls * this.#receiveLimit) {
      if (!this.#scale.start()) return;
      this.#polls += 1;
      scheduler.after(latency.drawMs('sqsPoll', this.#pace()), this.#poll);
    }
  }

  #pace(received?: Received): number | undefined {
    const { interference, scheduler } = this.#foundation;
    const point = { queue: this.#queue.name, atMs: scheduler.nowMs(), first: received?.message };
    return interference?.pace?.('poll', point);
  }

  #receive(): void {
    this.#polls -= 1;
    this.#foundation.meters.call(this.#caller, 'sqs:ReceiveMessage', undefined);
    let batch: Received[] = [];
    try {
      if (this.#enabled) batch = this.#filter(this.#queue.receive(this.#receiveLimit));
    } catch (error) {
      this.#lost(error);
      return;
    }
    if (batch.length > 0 && !this.#collector) {
      this.#invoke(batch, 0);
      this.poke();
      return;
    }
    this.#collector?.add(batch);
    this.#finish();
  }

  /** What does not match is deleted, as if it had been handled. */
  #filter(batch: Received[]): Received[] {
    const matches = this.#matches;
    if (!matches) return batch;
    return batch.filter((received) => {
      const wanted = matches(received.message);
      if (!wanted) this.#queue.delete(received);
      return wanted;
    });
  }

  #takeBatch(batch: Received[]): void {
    if (this.#scale.start()) this.#invoke(batch, 0);
    else this.#collector?.postpone(batch);
  }

  #invoke(batch: Received[], throttles: number): void {
    const invocation = this.#target.invoke(sqsEvent(batch, this.#source));
    if (!invocation) {
      this.#retryThrottled(batch, throttles);
      return;
    }
    invocation.then((outcome) => this.#settle(batch, outcome)).catch((error) => this.#lost(error));
  }

  /** A throttled batch is tried again until its messages return to the queue by themselves. */
  #retryThrottled(batch: Received[], throttles: number): void {
    const { scheduler, random } = this.#foundation;
    const longestMs = Math.min(LONGEST_THROTTLE_DELAY_MS, FIRST_THROTTLE_DELAY_MS * 2 ** throttles);
    const delayMs = Math.ceil(longestMs * (0.5 + (this.#pace(batch[0]) ?? random.fraction()) / 2));
    scheduler.after(delayMs, () => {
      if (batch.every(isStillOurs)) this.#invoke(batch, throttles + 1);
      else this.#finish();
    });
  }

  #settle(batch: Received[], outcome: Outcome): void {
    const verdict = this.#verdict(batch, outcome);
    if (verdict.kind === 'success' && verdict.mistake) this.#foundation.fail(verdict.mistake);
    if (verdict.kind !== 'failure') {
      this.#foundation.meters.call(this.#caller, 'sqs:DeleteMessageBatch', undefined);
    }
    for (const received of batch) {
      const handled =
        verdict.kind === 'success' ||
        (verdict.kind === 'partial' && !verdict.failed.has(received.messageId));
      this.#tell(received, handled, verdict);
      if (handled) this.#queue.delete(received);
    }
    this.#finish();
  }

  /** A mistake of the embedded cloud: its messages come back when their visibility is over, and polling goes on. */
  #lost(error: unknown): void {
    this.#foundation.fail(error);
    this.#finish();
  }

  #verdict(batch: readonly Received[], outcome: Outcome): BatchVerdict {
    const { reportsFailures } = this.settings;
    if (outcome.error) {
      // With reported failures Lambda does not slow down on errors.
      if (!reportsFailures) this.#scale.shrink();
      return { kind: 'failure', reason: outcome.error.errorMessage };
    }
    if (!reportsFailures) return SUCCESS;
    const identifiers = batch.map(({ messageId }) => messageId);
    return readBatchResponse(this.#target.name, outcome.result, identifiers);
  }

  #tell({ messageId }: Received, handled: boolean, verdict: BatchVerdict): void {
    const { facts } = this.#foundation;
    if (!facts.heard) return;
    const kind = handled ? 'mapping.handled' : 'mapping.failed';
    const note = verdict.kind === 'failure' ? verdict.reason : undefined;
    facts.tell({ kind, resource: this.#target.name, id: messageId, note });
  }

  #finish(): void {
    this.#scale.finish();
    this.#collector?.resume();
    this.poke();
  }
}

function isStillOurs({ message, receive }: Received): boolean {
  return message.state === 'inFlight' && message.receiveCount === receive;
}
