import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const preload = new URL('./preload.ts', import.meta.url).href;

/** The tests that know nothing of the simulation, from the quickest on. */
const FOLDERS = [['test/unit/functions', 'test/unit/simulation'], ['test/embedded']];

/** The file of the first ordinary test that fails with a bug, or without one; empty if none does. */
export async function ordinaryTestThatFinds(bug: string | undefined): Promise<string> {
  for (const folders of FOLDERS) {
    const failed = await firstFailure(bug, folders);
    if (failed !== undefined) return failed;
  }
  return '';
}

/** A test file as Vitest names it where it fails. */
const FAILED = /\bFAIL\b.*?(test\/[\w./-]+\.test\.ts)/;

/** The bug is planted by Vite's plugin, and by Node in what the tests start. */
async function firstFailure(
  bug: string | undefined,
  folders: readonly string[],
): Promise<string | undefined> {
  const options = ['run', '--project', 'here', '--bail', '1', ...folders];
  const vitest = spawn('node_modules/.bin/vitest', options, {
    cwd: root,
    env: {
      ...process.env,
      ORDERLY_PLANTED: bug ?? '',
      NODE_OPTIONS: `--import ${preload}`,
      NO_COLOR: '1',
    },
  });
  const ended = once(vitest, 'close');
  const [stdout, stderr] = await Promise.all([text(vitest.stdout), text(vitest.stderr)]);
  const [code] = await ended;
  if (code === 0) return undefined;
  const failed = FAILED.exec(stdout + stderr)?.[1];
  if (failed === undefined) throw new Error(`Vitest broke with ${bug}: ${stderr}`);
  return failed;
}
