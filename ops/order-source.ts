import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileLine, readOrderFile } from '../simulation/run/order-file.ts';
import { UsageError } from './usage-error.ts';

/** The file of real orders that comes with the project. */
export const SHIPPED_ORDERS = join(import.meta.dirname, '..', 'data', 'cdnow-sample.txt');

/** Opens an order file for reading line by line; a `UsageError` if it cannot be read. */
export async function openOrders(file: string): Promise<AsyncIterable<FileLine>> {
  try {
    await access(file, constants.R_OK);
    if ((await stat(file)).isDirectory()) throw new Error('it is a folder');
  } catch (cause) {
    throw new UsageError(`The order file ${file} cannot be read: ${(cause as Error).message}`);
  }
  return readOrderFile(createReadStream(file, { encoding: 'utf8' }));
}
