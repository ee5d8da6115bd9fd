import { describe, expect, it } from 'vitest';
import type { Answered, Ledger } from '../../../simulation/evidence/ledger.ts';
import { PriceHistory } from '../../../simulation/evidence/prices.ts';

/** A change that was asked for and answered at these instants. */
function change(amount: number, askedMs: number, atMs: number, status = 200): Answered {
  const act = { id: `price-${amount}`, atMs: askedMs, kind: 'price', sku: 'CD-1', amount } as const;
  return { act, request: 'price', status, body: {}, askedMs, atMs, knownVersion: undefined };
}

function historyOf(...answers: Answered[]): PriceHistory {
  return new PriceHistory({ answers } as unknown as Ledger);
}

describe('the prices that there may have been', () => {
  it('are those that were asked for, and not yet those to come', () => {
    const history = historyOf(change(100, 0, 10), change(200, 50_000, 50_010));
    expect(history.possible('CD-1', 20_000, 20_100)).toEqual([100]);
  });

  it('are both while one takes the place of the other, and as long as a stale read may see the old one', () => {
    const history = historyOf(change(100, 0, 10), change(200, 50_000, 50_010));
    expect(history.possible('CD-1', 50_005, 50_007)).toEqual([100, 200]);
    expect(history.possible('CD-1', 51_000, 51_100)).toEqual([100, 200]);
    expect(history.possible('CD-1', 90_000, 90_100)).toEqual([200]);
  });

  it('may for ever be one whose change was never acknowledged', () => {
    const history = historyOf(
      change(100, 0, 10),
      change(300, 20, 900, 503),
      change(200, 50_000, 50_010),
    );
    expect(history.possible('CD-1', 90_000, 90_100)).toEqual([300, 200]);
  });

  it('are both of two changes that were made at the same time', () => {
    const history = historyOf(change(100, 0, 500), change(200, 400, 600));
    expect(history.possible('CD-1', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual([
      100, 200,
    ]);
  });

  it('are there for every reader only when a stale read must see one', () => {
    const history = historyOf(change(100, 0, 10));
    expect(history.isPriced('CD-1', 1_000)).toBe(false);
    expect(history.isPriced('CD-1', 60_000)).toBe(true);
    expect(history.isPriced('CD-2', 60_000)).toBe(false);
  });
});
