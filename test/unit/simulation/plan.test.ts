import { describe, expect, it } from 'vitest';
import { planText, readPlan } from '../../../simulation/shrink/plan.ts';

const plan = { seed: 7, orders: 40, acts: ['order-1', 'price-HOT-1'], bites: ['delete-lost q 1'] };

describe('a plan file', () => {
  it('reads as it was written', () => {
    const whole = {
      ...plan,
      faultSeed: 3,
      speedup: 50,
      rates: { redrive: 2.5 },
      violates: 'charged-once',
    };
    expect(readPlan(planText(whole))).toEqual(whole);
  });

  it.each([
    [{ seed: undefined }, 'seed: it is missing'],
    [{ orders: '2' }, 'orders: "2" is no integer of at least 1'],
    [{ faultSeed: 0 }, 'faultSeed: 0 is no integer of at least 1'],
    [{ rates: { plague: 1 } }, 'rates: there is no fault plague'],
    [{ rates: { redrive: '1' } }, 'rates.redrive: "1" is no number of at least 0'],
    [{ acts: 'order-1' }, 'acts: it is no list'],
    [{ acts: ['order-1', 3] }, 'acts[1]: 3 is no text'],
    [{ acts: ['order-1', 'order-41'] }, 'acts[1]: seed 7 of 40 orders has no act order-41'],
    [{ bites: ['delete-lost q 1', 'plague q 1'] }, 'bites[1]: there is no fault plague'],
    [{ bites: ['plague'] }, 'bites[0]: there is no fault plague'],
    [{ violates: 2 }, 'violates: 2 is no text'],
    [{ faults: [] }, 'faults: a plan has no such field'],
  ])('says what is wrong with %j, and where', (change, message) => {
    const text = JSON.stringify({ ...plan, ...change });
    expect(() => readPlan(text)).toThrow(message);
  });

  it.each([
    ['[]', 'a plan is an object'],
    ['null', 'a plan is an object'],
    ['{\n  "seed": 1,\n  "orders" 2\n}', 'line 3'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readPlan(text)).toThrow(message);
  });
});
