import { expect } from 'vitest';
import { GATEWAY_CALLS } from '../../../../functions/runtime/ports.ts';
import { gatewaySlow } from '../../../../simulation/faults/gateway-slow.ts';
import { asking, callers, callOf, errorOf, failing, MOST, putEvents, type Told } from './told.ts';

const { sandbox, operator } = callers;

const put = callOf('PutItem');
const ofOthers = [
  callOf('PutItem', {}, { caller: sandbox }),
  callOf('PutItem', {}, { caller: operator }),
];
const transaction = callOf('TransactWriteItems', { TransactItems: [{}, {}] });
const batchOf = (count: number) => {
  const Keys = Array.from({ length: count }, (_none, index) => ({ pk: { S: `${index}` } }));
  return callOf('BatchGetItem', { RequestItems: { stock: { Keys } } });
};

/** What becomes of a call whatever the dice say. */
const always = (fate: unknown): Told['fates'] => [
  [0, fate],
  [MOST, fate],
];

/** The last attempt of the SDK below a throw of the dice, and one of those before it from there on. */
const finalBelow = (limit: number, fateOf: (final: boolean) => unknown): Told['fates'] => [
  [0, fateOf(true)],
  [limit - 0.001, fateOf(true)],
  [limit, fateOf(false)],
  [MOST, fateOf(false)],
];

/** A transaction of two items that is cancelled because of the first, or of the second. */
const cancelled = (...codes: readonly string[]): unknown => {
  const CancellationReasons = codes.map((Code) => expect.objectContaining({ Code }));
  const name = 'TransactionCanceledException';
  return failing('refused', expect.objectContaining({ name, CancellationReasons }), true);
};

const ofServices: Record<string, Told> = {
  'crash-before-call': {
    hits: [put, asking('authorise', 'a'), putEvents(1)],
    misses: ofOthers,
    fates: always({ kind: 'caller-dies', run: false }),
  },
  'crash-after-call': {
    hits: [put, asking('authorise', 'a'), putEvents(1)],
    misses: ofOthers,
    fates: always({ kind: 'caller-dies', run: true }),
  },
  'timeout-before-call': {
    hits: [put, putEvents(1)],
    misses: [...ofOthers, asking('authorise', 'a')],
    fates: always({ kind: 'unanswered', run: false }),
  },
  'timeout-after-call': {
    hits: [put, putEvents(1)],
    misses: [...ofOthers, asking('authorise', 'a')],
    fates: always({ kind: 'unanswered', run: true }),
  },
  'slow-call': {
    hits: [put],
    misses: ofOthers,
    fates: [
      [0.2501, { kind: 'late', beforeMs: 1_000, afterMs: 0 }],
      [0.2503, { kind: 'late', beforeMs: 0, afterMs: 1_001 }],
      [MOST, { kind: 'late', beforeMs: 0, afterMs: 3_999 }],
    ],
  },
};

const ofTables: Record<string, Told> = {
  'dynamodb-throttled': {
    hits: [put, callOf('GetItem')],
    misses: [...ofOthers, putEvents(1)],
    fates: finalBelow(0.2, (final) =>
      failing('refused', errorOf('ProvisionedThroughputExceededException', 400), final),
    ),
  },
  'dynamodb-error-not-applied': {
    hits: [put, callOf('GetItem')],
    misses: [...ofOthers, putEvents(1)],
    fates: finalBelow(0.3, (final) =>
      failing('refused', errorOf('InternalServerError', 500), final),
    ),
  },
  'dynamodb-error-applied': {
    hits: [put, callOf('UpdateItem'), transaction],
    misses: [...ofOthers, callOf('GetItem'), callOf('Query'), putEvents(1)],
    fates: finalBelow(0.3, (final) =>
      failing('answer-lost', errorOf('InternalServerError', 500), final),
    ),
  },
  'dynamodb-transaction-conflict': {
    hits: [transaction],
    misses: [put, callOf('TransactGetItems')],
    fates: [
      [0, cancelled('TransactionConflict', 'None')],
      [0.49, cancelled('TransactionConflict', 'None')],
      [0.5, cancelled('None', 'TransactionConflict')],
      [MOST, cancelled('None', 'TransactionConflict')],
    ],
  },
  'dynamodb-transaction-throttled': {
    hits: [transaction],
    misses: [put, callOf('TransactGetItems')],
    fates: [
      [0, cancelled('ThrottlingError', 'None')],
      [0.1, cancelled('ProvisionedThroughputExceeded', 'None')],
      [0.9, cancelled('None', expect.stringMatching(/^Thro|^Prov/))],
    ],
  },
  'dynamodb-write-conflict': {
    hits: [put, callOf('UpdateItem')],
    misses: [...ofOthers, transaction, callOf('GetItem')],
    fates: always(failing('refused', errorOf('TransactionConflictException', 400), true)),
  },
  'dynamodb-stale-read': {
    hits: [callOf('GetItem'), batchOf(1)],
    misses: [callOf('GetItem', { ConsistentRead: true }), put],
    fates: always({ kind: 'stale', withinMs: 2_000 }),
  },
  'dynamodb-keys-unprocessed': {
    hits: [batchOf(2), batchOf(100)],
    misses: [batchOf(1), callOf('GetItem')],
    fates: [
      [0, { kind: 'keys-unprocessed', positions: new Set([1]) }],
      [0.5, { kind: 'keys-unprocessed', positions: new Set([0]) }],
      [MOST, { kind: 'keys-unprocessed', positions: new Set([0]) }],
    ],
  },
};

const positions = (...numbers: readonly number[]) => ({
  kind: 'entries-refused',
  positions: new Set(numbers),
  code: 'InternalFailure',
  message: 'Try again.',
});

const toSqs = { service: 'sqs' };

const ofMessages: Record<string, Told> = {
  'put-events-partial': {
    hits: [putEvents(3), putEvents(1, sandbox)],
    misses: [putEvents(3, operator), put],
    fates: always(positions(2)),
  },
  'put-events-refused': {
    hits: [putEvents(1)],
    misses: [putEvents(1, operator), put],
    fates: always(failing('refused', errorOf('ThrottlingException', 400), true)),
  },
  'put-events-answer-lost': {
    hits: [putEvents(1)],
    misses: [putEvents(1, operator), put],
    fates: finalBelow(0.4, (final) =>
      failing('answer-lost', errorOf('InternalException', 500), final),
    ),
  },
  'sqs-call-refused': {
    hits: [callOf('SendMessage', {}, toSqs), callOf('ChangeMessageVisibility', {}, toSqs)],
    misses: [callOf('SendMessage', {}, { ...toSqs, caller: operator }), put],
    fates: always(failing('refused', errorOf('ServiceUnavailable', 503), true)),
  },
  'sqs-answer-lost': {
    hits: [callOf('SendMessage', {}, toSqs)],
    misses: [callOf('SendMessage', {}, { ...toSqs, caller: operator }), put],
    fates: finalBelow(0.5, (final) =>
      failing('answer-lost', errorOf('ServiceUnavailable', 503), final),
    ),
  },
};

/** The salt by which all faults are asked. */
export const SALT = 7;

const payments = Array.from({ length: 40 }, (_none, index) => asking('find', `order${index}`));
const slow = payments.filter((point) => gatewaySlow.applies(point, SALT));
const late = (beforeMs: number) => ({ kind: 'late', beforeMs, afterMs: 0 });

const ofTheGateway: Record<string, Told> = {
  'gateway-unreachable': {
    hits: [asking('authorise', 'a')],
    misses: [put],
    fates: always(failing('refused', errorOf('ServiceException', 500), true)),
  },
  'gateway-answer-lost': {
    hits: [asking('authorise', 'a')],
    misses: [put],
    fates: finalBelow(0.7, (final) =>
      failing('answer-lost', errorOf('ServiceException', 500), final),
    ),
  },
  'gateway-late': {
    hits: [asking('authorise', 'a')],
    misses: [put],
    fates: [
      [0, late(GATEWAY_CALLS.requestTimeoutMs)],
      [MOST, late(GATEWAY_CALLS.requestTimeoutMs + 59_994)],
    ],
  },
  'gateway-slow': {
    hits: slow,
    misses: [...payments.filter((point) => !slow.includes(point)), put],
    fates: [
      [0.199, { kind: 'caller-dies', run: true }],
      [0.2, expect.objectContaining({ kind: 'late' })],
    ],
  },
};

/** What goes wrong with calls of AWS and of the gateway. */
export const calls: Readonly<Record<string, Told>> = {
  ...ofServices,
  ...ofTables,
  ...ofMessages,
  ...ofTheGateway,
};
