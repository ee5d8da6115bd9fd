import type { SQSBatchResponse } from 'aws-lambda';
import type { EventOf } from '../../../../events/contract.ts';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { consumer, type Deps } from '../../../../functions/runtime/definition.ts';
import { PermanentError, RetriableError } from '../../../../functions/runtime/errors.ts';
import { eventOf } from '../../../support/events.ts';
import { type MessageLike, sqsBatch } from '../../../support/messages.ts';
import { answering, fakePorts, invocation } from '../../../support/ports.ts';
import { ThingHappened } from '../../../support/thing.ts';

type Thing = EventOf<typeof ThingHappened>;
export type Handle = (event: Thing, deps: Deps) => Promise<void>;

const variables = { QUEUE_URL: 'the-queue', DLQ_URL: 'the-dlq', MAX_RECEIVES: '5' };

/** An event of the test's contract. */
export function thing(thingId: string, eventId = `event-of-${thingId}`) {
  return eventOf(ThingHappened, { thingId }, { eventId });
}

/** Fails, but may succeed later. */
export const retriable: Handle = async () => {
  throw new RetriableError('busy', 'not now');
};
/** Fails for good. */
export const permanent: Handle = async () => {
  throw new PermanentError('hopeless', 'not ever');
};

/** Gives one batch to a consumer bound to a recording SQS port. */
export async function consume(
  handle: Handle,
  messages: MessageLike[],
  answers: Record<string, () => unknown> = {},
) {
  const sqs = answering({
    SendMessage: () => ({}),
    ChangeMessageVisibility: () => ({}),
    ...answers,
  });
  const { ports, noted } = fakePorts({ sqs: sqs.port });
  const definition = consumer({
    service: 'things',
    name: 'take-thing',
    on: [{ contract: ThingHappened }],
    uses: {},
    publishes: [],
    limits: { timeoutSeconds: 10, memoryMb: 128 },
    handle,
  });
  const handler = await bindFunction(definition, ports, variables);
  const response = (await handler(
    sqsBatch(...messages) as never,
    invocation(),
  )) as SQSBatchResponse;
  const failed = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { failed, calls: sqs.calls, noted };
}

/** A handler that fails for one thing and keeps the others. */
export function failingFor(thingId: string, fail: Handle) {
  const handled: string[] = [];
  const handle: Handle = async (event, deps) => {
    if (event.data.thingId === thingId) await fail(event, deps);
    handled.push(event.data.thingId);
  };
  return { handle, handled };
}
