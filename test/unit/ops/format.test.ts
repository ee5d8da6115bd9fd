import { describe, expect, it } from 'vitest';
import { counted, money } from '../../../ops/format.ts';

describe('an amount of money', () => {
  it.each([
    [0, '$0.00'],
    [7, '$0.07'],
    [100, '$1.00'],
    [99_999, '$999.99'],
    [123_450, '$1,234.50'],
    [24_409_194, '$244,091.94'],
    [100_000_000_000, '$1,000,000,000.00'],
    [-123_450, '-$1,234.50'],
  ])('of %d cents reads %s', (cents, text) => {
    expect(money(cents)).toBe(text);
  });
});

describe('a number of things', () => {
  it.each([
    [0, '0 orders'],
    [1, '1 order'],
    [2, '2 orders'],
  ])('reads in the plural unless it is one: %d', (count, text) => {
    expect(counted(count, 'order')).toBe(text);
  });
});
