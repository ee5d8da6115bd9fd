import { describe, expect, it } from 'vitest';
import { minimise } from '../../../simulation/shrink/minimise.ts';

const numbers = Array.from({ length: 100 }, (_none, index) => index);

/** Whatever holds all of these will do. */
function needing(...needed: number[]) {
  const tried: number[] = [];
  return {
    tried,
    attempt: async (items: readonly number[]) => {
      tried.push(items.length);
      return needed.every((item) => items.includes(item)) ? items : undefined;
    },
    isOver: () => false,
  };
}

describe('minimising a list', () => {
  it('leaves what cannot be spared, wherever it stands', async () => {
    expect(await minimise(numbers, needing(3, 50, 97))).toEqual([3, 50, 97]);
  });

  it('leaves nothing where nothing is needed', async () => {
    expect(await minimise(numbers, needing())).toEqual([]);
  });

  it('takes far fewer attempts than there are parts', async () => {
    const trial = needing(42);
    await minimise(numbers, trial);
    expect(trial.tried.length).toBeLessThan(30);
  });

  it('goes on with less than it offered, where an attempt leaves less', async () => {
    const trial = needing(7);
    const attempt = async (items: readonly number[]) =>
      (await trial.attempt(items))?.filter((item) => item < 10);
    expect(await minimise(numbers, { ...trial, attempt })).toEqual([7]);
    expect(trial.tried.length).toBeLessThan(15);
  });

  it('stops when it is over, with what it has by then', async () => {
    const trial = needing(99);
    const isOver = () => trial.tried.length === 2;
    expect(await minimise(numbers, { ...trial, isOver })).toEqual(numbers.slice(75));
  });
});
