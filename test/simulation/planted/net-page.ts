import type { PlantedBug } from './planted-bug.ts';
import type { Catch, NetResults } from './results.ts';

/** The page of the planted bugs: who finds them, and how soon. */
export function netPage(bugs: readonly PlantedBug[], results: NetResults): string {
  const { seeds, tests, shrunk } = results;
  const caught = bugs.flatMap(({ name }) => seeds.bugs[name] ?? []);
  return `# Planted bugs

<!-- Made by npm run net from test/simulation/planted/; a test holds it. -->

How tight is the [simulation](simulate.md)'s net? ${bugs.length} bugs that somebody could write, each planted in memory in the sources as they
are, one at a time; then seeds are run, from 1 on, until the first violation. Last run: ${seeds.date}, commit
${seeds.commit}, ${seeds.orders} orders a seed.

| | |
|---|---|
| found | ${caught.filter(({ found }) => found > 0).length} of ${bugs.length} |
| first seed that finds a bug, median | ${medianOf(caught)} |
| worst | ${worstOf(caught)} |
| first seed reduced to at most ${FEW} orders and ${FEW} faults | ${smallOnes(shrunk)} |
| found by an ordinary test | ${bugs.filter(({ name }) => tests[name]).length} of ${bugs.length} |
| without a bug | ${seeds.control.found} of ${seeds.control.seeds} seeds fail |

- **seeds**: how many of those that were run find it. **first**: the number of the first.
- **by**: the [invariant](../../simulation/invariants) that did not hold first. \`the-run-breaks\`: the
  bug's module cannot even be loaded.
- **shrinks to**: the orders and faults that are left when that first seed is reduced.
- **ordinary test**: the first file of test/unit/functions, test/unit/simulation and test/embedded, in that order, that fails with the bug.

${services.map((service) => sectionOf(service, bugs, results)).join('\n')}`;
}

const services = ['runtime', 'ordering', 'inventory', 'payments', 'fulfilment'];

function sectionOf(service: string, bugs: readonly PlantedBug[], results: NetResults): string {
  const rows = bugs.filter(({ file }) => file.startsWith(`functions/${service}/`));
  return `## ${service}

| bug | what goes wrong | seeds | first | by | shrinks to | ordinary test |
|---|---|---|---|---|---|---|
${rows.map((bug) => rowOf(bug, results)).join('\n')}
`;
}

function rowOf({ name, file, wrong }: PlantedBug, results: NetResults): string {
  const { seeds, tests, shrunk } = results;
  const caught = seeds.bugs[name];
  const small = shrunk[name];
  const cells = [
    `\`${name}\` in [${file.split('/').at(-1)}](../../${file})`,
    wrong,
    caught ? `${caught.found} of ${caught.seeds}` : '-',
    caught?.first ?? '-',
    Object.keys(caught?.by ?? {}).join(', ') || '-',
    small ? `${small.orders} and ${small.faults}` : '-',
    tests[name] ? `[${tests[name].split('/').at(-1)}](../../${tests[name]})` : '-',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** As many orders, and as many faults, are a failure that one can read. */
const FEW = 3;

function smallOnes(shrunk: NetResults['shrunk']): string {
  const all = Object.values(shrunk);
  const small = all.filter(({ orders, faults }) => orders <= FEW && faults <= FEW).length;
  const seconds = all.map((each) => each.seconds).sort((left, right) => left - right);
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
  return `${small} of ${all.length}; in ${median} s (median), with the start of the command`;
}

/** The first seeds, those of bugs that were not found last. */
function firstSeeds(caught: readonly Catch[]): number[] {
  return caught
    .map(({ first }) => first ?? Number.POSITIVE_INFINITY)
    .sort((left, right) => left - right);
}

function medianOf(caught: readonly Catch[]): number {
  const seeds = firstSeeds(caught);
  return seeds[Math.floor(seeds.length / 2)] ?? 0;
}

function worstOf(caught: readonly Catch[]): string {
  const worst = firstSeeds(caught).at(-1) ?? 0;
  return Number.isFinite(worst) ? `${worst}` : 'not found';
}
