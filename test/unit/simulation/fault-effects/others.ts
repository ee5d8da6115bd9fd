import { expect } from 'vitest';
import { withNewFields } from '../../../../simulation/new-fields.ts';
import { errorOf, MOST, type Told } from './told.ts';

const invocationOf = (name: string, event: object = {}, idle = 0) => ({
  functionName: `orderly-local-${name}`,
  event,
  idle,
});
const recordsOf = (length: number) => ({ Records: Array.from({ length }, () => ({})) });

const request = invocationOf('ordering-place-order', { path: '/orders', httpMethod: 'POST' });
const batch = invocationOf('inventory-reserve-stock', recordsOf(1));
const relayed = (length: number) => invocationOf('ordering-relay', recordsOf(length));
const authoriser = invocationOf('platform-authorise');
const gateway = invocationOf('payments-sandbox-gateway');
const waiting = (idle: number) => invocationOf('ordering-place-order', {}, idle);

/** What becomes of a point whatever the dice say. */
const always = (fate: unknown): Told['fates'] => [
  [0, fate],
  [MOST, fate],
];

/** An error of a handler. */
const failure = (errorMessage: string) => ({ errorType: 'Error', errorMessage, trace: [] });

/** An answer about nobody, whatever the handler answered. */
const aboutNobody = expect.toSatisfy(({ answer }) => {
  const { batchItemFailures } = answer({ batchItemFailures: [] });
  return batchItemFailures.length === 1 && batchItemFailures[0].itemIdentifier === 'nobody';
}, 'names somebody who was not in the batch');

/** What goes wrong with invocations. */
export const invocations: Readonly<Record<string, Told>> = {
  'gateway-error': {
    hits: [gateway],
    misses: [request, batch],
    fates: always({ fails: failure('503 from the gateway') }),
  },
  'gateway-error-applied': {
    hits: [gateway],
    misses: [request, batch],
    fates: always({ failsAfter: failure('504 from the gateway') }),
  },
  'environment-recycled': {
    hits: [waiting(1)],
    misses: [waiting(0)],
    fates: always({ cold: true }),
  },
  'environment-stale': {
    hits: [waiting(2)],
    misses: [waiting(0), waiting(1)],
    fates: always({ oldest: true }),
  },
  'init-failure': {
    hits: [request, batch, gateway],
    misses: [authoriser],
    fates: always({ cold: true, initFails: true }),
  },
  'clock-skew': {
    hits: [request, batch],
    misses: [authoriser],
    fates: [
      [0, { cold: true, skewMs: -360_000 }],
      [0.5, { cold: true, skewMs: 0 }],
      [MOST, { cold: true, skewMs: 359_928 }],
    ],
  },
  'function-throttled': {
    hits: [request, batch, gateway],
    misses: [authoriser],
    fates: always({ throttled: true }),
  },
  'malformed-batch-response': {
    hits: [batch, relayed(1)],
    misses: [request, authoriser],
    fates: always(aboutNobody),
  },
  'crash-after-handler': {
    hits: [batch, relayed(1)],
    misses: [request, authoriser],
    fates: always({ diesAfter: true }),
  },
  'stream-bisected': {
    hits: [relayed(2)],
    misses: [relayed(1), invocationOf('inventory-reserve-stock', recordsOf(2))],
    fates: always({ fails: failure('the batch is too much') }),
  },
  'newer-code': {
    hits: [relayed(1)],
    misses: [request, batch],
    fates: always({ cold: true, code: withNewFields }),
  },
};

const delivery = { rule: 'placed', event: { source: 'orderly.ordering' } };
const tick = { rule: 'every-minute', event: { source: 'aws.events' } };

/** So many attempts at a delivery that are refused, and at most as many as EventBridge makes. */
const refusals = (count: number, error: unknown, more: object = {}) => ({
  refusals: { count, error, ...more },
});
const { POSITIVE_INFINITY: ALL } = Number;
const throttling = errorOf('ThrottlingException', 400);

/** What goes wrong between the bus and its targets. */
export const deliveries: Readonly<Record<string, Told>> = {
  'event-duplicated': {
    hits: [delivery, tick],
    misses: [],
    fates: [
      [0, { copies: [expect.toSatisfy(isWithinAnHour)] }],
      [0.5, { copies: Array.from({ length: 2 }, () => expect.toSatisfy(isWithinAnHour)) }],
      [MOST, { copies: Array.from({ length: 3 }, () => expect.toSatisfy(isWithinAnHour)) }],
    ],
  },
  'event-delayed': {
    hits: [delivery],
    misses: [tick],
    fates: [
      [0, { delayMs: 0 }],
      [MOST, { delayMs: 1_799_820 }],
    ],
  },
  'event-reordered': {
    hits: [delivery, tick],
    misses: [],
    fates: [
      [0, { delayMs: 0 }],
      [MOST, { delayMs: 2_999 }],
    ],
  },
  'target-throttled': {
    hits: [delivery, tick],
    misses: [],
    fates: [
      [0, refusals(1, throttling)],
      [0.5, refusals(4, throttling)],
      [MOST, refusals(6, throttling)],
    ],
  },
  'delivery-refused': {
    hits: [delivery],
    misses: [tick],
    fates: always(refusals(ALL, errorOf('KmsDisabled', 400))),
  },
  'delivery-exhausted': {
    hits: [delivery],
    misses: [tick],
    fates: [
      [0, refusals(ALL, throttling, { withoutBackOff: true })],
      [0.49, refusals(ALL, throttling, { withoutBackOff: true })],
      [0.5, refusals(ALL, errorOf('InternalError', 500), { withoutBackOff: true })],
    ],
  },
};

function isWithinAnHour(delayMs: number): boolean {
  return delayMs >= 1 && delayMs <= 3_600_000;
}

const message = { queue: 'orders', message: {} };
const stream = { functionName: 'orderly-local-ordering-relay', first: '1', keys: '{}' };

/** What goes wrong with the messages of a queue and with the records of a stream. */
export const messages: Readonly<Record<string, Told>> = {
  'message-duplicated': { hits: [message], misses: [], fates: always(1) },
  'visibility-expired': {
    hits: [message],
    misses: [],
    fates: [
      [0, 5],
      [MOST, 204],
    ],
  },
  'delete-lost': { hits: [message], misses: [], fates: always(true) },
  'stream-lag': {
    hits: [stream],
    misses: [],
    fates: [
      [0, 0],
      [MOST, 599_940],
    ],
  },
  'stream-repeated': { hits: [stream], misses: [], fates: always(true) },
};
