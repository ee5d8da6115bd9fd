import { describe, expect, it } from 'vitest';
import { Money } from '../../../events/money.ts';
import { MAX_LINES, OrderId, OrderLines, Quantity, Sku } from '../../../events/order-lines.ts';

describe('an amount of money', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('is a whole number of minor units: %d', (amount) => {
    expect(Money.safeParse({ amount, currency: 'USD' }).success).toBe(true);
  });

  it.each([0.1, -1, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '1', null])(
    'is never %s',
    (amount) => {
      expect(Money.safeParse({ amount, currency: 'USD' }).success).toBe(false);
    },
  );

  it.each(['usd', 'US', 'USDT', ''])('has no currency "%s"', (currency) => {
    expect(Money.safeParse({ amount: 1, currency }).success).toBe(false);
  });
});

describe('the lines of an order', () => {
  const lines = (count: number) => Array(count).fill({ sku: 'CD-1', quantity: 1 });

  it('are one at least, and fifty at most', () => {
    const taken = [0, 1, MAX_LINES, MAX_LINES + 1].map((count) => lines(count));
    expect(taken.map((given) => OrderLines.safeParse(given).success)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('have a quantity of 1 to 9,999', () => {
    expect([0, 1, 9_999, 10_000].map((given) => Quantity.safeParse(given).success)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a SKU', () => {
  it.each(['A', '0', 'CD-1467', 'a.b_c-d', 'x'.repeat(40)])('may be %s', (sku) => {
    expect(Sku.safeParse(sku).success).toBe(true);
  });

  it.each(['', '-A', '.a', 'a b', 'a/b', 'é', 'x'.repeat(41)])('may not be "%s"', (sku) => {
    expect(Sku.safeParse(sku).success).toBe(false);
  });
});

describe('the id of an order', () => {
  it('has 32 lower-case hexadecimal digits', () => {
    const ids = ['a'.repeat(32), 'A'.repeat(32), 'a'.repeat(31), 'g'.repeat(32)];
    expect(ids.map((id) => OrderId.safeParse(id).success)).toEqual([true, false, false, false]);
  });
});
