import { createHash } from 'node:crypto';
import { s3Exception } from './s3-errors.ts';

/** One object as it is kept. */
export interface StoredObject {
  bytes: Uint8Array;
  /** MD5 of the bytes in hexadecimal, in quotes. */
  etag: string;
  contentType: string;
  metadata: Readonly<Record<string, string>>;
  lastModifiedMs: number;
}

/** What is to be stored. */
export interface NewObject {
  body: string | Uint8Array;
  contentType?: string;
  metadata?: Readonly<Record<string, string>>;
}

/** Which keys are listed. */
export interface Selection {
  prefix?: string;
  /** Keys that share what stands up to it are listed once, as a common prefix. */
  delimiter?: string;
  /** Only keys after this one. */
  after?: string;
  maxKeys: number;
}

/** One page of keys and common prefixes, in the order of their UTF-8 bytes. */
export interface Page {
  keys: string[];
  commonPrefixes: string[];
  /** Where the next page goes on; undefined at the end. */
  next: string | undefined;
}

/** Longest key in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1_024;
/** Largest object in one PutObject, in bytes. */
const MAX_OBJECT_BYTES = 5 * 1024 ** 3;

/** The objects of one bucket, in memory; the latest version of each. */
export class Bucket {
  readonly name: string;
  readonly arn: string;
  readonly #objects = new Map<string, StoredObject>();

  constructor(name: string, arn: string) {
    this.name = name;
    this.arn = arn;
  }

  /** Throws KeyTooLongError, EntityTooLarge. */
  put(
    key: string,
    { body, contentType, metadata }: NewObject,
    lastModifiedMs: number,
  ): StoredObject {
    if (key === '') throw s3Exception('InvalidArgument', 'Key must not be empty');
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
      throw s3Exception('KeyTooLongError', 'Your key is too long');
    }
    const bytes = typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body);
    if (bytes.length > MAX_OBJECT_BYTES) {
      throw s3Exception('EntityTooLarge', 'Your proposed upload exceeds the maximum size');
    }
    const stored = {
      bytes,
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      contentType: contentType ?? 'application/octet-stream',
      metadata: { ...metadata },
      lastModifiedMs,
    };
    this.#objects.set(key, stored);
    return stored;
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  delete(key: string): void {
    this.#objects.delete(key);
  }

  list({ prefix = '', delimiter, after = '', maxKeys }: Selection): Page {
    const page: Page = { keys: [], commonPrefixes: [], next: undefined };
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort(byBytes);
    let last = after;
    for (const key of keys) {
      const shared = commonPrefix(key, prefix, delimiter);
      const entry = shared ?? key;
      if (byBytes(entry, last) <= 0) continue;
      if (page.keys.length + page.commonPrefixes.length === maxKeys) {
        page.next = last;
        break;
      }
      if (shared === undefined) page.keys.push(key);
      else page.commonPrefixes.push(shared);
      last = entry;
    }
    return page;
  }
}

function commonPrefix(key: string, prefix: string, delimiter?: string): string | undefined {
  if (!delimiter) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
