import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { plantedBugs } from './index.ts';
import { pathOf } from './module-hooks.ts';
import { netPage } from './net-page.ts';
import { type PlantedBug, plant } from './planted-bug.ts';
import { PlantedSeeds } from './planted-seeds.ts';
import { readResults } from './results.ts';

/** A thread synthesizes the stacks for each bug; a busy machine takes its time. */
const TIMEOUT_MS = 60_000;

const textOf = (bug: PlantedBug) => readFileSync(pathOf(bug), 'utf8');

describe('a planted bug', () => {
  it.each(plantedBugs)('fits into the source of today, and can be read: $name', (bug) => {
    const source = textOf(bug);
    const planted = plant(source, bug);
    expect(planted).not.toBe(source);
    expect(stripTypeScriptTypes(planted).length).toBe(planted.length);
  });

  it('has a name of its own', () => {
    const names = plantedBugs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['is not there', 'decide(nothing)', 0],
    ['is there twice', 'decide()', 2],
  ])('is refused when what it replaces %s', (_when, replaces, times) => {
    const bug = { name: 'a-bug', file: 'a.ts', replaces, by: '', wrong: 'Nothing.' };
    expect(() => plant('decide(); decide();', bug)).toThrow(
      `The planted bug a-bug replaces what occurs ${times} times in a.ts`,
    );
  });
});

describe('docs/reference/planted-bugs.md', () => {
  it('tells of every bug what the last run of the net came to', async () => {
    const page = readFileSync(
      new URL('../../../docs/reference/planted-bugs.md', import.meta.url),
      'utf8',
    );
    expect(page).toBe(netPage(plantedBugs, await readResults()));
  });

  it('knows of no bug that is not planted any more', async () => {
    const { seeds, tests, shrunk } = await readResults();
    const names = plantedBugs.map(({ name }) => name).sort();
    expect(Object.keys(seeds.bugs).sort()).toEqual(names);
    expect(Object.keys(tests).sort()).toEqual(names);
    const found = names.filter((name) => seeds.bugs[name]?.first !== undefined);
    expect(Object.keys(shrunk).sort()).toEqual(found);
  });
});

describe('the net', { timeout: TIMEOUT_MS }, () => {
  const thread = new PlantedSeeds();
  afterAll(() => thread.end());

  it('finds nothing where there is no bug', async () => {
    expect(await thread.run({ seed: 1, orders: 8 })).toEqual({ seed: 1 });
  });

  it.each([
    ['stock-not-stored', 1, 'acknowledged-commands'],
    ['repeated-before-asking', 1, 'charged-once'],
    ['last-piece-kept', 2, 'stock-adds-up'],
    ['nothing-is-declined', 1, 'orders-end'],
    ['relay-rounds', 1, 'published-is-committed'],
    ['no-retry', 1, 'messages-accounted'],
    ['view-of-the-first-version', 1, 'read-model'],
    ['put-off-for-an-hour', 8, 'isolation'],
    ['redelivery-counts-as-new', 1, 'causal-tree'],
    ['large-order-refused', 1, 'no-needless-refusal'],
    ['back-off-of-hours', 2, 'settles-in-time'],
  ] as const)('finds %s in seed %i, by %s', async (bug, seed, invariant) => {
    const { found } = await thread.run({ bug, seed, orders: 8 });
    expect(found).toBe(invariant);
  });
});
