import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { currentCommit } from '../../ops/current-commit.ts';
import { hunt } from './planted/hunt.ts';
import { bugNamed, plantedBugs } from './planted/index.ts';
import { netPage } from './planted/net-page.ts';
import { ordinaryTestThatFinds } from './planted/ordinary-tests.ts';
import { type Catch, keepResults, readResults } from './planted/results.ts';
import { shrinkingOf } from './planted/shrinking.ts';

// npm run net [-- options] [bugs]: tries every planted bug, or those named, and writes the page of what finds them.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Seeds for each bug. */
    seeds: { type: 'string', default: '30' },
    /** Seeds for a bug that none of them finds. */
    most: { type: 'string', default: '1000' },
    orders: { type: 'string', default: '40' },
    threads: { type: 'string', default: '1' },
    /** Tries the ordinary tests with each bug, and no seeds. */
    tests: { type: 'boolean', default: false },
    /** Reduces the first seed that finds each bug, and runs no others. */
    shrink: { type: 'boolean', default: false },
  },
});

const PAGE = new URL('../../docs/reference/planted-bugs.md', import.meta.url);

const { seeds: ofSeeds, tests: ofTests, shrunk } = await readResults();
const names = positionals.length > 0 ? positionals : plantedBugs.map(({ name }) => name);
for (const name of names) bugNamed(name);
if (values.tests) await tryTests();
else if (values.shrink) await shrinkAll();
else await trySeeds();
await writeFile(PAGE, netPage(plantedBugs, await readResults()));

async function trySeeds(): Promise<void> {
  const options = {
    orders: Number(values.orders),
    seeds: Number(values.seeds),
    most: Number(values.most),
  };
  ofSeeds.orders = options.orders;
  ofSeeds.date = new Date().toISOString().slice(0, 10);
  ofSeeds.commit = await currentCommit();
  const left = [...names];
  const thread = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const caught = await hunt(name, options);
      ofSeeds.bugs[name] = caught;
      await keepResults('seeds', ofSeeds);
      tell(name, caught);
    }
  };
  await Promise.all(Array.from({ length: Number(values.threads) }, thread));
  const seeds = Math.max(
    options.seeds,
    ...Object.values(ofSeeds.bugs).map(({ first = 0 }) => first),
  );
  ofSeeds.control = await hunt(undefined, { ...options, seeds, most: seeds });
  await keepResults('seeds', ofSeeds);
  tell('without a bug', ofSeeds.control);
}

function tell(name: string, { found, seeds, first, by }: Catch): void {
  const what = Object.keys(by).join(', ');
  process.stdout.write(`${name.padEnd(30)} ${found} of ${seeds}, first ${first ?? '-'}  ${what}\n`);
}

/** One after the other: the tests use every core themselves. */
async function tryTests(): Promise<void> {
  const broken = await ordinaryTestThatFinds(undefined);
  if (broken) throw new Error(`${broken} fails without any bug`);
  for (const name of names) {
    const found = await ordinaryTestThatFinds(name);
    ofTests[name] = found;
    await keepResults('tests', ofTests);
    process.stdout.write(`${name.padEnd(30)} ${found || '-'}\n`);
  }
}

async function shrinkAll(): Promise<void> {
  for (const name of names) {
    const { first } = ofSeeds.bugs[name] ?? {};
    if (first === undefined) continue;
    const small = await shrinkingOf(name, first, ofSeeds.orders);
    shrunk[name] = small;
    await keepResults('shrunk', shrunk);
    const { orders, faults, seconds } = small;
    process.stdout.write(`${name.padEnd(30)} ${orders} orders, ${faults} faults, ${seconds} s\n`);
  }
}
