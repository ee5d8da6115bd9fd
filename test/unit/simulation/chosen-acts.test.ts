import { describe, expect, it } from 'vitest';
import { chosenActs } from '../../../simulation/chosen-acts.ts';
import { keyedDice } from '../../../simulation/dice.ts';

const dice = keyedDice(7);
const whole = chosenActs(dice, { orders: 20 });

describe('the acts of a run', () => {
  it('are those that were asked for, as they are in the whole', () => {
    const acts = new Set(['order-3', 'price-HOT-1']);
    const chosen = chosenActs(dice, { orders: 20, acts });
    expect(chosen).toEqual(whole.filter(({ id }) => acts.has(id)));
    expect(chosen).toHaveLength(2);
  });

  it('come closer upon each other in a hurry, and the shop still opens first', () => {
    const hurried = chosenActs(dice, { orders: 20, speedup: 50 });
    expect(hurried.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(hurried.at(-1)!.atMs).toBe(Math.ceil(whole.at(-1)!.atMs / 50));
    const opening = (acts: typeof whole) => acts.filter(({ atMs }) => atMs === 0).length;
    expect(opening(hurried)).toBe(opening(whole));
  });
});
