import { describe, expect, it } from 'vitest';
import { GATEWAY_CALLS } from '../../../functions/runtime/ports.ts';
import type {
  CallFate,
  CallPoint,
  DeliveryFate,
  DeliveryPoint,
  InvocationPoint,
} from '../../../local/interference.ts';
import type { Fault } from '../../../simulation/fault.ts';
import { dynamodbKeysUnprocessed } from '../../../simulation/faults/dynamodb-keys-unprocessed.ts';
import { dynamodbStaleRead } from '../../../simulation/faults/dynamodb-stale-read.ts';
import { dynamodbTransactionConflict } from '../../../simulation/faults/dynamodb-transaction-conflict.ts';
import { dynamodbTransactionThrottled } from '../../../simulation/faults/dynamodb-transaction-throttled.ts';
import { environmentRecycled } from '../../../simulation/faults/environment-recycled.ts';
import { environmentStale } from '../../../simulation/faults/environment-stale.ts';
import { eventDelayed } from '../../../simulation/faults/event-delayed.ts';
import { eventDuplicated } from '../../../simulation/faults/event-duplicated.ts';
import { gatewayLate } from '../../../simulation/faults/gateway-late.ts';
import { gatewaySlow } from '../../../simulation/faults/gateway-slow.ts';
import { streamBisected } from '../../../simulation/faults/stream-bisected.ts';
import { timeoutAfterCall } from '../../../simulation/faults/timeout-after-call.ts';
import { timeoutBeforeCall } from '../../../simulation/faults/timeout-before-call.ts';
import { type IncidentScene, scheduleIncidents } from '../../../simulation/incidents.ts';

const SALT = 7;
const fractions = Array.from({ length: 100 }, (_none, index) => index / 100);

const callOf = (operation: string, input: object): CallPoint => ({
  caller: 'orderly-local-ordering-place-order',
  service: 'dynamodb',
  operation,
  input,
  attempt: 1,
});

/** The fates of a call by every hundredth of a fraction. */
const fatesOf = (fault: Fault, point: CallPoint) =>
  fractions.map((fraction) => fault.bite(point, fraction, SALT) as CallFate);

describe('a stale read', () => {
  const batch = (...reads: object[]) =>
    callOf('BatchGetItem', { RequestItems: Object.fromEntries(Object.entries(reads)) });

  it.each([
    ['a read', callOf('GetItem', {}), true],
    ['a consistent read', callOf('GetItem', { ConsistentRead: true }), false],
    ['a batch', batch({ ConsistentRead: false }), true],
    ['a consistent batch', batch({ ConsistentRead: true }), false],
    ['a batch of which one table may be stale', batch({ ConsistentRead: true }, {}), true],
    ['a write', callOf('PutItem', {}), false],
  ])('may be that of %s or not: %#', (_what, point, applies) => {
    expect(dynamodbStaleRead.applies(point, SALT)).toBe(applies);
  });
});

describe('a batch of reads that is answered in part', () => {
  const batchOf = (count: number) => {
    const Keys = Array.from({ length: count }, (_none, index) => ({ pk: { S: `${index}` } }));
    return callOf('BatchGetItem', { RequestItems: { stock: { Keys } } });
  };

  it('has several keys, of which at least one is read and one is not', () => {
    expect(dynamodbKeysUnprocessed.applies(batchOf(1), SALT)).toBe(false);
    expect(dynamodbKeysUnprocessed.applies(batchOf(3), SALT)).toBe(true);
    const sizes = fatesOf(dynamodbKeysUnprocessed, batchOf(3)).map(
      (fate) => (fate as unknown as { positions: Set<number> }).positions.size,
    );
    expect(new Set(sizes)).toEqual(new Set([1, 2]));
  });
});

describe('a transaction that is cancelled', () => {
  const transaction = callOf('TransactWriteItems', { TransactItems: [{}, {}, {}] });
  const reasonsOf = (fault: Fault) =>
    fatesOf(fault, transaction).map((fate) => {
      const { error } = fate as unknown as { error: { CancellationReasons: { Code: string }[] } };
      return error.CancellationReasons.map(({ Code }) => Code).join();
    });

  it('meets another one at any of its items', () => {
    expect(new Set(reasonsOf(dynamodbTransactionConflict))).toEqual(
      new Set([
        'TransactionConflict,None,None',
        'None,TransactionConflict,None',
        'None,None,TransactionConflict',
      ]),
    );
  });

  it('is throttled as tables on demand are, or as those of fixed throughput', () => {
    const codes = reasonsOf(dynamodbTransactionThrottled).flatMap((reasons) => reasons.split(','));
    expect(new Set(codes)).toEqual(
      new Set(['None', 'ThrottlingError', 'ProvisionedThroughputExceeded']),
    );
  });
});

describe('an event that is delivered again', () => {
  const from = (source: string) => ({ rule: 'r', event: { source } }) as unknown as DeliveryPoint;
  const delaysOf = (source: string) =>
    fractions.flatMap(
      (fraction) =>
        (eventDuplicated.bite(from(source), fraction, SALT) as DeliveryFate).copies ?? [],
    );

  it('comes within milliseconds, minutes or most of an hour', () => {
    const delays = delaysOf('orderly.ordering');
    expect(delays.filter((delayMs) => delayMs < 100).length).toBeGreaterThan(20);
    expect(delays.filter((delayMs) => delayMs > 60_000).length).toBeGreaterThan(20);
    expect(Math.max(...delays)).toBeGreaterThan(2_400_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(3_600_000);
  });

  it('comes before the next one if it is a tick, which is not late for minutes either', () => {
    expect(Math.max(...delaysOf('aws.events'))).toBeLessThanOrEqual(10_000);
    expect(eventDelayed.applies(from('aws.events'), SALT)).toBe(false);
    expect(eventDelayed.applies(from('orderly.ordering'), SALT)).toBe(true);
  });
});

describe('an environment', () => {
  const waiting = (idle: number): InvocationPoint => ({ functionName: 'f', event: {}, idle });

  it('is another than usual where there is a choice', () => {
    const recycled = [0, 1].map((idle) => environmentRecycled.applies(waiting(idle), SALT));
    const stale = [1, 2].map((idle) => environmentStale.applies(waiting(idle), SALT));
    expect([recycled, stale]).toEqual([
      [false, true],
      [false, true],
    ]);
  });
});

describe('a batch of a relay', () => {
  it('is halved where it has two records', () => {
    const applies = [1, 2].map((length) => {
      const event = { Records: Array.from({ length }, () => ({})) };
      const point = { functionName: 'orderly-local-payments-relay', event, idle: 0 };
      return streamBisected.applies(point, SALT);
    });
    expect(applies).toEqual([false, true]);
  });
});

const asking = (operation: string, reference: string): CallPoint => {
  const Payload = Buffer.from(JSON.stringify({ operation, reference }));
  return { ...callOf('Invoke', { Payload }), service: 'lambda' };
};

describe('a call that hangs', () => {
  it.each([timeoutBeforeCall, timeoutAfterCall])(
    'is none of the gateway, whose client gives it up: $kind',
    (fault) => {
      const applies = [callOf('GetItem', {}), asking('authorise', 'order')].map((point) =>
        fault.applies(point, SALT),
      );
      expect(applies).toEqual([true, false]);
    },
  );
});

/** By how much calls of the payment gateway are late on their way there, and back. */
const delaysOf = (fault: Fault, point: CallPoint, salt: number) => {
  const fates = fractions.map((fraction) => fault.bite(point, fraction, salt) as CallFate);
  return fates.flatMap((fate) => (fate.kind === 'late' ? [fate.beforeMs + fate.afterMs] : []));
};

describe('a late call of the gateway', () => {
  it('comes once its caller has given it up, and a slow one before', () => {
    const late = delaysOf(gatewayLate, asking('void', 'order'), SALT);
    expect(Math.min(...late)).toBe(GATEWAY_CALLS.requestTimeoutMs);
    const salts = Array.from({ length: 500 }, (_none, salt) => salt);
    const slow = salts.flatMap((salt) => delaysOf(gatewaySlow, asking('void', 'order'), salt));
    expect(Math.max(...slow)).toBeGreaterThan(GATEWAY_CALLS.requestTimeoutMs - 300);
    expect(Math.max(...slow)).toBeLessThan(GATEWAY_CALLS.requestTimeoutMs);
  });
});

describe('a slow payment', () => {
  const references = Array.from({ length: 200 }, (_none, index) => `order${index}`);
  const slowIn = (salt: number) =>
    references.filter((reference) => gatewaySlow.applies(asking('find', reference), salt));

  it('is one in four, and another one in another seed', () => {
    expect(slowIn(1).length).toBeGreaterThan(30);
    expect(slowIn(1).length).toBeLessThan(70);
    expect(slowIn(2)).not.toEqual(slowIn(1));
  });

  it('is so for all that is asked about it, and by as much, as long as its asker lives', () => {
    const [slow = ''] = slowIn(SALT);
    const fateOf = (operation: string, fraction: number) =>
      gatewaySlow.bite(asking(operation, slow), fraction, SALT);
    expect(fateOf('void', 0.9)).toEqual(fateOf('authorise', 0.4));
    expect(fateOf('void', 0.9)).toMatchObject({ kind: 'late' });
    expect(fateOf('void', 0.1)).toEqual({ kind: 'caller-dies', run: true });
  });
});

describe('an incident', () => {
  /** When the incident of this kind begins, of acts that take a second. */
  const beginsAt = (kind: string): number[] => {
    const delays: number[] = [];
    scheduleIncidents({
      world: { cloud: { scheduler: { after: (delayMs: number) => delays.push(delayMs) } } },
      adversary: { strikes: (one: string) => one === kind },
      operator: { consumers: [] },
      chance: () => 0.5,
      spanMs: 1_000,
    } as unknown as IncidentScene);
    return delays;
  };

  it('begins while people act, and a backlog before the first order', () => {
    expect([beginsAt('bus-outage'), beginsAt('backlog')]).toEqual([[500], [0]]);
  });
});
