import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** An engine that others wrote, running for a test or a benchmark. */
export interface Engine {
  /** Where its AWS APIs answer, without a slash at the end. */
  endpoint: string;
  /** Ends it and waits until it is gone; leaves one alone that was running before. */
  stop(): Promise<void>;
}

/** An engine whose process has just been spawned. */
interface Spawned {
  name: string;
  endpoint: string;
  /** Where it says that it is up; the endpoint unless given. */
  health?: string;
  /** The file of its output, if that is kept. */
  log?: string;
  /** Throws if what has come up is not the right thing. */
  check?(): Promise<void>;
}

/** An engine is not on this machine, and nothing says where it is; the message says what to do. */
export class MissingEngineError extends Error {
  override readonly name = 'MissingEngineError';
}

/** The folder of the project. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Where engines are installed: one folder an engine, not under version control. */
export const ENGINES = join(PROJECT, '.orderly', 'engines');

/** Time an engine has to answer after its start; a cold Python with many plugins takes some 20 s. */
const START_LIMIT_MS = 90_000;

/** Between two looks whether an engine answers, or is gone. */
const LOOK_AGAIN_MS = 100;

/** Time an engine has to end by itself before it is killed. */
const END_LIMIT_MS = 10_000;

/** Time an engine has for one answer: one that takes connections and says nothing does not answer. */
const ANSWER_LIMIT_MS = 1_000;

/** Asks an address; throws if it does not answer in time. */
export function ask(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
}

/** Whether anything answers HTTP at an address, with whatever status. */
export function answers(url: string): Promise<boolean> {
  return ask(url).then(
    () => true,
    () => false,
  );
}

/** Waits until an address answers; throws as soon as `ended` says that nobody will. */
export async function untilAnswering(url: string, ended: () => string | undefined): Promise<void> {
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  while (!limit.aborted) {
    const reason = ended();
    if (reason !== undefined) throw new Error(reason);
    if (await answers(url)) return;
    await pause(LOOK_AGAIN_MS);
  }
  throw new Error(`${url} did not answer within ${START_LIMIT_MS / 1_000} s`);
}

/**
 * A server that has been spawned, once it answers at `health` and `check` has nothing against it; ended otherwise.
 * Throws with why it does not come up, and where its log is.
 */
export async function onceAnswering(
  server: ChildProcess,
  { name, endpoint, health = endpoint, log, check }: Spawned,
): Promise<Engine> {
  let ended: string | undefined;
  server.once('error', ({ message }) => {
    ended = `${name} cannot be run: ${message}`;
  });
  server.once('exit', (code) => {
    ended = `${name} ended with ${code}${log === undefined ? '' : `, see ${log}`}`;
  });
  const stop = async (): Promise<void> => {
    if (server.pid !== undefined && ended === undefined) await endProcess(server.pid);
  };
  try {
    await untilAnswering(health, () => ended);
    await check?.();
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

/** Throws unless the health answer of an engine names the release that the suites were judged against. */
export async function demandVersion(engine: string, url: string, version: string): Promise<void> {
  const health = (await (await ask(url)).json()) as { version?: string };
  if (health.version === version) return;
  throw new Error(
    `${engine} ${health.version} answers at ${url}, not ${version}: install that one`,
  );
}

/** Runs a command to its end; throws with the end of its output if it fails. Gives its standard output. */
export function runToEnd(
  command: string,
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const child = spawn(command, [...commandArguments], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${command} cannot be run`, { cause })));
    // Not `close`: what the command leaves running may hold its pipes open.
    child.once('exit', (code) => {
      const said = (complaint || output).slice(-2_000);
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${commandArguments[0]} ended with ${code}: ${said}`));
    });
  });
}

/** The file that a command is on the search path; undefined if it is not there. */
export function onSearchPath(command: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

/** Ends a process by its id and waits until it is gone: asks it first, and kills it when it does not end in time. */
export async function endProcess(pid: number): Promise<void> {
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    if (!signal(pid, name) || (await isGone(pid))) return;
  }
  throw new Error(`process ${pid} is still there ${END_LIMIT_MS / 1_000} s after it was killed`);
}

async function isGone(pid: number): Promise<boolean> {
  const limit = AbortSignal.timeout(END_LIMIT_MS);
  while (signal(pid, 0)) {
    if (limit.aborted) return false;
    await pause(LOOK_AGAIN_MS);
  }
  return true;
}

/** Whether there was such a process to send the signal to. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
