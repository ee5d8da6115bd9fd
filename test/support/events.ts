import type { Contract, DataOf } from '../../events/contract.ts';
import type { Envelope } from '../../events/envelope.ts';

/** The order id with this number. */
export function orderId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** An event as its producer would publish it; `data` replaces fields of the contract's example. */
export function eventOf<C extends Contract>(
  contract: C,
  data: Partial<DataOf<C>> = {},
  envelope: Partial<Envelope> = {},
): Envelope<DataOf<C>> {
  const whole = { ...(contract.examples[0] as object), ...data } as DataOf<C>;
  return {
    eventId: `event-of-${contract.name}`,
    eventType: contract.name,
    eventVersion: contract.version,
    timestamp: '2026-11-21T10:00:00.000Z',
    source: contract.source,
    correlationId: 'flow-1',
    causationId: 'cause-1',
    metadata: { subject: contract.subject(whole) },
    ...envelope,
    data: whole,
  };
}

/** The EventBridge event around `detail`, as a rule puts it into a queue. */
export function busEvent(detail: Envelope): string {
  return JSON.stringify({
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': detail.eventType,
    source: detail.source,
    account: '111122223333',
    time: '2026-11-21T10:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  });
}
