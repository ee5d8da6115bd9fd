import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/orderly.ts', import.meta.url));
const PLANT = fileURLToPath(new URL('planted/preload.ts', import.meta.url));
const BREAK_THREADS = fileURLToPath(new URL('breaking-threads.ts', import.meta.url));

/** Where a command runs, and with what wrong in it. */
export interface CommandOptions {
  folder?: string;
  /** A bug in the functions. */
  bug?: string;
  /** The bug is in the threads of a campaign, and not in the process that started them. */
  inThreads?: boolean;
  /** Seeds 2 and 3 break their threads. */
  breaking?: boolean;
}

/** How a command ended, and what it said. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
  /** What the last line says, with `--json`. */
  json(): { violations: { seed: number; invariant: string; message: string }[] } & Record<
    string,
    unknown
  >;
}

/** Runs `orderly simulate` to its end. */
export async function simulate(
  options: readonly string[],
  { folder, bug, inThreads, breaking }: CommandOptions = {},
): Promise<Ended> {
  const plant = bug === undefined ? [] : ['--import', PLANT];
  const preload = breaking ? [...plant, '--import', BREAK_THREADS] : plant;
  const child = spawn(process.execPath, [...preload, COMMAND, 'simulate', ...options], {
    cwd: folder,
    env: {
      ...process.env,
      ORDERLY_PLANTED: bug,
      ORDERLY_PLANTED_IN: inThreads ? 'threads' : undefined,
    },
  });
  const [ended, out, err] = [once(child, 'close'), text(child.stdout), text(child.stderr)];
  const [code] = await ended;
  const [stdout, stderr] = [await out, await err];
  const json = () => {
    const last = stdout.trim().split('\n').at(-1);
    if (!last) throw new Error(`no result: ${stderr}`);
    return JSON.parse(last);
  };
  return { code, stdout, stderr, json };
}
