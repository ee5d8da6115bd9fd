import { createVitest, type TestCase, type Vitest } from 'vitest/node';
import { PROJECT } from '../engines/engine.ts';
import type { Provided } from './start-target.ts';

/** Which suites are run, by parts of the names of their files, and against what. */
export interface SuiteRun {
  files: string[];
  /** The embedded cloud unless given. */
  provided?: Provided | undefined;
  /** Cancels the run: what is under way ends, and the rest is not run. */
  signal?: AbortSignal | undefined;
}

/** Runs suites against a target; says what came of it in one line, and gives the exit code. */
export async function runSuites(
  title: string,
  { files, provided, signal }: SuiteRun,
): Promise<number> {
  const startMs = performance.now();
  const vitest = await createVitest('test', {
    root: PROJECT,
    project: ['acceptance'],
    watch: false,
  });
  if (provided) vitest.provide('target', provided);
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  signal?.addEventListener('abort', cancel);
  try {
    await vitest.start(files);
    return summarise(title, vitest, startMs);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await vitest.close();
  }
}

/** Says what came of a run, and gives its exit code; an error outside all tests fails it too. */
export function summarise(
  title: string,
  { state }: Pick<Vitest, 'state'>,
  startMs: number,
): number {
  const modules = state.getTestModules();
  const results = modules.flatMap(({ children }) => [...children.allTests()].map(resultOf));
  const leftOut = results.filter(({ note }) => note !== undefined);
  for (const { name, note } of leftOut) say(`left out: ${name}, as ${note}`);
  const count = (wanted: string) => results.filter((one) => one.state === wanted).length;
  const notRun = count('skipped') - leftOut.length;
  const unhandled = state.getUnhandledErrors().length;
  const counts = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    `${leftOut.length} left out`,
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    ...(unhandled > 0 ? [`${unhandled} errors outside the tests`] : []),
  ];
  say(`${title}: ${counts.join(', ')} in ${secondsSince(startMs)}`);
  const isWhole = results.length > 0 && modules.every((one) => one.state() !== 'failed');
  return isWhole && notRun === 0 && unhandled === 0 ? 0 : 1;
}

function resultOf(test: TestCase): { name: string; state: string; note?: string } {
  const result = test.result();
  const { state } = result;
  return { name: test.fullName, state, note: state === 'skipped' ? result.note : undefined };
}

/** A line of the command's own output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Seconds since an instant of `performance.now()`, to be read. */
export function secondsSince(startMs: number): string {
  return `${((performance.now() - startMs) / 1_000).toFixed(1)} s`;
}
