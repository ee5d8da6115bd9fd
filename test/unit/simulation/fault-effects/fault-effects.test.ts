import { describe, expect, it } from 'vitest';
import type { CallFate } from '../../../../local/interference.ts';
import { faultKinds } from '../../../../simulation/fault-kinds.ts';
import { faults } from '../../../../simulation/faults/index.ts';
import { putEventsPartial } from '../../../../simulation/faults/put-events-partial.ts';
import { calls, SALT } from './calls.ts';
import { fromOutside } from './from-outside.ts';
import { deliveries, invocations, messages } from './others.ts';
import { MOST, putEvents } from './told.ts';

const table = { ...calls, ...invocations, ...deliveries, ...messages };

describe('the table of faults', () => {
  it('says of each kind what it does, and of no other', () => {
    const kinds = faultKinds().map(({ kind }) => kind);
    expect([...Object.keys(table), ...Object.keys(fromOutside)].sort()).toEqual(kinds.sort());
  });
});

describe.each(faults)('$kind: $sentence', ({ kind, applies, bite }) => {
  const { hits, misses, fates } = table[kind]!;

  it('happens where it can, and nowhere else', () => {
    expect(hits.map((point) => applies(point as never, SALT))).toEqual(hits.map(() => true));
    expect(misses.map((point) => applies(point as never, SALT))).toEqual(misses.map(() => false));
  });

  it('does what it says, as far as it says', () => {
    expect(hits.length).toBeGreaterThan(0);
    const bitten = fates.map(([fraction]) => bite(hits[0] as never, fraction, SALT));
    expect(bitten).toEqual(fates.map(([, fate]) => fate));
  });
});

describe('a call of PutEvents that is taken in part', () => {
  it('has an entry that is refused, however few it has', () => {
    const sizes = [1, 2, 3, 10].map((entries) => {
      const fate = putEventsPartial.bite(putEvents(entries), MOST, SALT) as CallFate;
      return fate.kind === 'entries-refused' ? fate.positions.size : 0;
    });
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(sizes[3]).toBeLessThan(10);
  });
});

describe.each(Object.entries(fromOutside))('%s, from outside', (_kind, does) => {
  it('does what it says', does);
});
