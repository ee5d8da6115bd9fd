import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/orderly.ts', import.meta.url));
const PRELOAD = fileURLToPath(new URL('planted/preload.ts', import.meta.url));

/** Where a command runs, and with which bug in the functions. */
export interface CommandOptions {
  folder?: string;
  bug?: string;
}

/** How a command ended, and what it said. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
  /** What the last line says, with `--json`. */
  json(): { violations: { invariant: string }[] } & Record<string, unknown>;
}

/** Runs `orderly simulate` to its end. */
export async function simulate(
  options: readonly string[],
  { folder, bug }: CommandOptions = {},
): Promise<Ended> {
  const preload = bug === undefined ? [] : ['--import', PRELOAD];
  const child = spawn(process.execPath, [...preload, COMMAND, 'simulate', ...options], {
    cwd: folder,
    env: { ...process.env, ORDERLY_PLANTED: bug },
  });
  const [ended, out, err] = [once(child, 'close'), text(child.stdout), text(child.stderr)];
  const [code] = await ended;
  const [stdout, stderr] = [await out, await err];
  return { code, stdout, stderr, json: () => JSON.parse(stdout.trim().split('\n').at(-1)!) };
}
