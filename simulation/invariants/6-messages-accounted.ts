import { ordersOf } from '../evidence/orders.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';
import { type DeadLetter, POISON } from '../operator.ts';
import { filledQueues, maxReceivesOf } from '../queues.ts';

/** The card whose payments nobody answers for half an hour: longer than a message is tried. */
const OUTAGE_CARD = 'tok_outage';

/** Every message is consumed, filtered, or in a DLQ with its reason; a redrive empties the DLQ. */
export const messagesAccounted: Invariant = {
  guarantee: 6,
  name: 'messages-accounted',
  settle(scene, report) {
    const { world, deadLetters, operator } = scene;
    for (const { name, visible, inFlight, delayed } of filledQueues(world)) {
      const depth = `${visible} visible, ${inFlight} in flight, ${delayed} delayed`;
      report(name, `is not empty at the end: ${depth}`);
    }
    for (const letter of deadLetters) {
      checkReason(letter, report);
      if (letter.message.Body !== POISON) checkNeed(letter, scene, report);
    }
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
}

/** A good event is set aside only when it was tried as often as it may be, and never when nothing goes wrong any more. */
function checkNeed(
  { consumer, message, foundMs }: DeadLetter,
  { world, ledger, settling }: Scene,
  report: Report,
): void {
  const { MessageAttributes = {}, Body = '' } = message;
  const told = (name: string): string | undefined => MessageAttributes[name]?.StringValue;
  const why = `${told('Code') ?? told('ERROR_CODE')}, ${told('Reason') ?? told('ERROR_MESSAGE')}`;
  const receives = told('Receives');
  const maximum = maxReceivesOf(world, consumer.queue);
  if (receives !== undefined && Number(receives) < maximum) {
    const tries = `${receives} of ${maximum} tries`;
    report(consumer.dlq, `a good event was refused for good after ${tries}: ${why}`);
  }
  const orderId = orderIn(Body);
  const card = ordersOf(ledger).get(orderId ?? '')?.order.placement?.cardToken;
  const isOutage = card === OUTAGE_CARD && consumer.service === 'payments';
  if (foundMs <= settling.clearedMs || isOutage) return;
  report(orderId ?? consumer.dlq, `is in ${consumer.dlq} though nothing goes wrong: ${why}`);
}

/** The order that a message is about; EventBridge and consumers send the event as it came. */
function orderIn(body: string): string | undefined {
  const { detail } = JSON.parse(body) as { detail?: { data?: { orderId?: string } } };
  return detail?.data?.orderId;
}
