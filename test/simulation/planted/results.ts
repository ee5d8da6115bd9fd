import { readFile, writeFile } from 'node:fs/promises';

/** In how many of the first seeds a bug was found, and by what. */
export interface Catch {
  /** Seeds that were run, from 1 on. */
  seeds: number;
  found: number;
  /** The first seed that found it; none did if it is absent. */
  first?: number;
  /** By invariant, in how many seeds it was the first that did not hold. */
  by: Record<string, number>;
}

/** What the last run of seeds came to. */
export interface SeedResults {
  /** Day and commit of the run. */
  date: string;
  commit: string;
  orders: number;
  /** Without a bug. */
  control: Catch;
  bugs: Record<string, Catch>;
}

/** By bug, the file of the first ordinary test that finds it; empty if none does. */
export type TestResults = Record<string, string>;

/** What is left of the first seed that finds a bug when it is reduced, and how long that took. */
export interface Shrunk {
  orders: number;
  faults: number;
  seconds: number;
}

/** What the net came to. */
export interface NetResults {
  seeds: SeedResults;
  tests: TestResults;
  /** By bug; those that no seed finds are not there. */
  shrunk: Record<string, Shrunk>;
}

/** Each is asked by a run of its own. */
const FILES = {
  seeds: new URL('./found-by-seeds.json', import.meta.url),
  tests: new URL('./found-by-tests.json', import.meta.url),
  shrunk: new URL('./shrunk.json', import.meta.url),
};

/** Reads what was kept of the last runs. */
export async function readResults(): Promise<NetResults> {
  const [seeds, tests, shrunk] = await Promise.all(
    [FILES.seeds, FILES.tests, FILES.shrunk].map((file) => readFile(file, 'utf8')),
  );
  return { seeds: JSON.parse(seeds!), tests: JSON.parse(tests!), shrunk: JSON.parse(shrunk!) };
}

/** Keeps what a run came to. */
export async function keepResults<Name extends keyof NetResults>(
  name: Name,
  results: NetResults[Name],
): Promise<void> {
  await writeFile(FILES[name], `${JSON.stringify(results, undefined, 2)}\n`);
}
