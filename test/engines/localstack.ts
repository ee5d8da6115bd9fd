import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  demandVersion,
  type Engine,
  MissingEngineError,
  runToEnd,
  untilAnswering,
} from './engine.ts';

/** The release of LocalStack that the suites were judged against. */
export const LOCALSTACK_VERSION = '2026.3.0';

/** How LocalStack is found or started. */
export interface LocalStackOptions {
  /** @default 4566 */
  port?: number;
  /**
   * A folder with a `start.sh` (starts it on 127.0.0.1 at the port in `PORT`, with the Node in `NODE` for its functions,
   * and returns when it answers) and a `stop.sh`.
   * @default the folder in ORDERLY_LOCALSTACK
   */
  folder?: string;
  /** Variables of its environment besides; one that is running already keeps its own. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Uses the LocalStack that already answers on the port of 127.0.0.1, or starts one with the folder's scripts. Throws
 * MissingEngineError if there is neither, and another error if it is another release, or does not start, as when
 * something else holds the port.
 */
export async function startLocalStack({
  port = 4566,
  folder = process.env['ORDERLY_LOCALSTACK'] ?? '',
  environment = {},
}: LocalStackOptions = {}): Promise<Engine> {
  const endpoint = `http://127.0.0.1:${port}`;
  const health = `${endpoint}/_localstack/health`;
  if (await isLocalStack(endpoint)) {
    await demandVersion('LocalStack', health, LOCALSTACK_VERSION);
    return { endpoint, stop: async () => undefined };
  }
  const start = join(folder, 'start.sh');
  if (folder === '' || !existsSync(start)) {
    throw new MissingEngineError(
      `no LocalStack answers on ${endpoint}: start one there, or name a folder with start.sh and stop.sh in ORDERLY_LOCALSTACK`,
    );
  }
  const variables = { PORT: String(port), NODE: process.execPath };
  await runToEnd('bash', [start], { ...environment, ...variables });
  const stop = async (): Promise<void> => {
    await runToEnd('bash', [join(folder, 'stop.sh')]);
  };
  try {
    await untilAnswering(health, () => undefined);
    await demandVersion('LocalStack', health, LOCALSTACK_VERSION);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

/** MiniStack answers on LocalStack's health path as well, and names itself on a path of its own. */
async function isLocalStack(endpoint: string): Promise<boolean> {
  try {
    const health = await ask(`${endpoint}/_localstack/health`);
    const ministack = await ask(`${endpoint}/_ministack/health`);
    return health.ok && !ministack.ok;
  } catch {
    return false;
  }
}
