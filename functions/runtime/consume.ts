import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Envelope } from '../../events/envelope.ts';
import type { Subscription } from './definition.ts';
import { type Environment, type InvocationContext, required } from './environment.ts';
import { errorCode, errorMessage, isRetriable, stackOf } from './errors.ts';
import { type KnownContracts, readEvent } from './read-event.ts';

/** The span of the first pause before SQS delivers a failed message again; it doubles with each receive. */
const FIRST_BACK_OFF_SECONDS = 30;

/** The longest span. With five receives a message outlives an outage of some minutes. */
const MAX_BACK_OFF_SECONDS = 900;

/** A message attribute of SQS holds more, but a reason is read by a person. */
const MAX_REASON_LENGTH = 1_000;

/**
 * Makes the SQS handler of a consumer. Messages about one subject are handled in the order they came
 * in the batch, subjects side by side. A message that fails is reported alone; one that can never
 * succeed, or has failed at its last permitted receive, goes to the DLQ with the reason beside it.
 */
export function consumeBatch(
  environment: Environment,
  state: unknown,
): (event: SQSEvent, context: InvocationContext) => Promise<SQSBatchResponse> {
  const { trigger } = environment.definition;
  const subscriptions: readonly Subscription[] = trigger.kind === 'events' ? trigger.on : [];
  const known: KnownContracts = new Map(
    subscriptions.map(({ contract }) => [contract.name, contract]),
  );
  return async (event, context) => {
    const batch = new Batch(environment, state, context);
    await Promise.all(
      [...groupBySubject(event.Records, known)].map((messages) => batch.handleInOrder(messages)),
    );
    environment.ports.metrics.flush();
    return { batchItemFailures: batch.failures };
  };
}

/** A message that was read, or could not be. */
interface Message {
  record: SQSRecord;
  event?: Envelope;
  error?: unknown;
}

function groupBySubject(records: readonly SQSRecord[], known: KnownContracts): Iterable<Message[]> {
  const groups = new Map<string, Message[]>();
  for (const record of records) {
    const message = readMessage(record, known);
    const subject = message.event?.metadata?.subject ?? record.messageId;
    const group = groups.get(subject);
    if (group) group.push(message);
    else groups.set(subject, [message]);
  }
  return groups.values();
}

function readMessage(record: SQSRecord, known: KnownContracts): Message {
  try {
    return { record, event: readEvent(record.body, known) };
  } catch (error) {
    return { record, error };
  }
}

class Batch {
  readonly failures: { itemIdentifier: string }[] = [];
  readonly #environment: Environment;
  readonly #state: unknown;
  readonly #context: InvocationContext;

  constructor(environment: Environment, state: unknown, context: InvocationContext) {
    this.#environment = environment;
    this.#state = state;
    this.#context = context;
  }

  async handleInOrder(messages: readonly Message[]): Promise<void> {
    for (const message of messages) {
      if (!message.event) await this.#setAside(message, message.error);
      else await this.#handle(message, message.event);
    }
  }

  async #handle(message: Message, event: Envelope): Promise<void> {
    const { definition, ports } = this.#environment;
    const { eventId, eventType, correlationId, causationId } = event;
    const deps = this.#environment.depsFor(
      { id: eventId, correlationId, traceparent: event.metadata?.traceparent },
      this.#context,
      { eventId, eventType, correlationId, causationId },
    );
    const startMs = ports.clock.nowMs();
    try {
      await ports.tracer.span(eventType, { eventId, correlationId }, () =>
        definition.handle(event as never, deps, this.#state as never),
      );
      deps.logger.info('Event consumed');
    } catch (error) {
      await this.#setAside(message, error);
    }
    this.#measure(message.record, event, startMs);
  }

  /** Time on the bus runs from the commit to the queue; then in the queue; then here. */
  #measure(record: SQSRecord, event: Envelope, startMs: number): void {
    const { clock, metrics } = this.#environment.ports;
    const dimensions = { eventType: event.eventType };
    const sentMs = Number(record.attributes.SentTimestamp);
    const busMs = Math.max(0, sentMs - Date.parse(event.timestamp));
    metrics.add('TimeOnBus', 'Milliseconds', busMs, dimensions);
    metrics.add('TimeInQueue', 'Milliseconds', Math.max(0, startMs - sentMs), dimensions);
    metrics.add('ProcessingTime', 'Milliseconds', clock.nowMs() - startMs, dimensions);
  }

  async #setAside(message: Message, error: unknown): Promise<void> {
    const { variables, ports } = this.#environment;
    const { record, event } = message;
    const receives = Number(record.attributes.ApproximateReceiveCount);
    const last = receives >= Number(required(variables, 'MAX_RECEIVES'));
    const fields = {
      code: errorCode(error),
      reason: errorMessage(error),
      messageId: record.messageId,
      eventId: event?.eventId,
      correlationId: event?.correlationId,
      causationId: event?.causationId,
      receives,
    };
    try {
      if (isRetriable(error) && !last) {
        ports.logger.warn('Event failed, will be tried again', fields);
        this.failures.push({ itemIdentifier: record.messageId });
        await this.#backOff(record, receives);
        return;
      }
      await this.#sendToDlq(record, error, event);
      ports.logger.error('Event sent to the DLQ', { ...fields, stack: stackOf(error) });
      ports.metrics.add('SentToDlq', 'Count', 1);
    } catch (failure) {
      ports.logger.error('Message could not be set aside', {
        ...fields,
        failure: errorMessage(failure),
      });
      if (!this.failures.some(({ itemIdentifier }) => itemIdentifier === record.messageId)) {
        this.failures.push({ itemIdentifier: record.messageId });
      }
    }
  }

  /** Full jitter over a span that doubles with each receive. */
  async #backOff(record: SQSRecord, receives: number): Promise<void> {
    const { ports, variables } = this.#environment;
    const spanSeconds = Math.min(
      MAX_BACK_OFF_SECONDS,
      FIRST_BACK_OFF_SECONDS * 2 ** (receives - 1),
    );
    await ports.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: required(variables, 'QUEUE_URL'),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: Math.ceil(ports.chance.fraction() * spanSeconds),
      }),
    );
  }

  async #sendToDlq(record: SQSRecord, error: unknown, event: Envelope | undefined): Promise<void> {
    const { definition, ports, variables } = this.#environment;
    const traceHeader = record.attributes.AWSTraceHeader;
    await ports.sqs.send(
      new SendMessageCommand({
        QueueUrl: required(variables, 'DLQ_URL'),
        MessageBody: record.body,
        MessageAttributes: {
          Code: text(errorCode(error)),
          Reason: text(errorMessage(error) || 'no message'),
          Consumer: text(`${definition.service}/${definition.name}`),
          Receives: text(record.attributes.ApproximateReceiveCount),
          OriginalMessageId: text(record.messageId),
          ...(event ? { EventId: text(event.eventId) } : {}),
        },
        ...(traceHeader ? { MessageSystemAttributes: { AWSTraceHeader: text(traceHeader) } } : {}),
      }),
    );
  }
}

/** Characters that a message attribute may not hold (API_SendMessage). */
const UNSENDABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** An attribute of a message; what came with a message nobody can read may be any text. */
function text(value: string): { DataType: 'String'; StringValue: string } {
  const sendable = value.slice(0, MAX_REASON_LENGTH).replace(UNSENDABLE, '\ufffd');
  return { DataType: 'String', StringValue: sendable };
}
