import { describe, expect, it } from 'vitest';
import { idleFaults, neverBit, report, violationLines } from '../../../ops/simulate-report.ts';
import { faultKinds } from '../../../simulation/fault-kinds.ts';
import { listen } from './said.ts';

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

describe('the result of a campaign', () => {
  const violation = (seed: number) => ({
    seed,
    guarantee: 2,
    invariant: 'charged-once',
    subject: 'order',
    message: 'twice',
  });
  const result = {
    seeds: 3,
    orders: 40,
    violations: [violation(2), violation(2), violation(3)] as never[],
    faults: { 'delete-lost': 5, redrive: 0, backlog: 1 },
    calls: 130,
    virtualHours: 1.26,
    traceHash: 'abc',
  };
  const printed = (change: object, seconds: number, json = false): string[] => {
    const { out } = listen();
    report({ ...result, ...change }, seconds, { json });
    return out;
  };

  it('is a row for each figure, and the seeds that failed, each once', () => {
    expect(printed({}, 2)).toEqual([
      'seeds              3, 2 failed',
      'orders             40, 20 a second',
      'calls an order     3.3',
      'faults             6 of 2 kinds',
      'virtual hours      1.3',
      'trace              abc',
      'failed seeds       2, 3',
    ]);
  });

  it('names no failed seeds where there are none, and no hash where no two runs are the same', () => {
    const rows = printed({ violations: [], traceHash: null }, 2);
    expect(rows[0]).toBe('seeds              3, 0 failed');
    expect(rows.at(-1)).toBe('trace              no hash: not deterministic');
  });

  it('names twenty failed seeds at most', () => {
    const violations = Array.from({ length: 25 }, (_none, index) => violation(index + 1));
    const rows = printed({ violations }, 2);
    expect(rows.at(-1)).toMatch(/^failed seeds {7}1, 2, .*, 19, 20$/);
  });

  it.each([
    [40, 4.001, '10 a second'],
    [40, 4.011, '9.97 a second'],
    [40, 0.001, '40000 a second'],
    [40, 3, '13 a second'],
    [1, 3, '0.33 a second'],
  ])('tells of %d orders in %d s as %s', (orders, seconds, speed) => {
    expect(printed({ orders }, seconds)[1]).toBe(`orders             ${orders}, ${speed}`);
  });

  it.each([
    [0, 130, '130.0'],
    [1, 130, '130.0'],
    [2, 130, '65.0'],
  ])('tells the calls of an order, of %d orders', (orders, calls, text) => {
    expect(printed({ orders, calls }, 2)[2]).toBe(`calls an order     ${text}`);
  });

  it('is one line of JSON where that is asked for', () => {
    const lines = printed({}, 2, true);
    expect(lines).toHaveLength(1);
    const { ordersPerSecond, virtualHours, ...rest } = JSON.parse(lines[0]!);
    expect([ordersPerSecond, virtualHours]).toEqual([20, 1.3]);
    expect(rest).toEqual(JSON.parse(JSON.stringify({ ...result, virtualHours: undefined })));
  });

  it.each([
    [1, []],
    [10, []],
    [11, ['and 1 more violation']],
    [12, ['and 2 more violations']],
  ])('lists ten violations of %d, each with its command, and counts the others', (count, rest) => {
    const violations = Array.from({ length: count }, (_none, index) => violation(index + 1));
    const lines = violationLines(violations as never, (seed) => `run ${seed}`);
    const listed = violations.slice(0, 10);
    expect(lines).toEqual([
      ...listed.flatMap(({ seed }) => [expect.stringMatching(`^seed ${seed}: `), `  run ${seed}`]),
      ...rest,
    ]);
    expect(lines[0]).toBe('seed 1: guarantee 2, charged-once: order twice');
  });
});
