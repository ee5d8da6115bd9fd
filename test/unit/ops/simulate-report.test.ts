import { describe, expect, it } from 'vitest';
import { idleFaults, neverBit } from '../../../ops/simulate-report.ts';
import { faultKinds } from '../../../simulation/fault-kinds.ts';

const bitten = Object.fromEntries(faultKinds().map(({ kind }) => [kind, 1]));

describe('the faults of a run', () => {
  const faults = { ...bitten, 'delete-lost': 0, redrive: 0 };

  it('have all happened in a run of the usual length, or it fails with their names', () => {
    expect(idleFaults({ seeds: 200, faults })).toEqual(['delete-lost', 'redrive']);
    expect(idleFaults({ seeds: 20_000, faults: bitten })).toEqual([]);
  });

  it('need not have happened in a shorter one, and can be told all the same', () => {
    expect(idleFaults({ seeds: 199, faults })).toEqual([]);
    expect(neverBit({ faults })).toEqual(['delete-lost', 'redrive']);
  });
});
