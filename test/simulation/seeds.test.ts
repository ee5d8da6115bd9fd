import { beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../../simulation/faults/index.ts';
import { incidents } from '../../simulation/incidents.ts';
import { runSeed, type SeedOptions } from '../../simulation/seed-run.ts';
import { type Stand, setUpStand } from '../../simulation/stand.ts';

/** A seed takes tenths of a second; a busy machine takes its time. */
const TIMEOUT_MS = 60_000;

let stand: Stand;

beforeAll(async () => {
  stand = await setUpStand();
}, TIMEOUT_MS);

const run = (options: Partial<SeedOptions>) => runSeed(stand, { seed: 1, orders: 6, ...options });

describe('a seed', { timeout: TIMEOUT_MS }, () => {
  it('leaves the same trace every time, line by line', async () => {
    const traces = await Promise.all(
      [1, 2].map(async () => {
        const lines: string[] = [];
        const { traceHash } = await run({
          seed: 11,
          orders: 10,
          trace: (line) => lines.push(line),
        });
        return { traceHash, lines };
      }),
    );
    expect(traces[0]!.lines.length).toBeGreaterThan(500);
    expect(traces[1]).toEqual(traces[0]);
  });

  it('has other kinds of faults than its neighbour', async () => {
    const kinds = async (seed: number): Promise<string[]> => {
      const { bites } = await run({ seed, orders: 12 });
      return [...new Set(bites.map(({ kind }) => kind))].sort();
    };
    const [one, two] = [await kinds(12), await kinds(13)];
    expect(one.length).toBeGreaterThan(5);
    expect(two).not.toEqual(one);
  });

  it('is not over without a verdict where the platform itself breaks', async () => {
    let lines = 0;
    const trace = (): void => {
      lines += 1;
      if (lines === 100) throw new Error('a bug in the cloud');
    };
    const { violations } = await run({ trace });
    expect(violations).toMatchObject([{ invariant: 'runs-to-its-end', subject: 'the run' }]);
    expect(violations[0]?.message).toContain('a bug in the cloud');
  });

  it('is the same workload with other faults by another seed of faults', async () => {
    const [one, two] = [await run({ seed: 21 }), await run({ seed: 21, faultSeed: 22 })];
    expect(two.scene.acts).toEqual(one.scene.acts);
    expect(two.bites).not.toEqual(one.bites);
  });

  it('has no faults in peace, and every card pays', async () => {
    const { bites, scene } = await run({ seed: 22, orders: 12, peace: true });
    expect(bites.filter(({ kind }) => kind !== 'redrive-with-letters')).toEqual([]);
    const cards = scene.acts.flatMap((act) => (act.kind === 'place' ? [act.card] : []));
    expect(new Set(cards)).toEqual(new Set(['tok_visa']));
  });

  it.each([31, 33, 34, 35, 36])('holds in peace, and sets no message aside: %i', async (seed) => {
    const { violations, orders, scene } = await run({ seed, orders: 10, peace: true });
    expect(violations).toEqual([]);
    expect(orders).toBe(10);
    expect(scene.deadLetters).toEqual([]);
  });

  it('replays from what bit, fault by fault', async () => {
    const first = await run({ seed: 21 });
    const bites = new Set(first.bites.map(({ kind, key }) => `${kind} ${key}`));
    const second = await run({ seed: 21, bites });
    expect(second.traceHash).toBe(first.traceHash);
  });
});

describe('every kind of fault', { timeout: TIMEOUT_MS }, () => {
  const often = Object.fromEntries([
    ...faults.map(({ kind }) => [kind, 15]),
    ...incidents.map(({ kind }) => [kind, 40]),
  ]) as Record<string, number>;

  /** What only happens when something else has gone wrong before. */
  const companions: Record<string, Record<string, number>> = {
    'sqs-call-refused': { 'crash-before-call': 1, 'dynamodb-error-not-applied': 30 },
    'sqs-answer-lost': { 'crash-before-call': 1, 'dynamodb-error-not-applied': 30 },
  };

  it.each(Object.keys(often))(
    'bites when it is wanted, and the guarantees hold: %s',
    async (kind) => {
      const rates = { ...companions[kind], [kind]: often[kind]! };
      const { bites, violations } = await run({ seed: 3, orders: 8, rates });
      expect(bites.filter((bite) => bite.kind === kind).length).toBeGreaterThan(0);
      expect(violations).toEqual([]);
    },
  );
});
