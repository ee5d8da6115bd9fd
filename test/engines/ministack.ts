import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import {
  answers,
  demandVersion,
  ENGINES,
  type Engine,
  onceAnswering,
  onSearchPath,
  runToEnd,
} from './engine.ts';

/** The release of MiniStack (PyPI, MIT) that the suites were judged against. */
export const MINISTACK_VERSION = '1.5.33';

/** One folder a release, so that another one is installed anew. */
const FOLDER = join(ENGINES, 'ministack', MINISTACK_VERSION);
const INSTALLED = join(FOLDER, 'bin', 'ministack');

/** How MiniStack is started. */
export interface MiniStackOptions {
  /** @default 4566 */
  port?: number;
  /** Installs it from PyPI into the project if it is not on the machine. @default false */
  install?: boolean;
}

/**
 * Starts MiniStack on 127.0.0.1: the one installed for the project, else the one on the search path. Its functions run
 * as processes of this machine. Throws with what to install if it is not there or another release, or if the port is taken.
 */
export async function startMiniStack({
  port = 4566,
  install = false,
}: MiniStackOptions = {}): Promise<Engine> {
  const command = await find(install);
  const endpoint = `http://127.0.0.1:${port}`;
  if (await answers(endpoint)) throw new Error(`MiniStack cannot start: ${endpoint} is taken`);
  mkdirSync(FOLDER, { recursive: true });
  const log = join(FOLDER, `${port}.log`);
  const output = openSync(log, 'w');
  const server = spawn(command, [], {
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      LAMBDA_EXECUTOR: 'local',
    },
    stdio: ['ignore', output, output],
  });
  const health = `${endpoint}/_ministack/health`;
  const check = () => demandVersion('MiniStack', health, MINISTACK_VERSION);
  return onceAnswering(server, { name: 'MiniStack', endpoint, health, log, check });
}

async function find(install: boolean): Promise<string> {
  if (existsSync(INSTALLED)) return INSTALLED;
  const found = onSearchPath('ministack');
  if (found !== undefined) return found;
  if (!install) {
    throw new Error(`MiniStack is not installed: pip install ministack==${MINISTACK_VERSION}`);
  }
  await runToEnd('python3', ['-m', 'venv', FOLDER]);
  const pip = join(FOLDER, 'bin', 'pip');
  await runToEnd(pip, ['install', '--quiet', `ministack==${MINISTACK_VERSION}`]);
  return INSTALLED;
}
