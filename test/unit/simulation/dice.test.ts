import { describe, expect, it } from 'vitest';
import { keyedDice } from '../../../simulation/dice.ts';

const keys = Array.from(
  { length: 2_000 },
  (_none, index) => `orderly-local-relay PutEvents ${index}`,
);

describe('keyed dice', () => {
  it('say the same of the same seed, kind and key, in whatever order they are asked', () => {
    const [one, two] = [keyedDice(7), keyedDice(7)];
    const asked = keys.map((key) => one.fraction('crash', key));
    const backwards = keys.toReversed().map((key) => two.fraction('crash', key));
    expect(backwards.reverse()).toEqual(asked);
  });

  it('are uniform over keys that differ in one digit', () => {
    const fractions = keys.map((key) => keyedDice(7).fraction('crash', key));
    const tenths = Array.from(
      { length: 10 },
      (_none, tenth) => fractions.filter((fraction) => Math.floor(fraction * 10) === tenth).length,
    );
    expect(Math.min(...tenths)).toBeGreaterThan(140);
    expect(Math.max(...tenths)).toBeLessThan(260);
  });

  it('differ by seed, and by kind', () => {
    const of = (seed: number, kind: string) =>
      keys.map((key) => keyedDice(seed).fraction(kind, key));
    expect(of(7, 'crash')).not.toEqual(of(8, 'crash'));
    expect(of(7, 'crash')).not.toEqual(of(7, 'throttle'));
  });
});
