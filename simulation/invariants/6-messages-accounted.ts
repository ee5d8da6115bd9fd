import type { Invariant, Report } from '../invariant.ts';
import { type DeadLetter, POISON } from '../operator.ts';
import { filledQueues } from '../queues.ts';

/** Every message is consumed, filtered, or in a DLQ with its reason; a redrive empties the DLQ. */
export const messagesAccounted: Invariant = {
  guarantee: 6,
  name: 'messages-accounted',
  settle({ world, deadLetters, operator }, report) {
    for (const { name, visible, inFlight, delayed } of filledQueues(world)) {
      const depth = `${visible} visible, ${inFlight} in flight, ${delayed} delayed`;
      report(name, `is not empty at the end: ${depth}`);
    }
    for (const letter of deadLetters) checkReason(letter, report);
    const found = new Set(
      deadLetters.flatMap(({ consumer, message }) =>
        message.Body === POISON ? consumer.queue : [],
      ),
    );
    for (const queue of operator.poisoned) {
      if (!found.has(queue)) report(queue, 'got a message that nobody can read, and no DLQ had it');
    }
  },
};

/** A consumer says why; EventBridge says why; SQS shows from which queue it moved the message. */
function checkReason({ consumer, message, fromRule }: DeadLetter, report: Report): void {
  const { MessageAttributes = {}, Attributes = {}, Body = '' } = message;
  const told = fromRule ? MessageAttributes['ERROR_CODE'] : MessageAttributes['Reason'];
  const moved = Attributes['DeadLetterQueueSourceArn'] !== undefined;
  if (told?.StringValue === undefined && !moved) {
    report(consumer.dlq, `holds a message without a reason: ${Body.slice(0, 200)}`);
  }
  const code = MessageAttributes['Code']?.StringValue;
  if (Body !== POISON && code !== undefined && PERMANENT.has(code)) {
    const reason = MessageAttributes['Reason']?.StringValue;
    report(consumer.dlq, `a good event was refused for good: ${code}, ${reason}`);
  }
}

/** Codes by which a consumer says that an event can never be handled. */
const PERMANENT = new Set([
  'not-json',
  'not-an-event',
  'wrong-envelope',
  'unknown-event-type',
  'unknown-version',
  'schema-violation',
  'contract-broken',
  'impossible-outcome',
  'cancelled-after-shipment',
  'outbox-too-large',
]);
