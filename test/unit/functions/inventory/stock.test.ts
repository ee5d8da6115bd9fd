import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bandOf,
  changeBetween,
  planMove,
  type StockBand,
} from '../../../../functions/inventory/stock.ts';

describe('the band of a stock', () => {
  it('is out at none, low below the threshold, and plenty from it', () => {
    expect([0, 1, 9, 10, 11].map((available) => bandOf(available, 10))).toEqual([
      'out',
      'low',
      'low',
      'plenty',
      'plenty',
    ]);
  });

  it('knows no low when the threshold is 1 or 0', () => {
    for (const threshold of [0, 1]) {
      expect([0, 1].map((available) => bandOf(available, threshold))).toEqual(['out', 'plenty']);
    }
  });
});

describe('a move between bands', () => {
  it.each([
    ['plenty', 'low', 'low'],
    ['plenty', 'out', 'out'],
    ['low', 'out', 'out'],
    ['out', 'low', 'back'],
    ['out', 'plenty', 'back'],
    ['low', 'plenty', undefined],
    ['low', 'low', undefined],
    ['out', 'out', undefined],
    ['plenty', 'plenty', undefined],
  ] as [StockBand, StockBand, string | undefined][])('from %s to %s is told as %s', (...bands) => {
    const [before, after, told] = bands;
    expect(changeBetween(before, after)).toBe(told);
  });
});

describe('a planned move', () => {
  const threshold = fc.integer({ min: 0, max: 30 });
  const available = fc.integer({ min: 0, max: 60 });

  it('holds for the stock it was planned on, if there is enough', () => {
    fc.assert(
      fc.property(available, fc.integer({ min: -60, max: 60 }), threshold, (level, delta, low) => {
        fc.pre(level + delta >= 0);
        const { min, max } = planMove({ sku: 'CD-1', available: level }, delta, low);
        expect(min <= level && level <= max).toBe(true);
      }),
    );
  });

  it('means the same, and never less than nothing, for every stock in its range', () => {
    fc.assert(
      fc.property(available, fc.integer({ min: -60, max: 60 }), threshold, (level, delta, low) => {
        const move = planMove({ sku: 'CD-1', available: level }, delta, low);
        for (let found = 0; found <= 130; found += 1) {
          if (found < move.min || found > move.max) continue;
          expect(found + delta).toBeGreaterThanOrEqual(0);
          expect(changeBetween(bandOf(found, low), bandOf(found + delta, low))).toBe(move.change);
        }
      }),
    );
  });

  it('holds for no stock at all if more is taken than there is', () => {
    const { min, max } = planMove({ sku: 'CD-1', available: 3 }, -4, 10);
    expect(min <= 3 && 3 <= max).toBe(false);
  });

  it('has a wide range far from the threshold, so that many can take at once', () => {
    expect(planMove({ sku: 'CD-1', available: 5_000 }, -2, 10)).toEqual({
      sku: 'CD-1',
      delta: -2,
      change: undefined,
      unsharded: true,
      min: 12,
      max: Number.MAX_SAFE_INTEGER,
    });
  });
});
