import { describe, expect, it } from 'vitest';
import type { CallPoint } from '../../../local/interference.ts';
import { Adversary, type AdversaryPlan } from '../../../simulation/adversary.ts';
import { keyedDice } from '../../../simulation/dice.ts';
import { fault } from '../../../simulation/fault.ts';

const half = fault({
  kind: 'half',
  sentence: 'Every other call is late.',
  at: 'call',
  chance: 0.5,
  applies: ({ operation }) => operation === 'PutItem',
  bite: () => ({ kind: 'late', beforeMs: 1, afterMs: 0 }),
});

function adversary(plan: Partial<AdversaryPlan> = {}): Adversary {
  const given = { dice: keyedDice(3), faults: [half], rates: { half: 1 }, nowMs: () => 0 };
  return risen({ ...given, ...plan });
}

function risen(plan: AdversaryPlan): Adversary {
  const asked = new Adversary(plan);
  asked.rise();
  return asked;
}

const put = (order: string): CallPoint => ({
  caller: 'orderly-local-ordering-place-order',
  service: 'dynamodb',
  operation: 'PutItem',
  input: { Item: { orderId: { S: order } } },
  attempt: 1,
});

const orders = Array.from({ length: 40 }, (_none, index) => `order-${index}`);

function bitten(asked: Adversary, subjects: readonly string[]): string[] {
  return subjects.filter((order) => asked.call(put(order)) !== undefined);
}

describe('an adversary', () => {
  it('bites about as often as the fault says', () => {
    const count = bitten(adversary(), orders).length;
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(30);
  });

  it('decides on each order by itself: leaving one out changes nothing for the others', () => {
    const all = bitten(adversary(), orders);
    const without = bitten(adversary(), orders.slice(1));
    expect(without).toEqual(all.filter((order) => order !== orders[0]));
  });

  it('lets each order take its own time: leaving one out changes nothing for the others', () => {
    const paces = (asked: Adversary, subjects: readonly string[]) =>
      subjects.map((order) => asked.pace('call', put(order)));
    const all = paces(adversary(), orders);
    expect(new Set(all).size).toBeGreaterThan(30);
    expect(paces(adversary(), orders.slice(1))).toEqual(all.slice(1));
  });

  it('lets the same thing take another time when it is done again', () => {
    const asked = adversary();
    expect(asked.pace('call', put('order-1'))).not.toBe(asked.pace('call', put('order-1')));
  });

  it('keeps what bit, and replays that and nothing else from a plan', () => {
    const first = adversary();
    bitten(first, orders);
    const only = new Set(first.bites.slice(0, 3).map(({ kind, key }) => `${kind} ${key}`));
    const second = adversary({ only });
    bitten(second, orders);
    expect(second.bites).toEqual(first.bites.slice(0, 3));
  });

  it('waits until it rises', () => {
    const given = { dice: keyedDice(3), faults: [half], rates: { half: 2 }, nowMs: () => 0 };
    expect(new Adversary(given).call(put('order-1'))).toBeUndefined();
  });

  it('leaves alone what its faults do not apply to, and everything once it rests', () => {
    const asked = adversary({ rates: { half: 2 } });
    expect(asked.call({ ...put('order-1'), operation: 'Query' })).toBeUndefined();
    expect(asked.call(put('order-1'))).toEqual({ kind: 'late', beforeMs: 1, afterMs: 0 });
    asked.rest();
    expect(asked.call(put('order-1'))).toBeUndefined();
  });

  it('refuses functions what is out of service, until it is back', () => {
    const asked = adversary({ rates: {} });
    asked.switchOff('PutItem');
    expect(asked.call(put('order-1'))).toMatchObject({ kind: 'refused', final: true });
    expect(asked.call({ ...put('order-1'), caller: 'operator' })).toBeUndefined();
    expect(asked.call({ ...put('order-1'), operation: 'Query' })).toBeUndefined();
    asked.switchOn('PutItem');
    expect(asked.call(put('order-1'))).toBeUndefined();
  });

  it('goes without a fault in about half the seeds', () => {
    const seeds = Array.from({ length: 60 }, (_none, seed) => seed);
    const without = seeds.filter((seed) => {
      const asked = risen({ dice: keyedDice(seed), faults: [half], nowMs: () => 0 });
      return bitten(asked, orders).length === 0;
    });
    expect(without.length).toBeGreaterThan(15);
    expect(without.length).toBeLessThan(45);
  });
});
