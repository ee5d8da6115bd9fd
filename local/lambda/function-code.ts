import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NotSimulatedError } from '../errors.ts';
import { ServiceException } from '../service-exception.ts';
import type { WorkerHost } from './bundle/worker-host.ts';
import { readZip, unreadable, type ZipEntry } from './bundle/zip.ts';
import type { FunctionProperties } from './function-settings.ts';
import type { FunctionCode } from './handler.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Whose code it is. */
export interface Deployed {
  arn: string;
  properties: FunctionProperties;
}

/** The operations that bring an archive, each with what a whole request of it may be. */
const REQUEST_BYTES = { CreateFunction: 70_167_211, UpdateFunctionCode: 69_905_067 };
/** Lambda's limit for an archive in a request. Lambda quotas, "Deployment package (.zip file archive) size". */
const ARCHIVE_BYTES = 50 * 1024 * 1024;
const PAYLOAD_TOO_LARGE = 413;
/** What a file system says of paths that cannot be beside each other, or cannot be at all. */
const IMPOSSIBLE_PATHS = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'];

/**
 * Unpacks an archive, and gives what `use` makes of its folder; if that throws, the folder goes. Throws
 * NotSimulatedError where no threads run functions.
 */
export function unpack<Result>(
  lambda: Lambda,
  operation: keyof typeof REQUEST_BYTES,
  bytes: Uint8Array | undefined,
  use: (folder: string) => Result,
): Result {
  const workers = workersOf(lambda);
  if (bytes === undefined) {
    const message = 'Please provide a source for function code.';
    throw lambdaException('InvalidParameterValueException', message);
  }
  if (bytes.byteLength > ARCHIVE_BYTES) {
    const message = `Request must be smaller than ${REQUEST_BYTES[operation]} bytes for the ${operation} operation`;
    throw new ServiceException('RequestEntityTooLargeException', message, PAYLOAD_TOO_LARGE);
  }
  const entries = readZip(bytes);
  const folder = workers.makeFolder();
  try {
    write(entries, folder);
    return use(folder);
  } catch (error) {
    workers.dropFolder(folder);
    throw error;
  }
}

/** Removes the folder of an archive once nothing runs in it that has begun by now; code of a template stays. */
export function discard(
  { services: { workers } }: Lambda,
  target: LambdaFunction,
  folder: string | undefined,
): void {
  if (folder !== undefined) target.afterwards(() => workers?.dropFolder(folder));
}

/** The code in a folder; throws NotSimulatedError for a function whose code came with a template. */
export function codeIn(
  lambda: Lambda,
  folder: string | undefined,
  { arn, properties }: Deployed,
): FunctionCode {
  if (folder === undefined) {
    throw new NotSimulatedError('Handler or Runtime of a function whose code came with a template');
  }
  const { Handler: handler = '', Runtime: runtime = '' } = properties;
  return workersOf(lambda).code({ folder, handler, runtime, functionArn: arn });
}

function write(entries: readonly ZipEntry[], folder: string): void {
  try {
    for (const { path, content } of entries) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  } catch (error) {
    const { code = '' } = error as { code?: string };
    throw IMPOSSIBLE_PATHS.includes(code) ? unreadable() : error;
  }
}

function workersOf({ services: { workers } }: Lambda): WorkerHost {
  if (workers) return workers;
  throw new NotSimulatedError('code over the API, in a cloud that runs no threads');
}
