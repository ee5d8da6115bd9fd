import { describe, expect, it } from 'vitest';
import { shortagesOf } from '../../../../functions/inventory/reservation.ts';

const stock = new Map([
  ['CD-1', 5],
  ['CD-2', 1],
]);
const levelOf = (sku: string) => ({ available: stock.get(sku) ?? 0 });

describe('the shortages of an order', () => {
  it('are none when every line can be met, to the last piece', () => {
    const lines = [
      { sku: 'CD-1', quantity: 5 },
      { sku: 'CD-2', quantity: 1 },
    ];
    expect(shortagesOf(lines, levelOf)).toEqual([]);
  });

  it('name each line that cannot be met, with what there is', () => {
    const lines = [
      { sku: 'CD-1', quantity: 5 },
      { sku: 'CD-2', quantity: 2 },
      { sku: 'CD-3', quantity: 1 },
    ];
    expect(shortagesOf(lines, levelOf)).toEqual([
      { sku: 'CD-2', requested: 2, available: 1 },
      { sku: 'CD-3', requested: 1, available: 0 },
    ]);
  });
});
