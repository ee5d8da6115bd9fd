import { NotSimulatedError } from '../errors.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Access, Answer, Service } from '../service.ts';
import { Bucket, type StoredObject } from './bucket.ts';
import { s3Exception } from './s3-errors.ts';

/** Most keys of one page of ListObjectsV2. */
export const MAX_KEYS = 1_000;

/**
 * S3 as far as Lambda's failure destination and those who read it need: PutObject, GetObject, HeadObject,
 * DeleteObject, ListObjectsV2. Inputs and outputs are the SDK's.
 */
export class S3 implements Service {
  readonly name = 's3';
  readonly parameters = parameters();
  readonly #scheduler: Pick<Scheduler, 'nowMs'>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(scheduler: Pick<Scheduler, 'nowMs'>) {
    this.#scheduler = scheduler;
  }

  createBucket(name: string, arn: string): void {
    this.#buckets.set(name, new Bucket(name, arn));
  }

  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) {
      throw s3Exception('NoSuchBucket', `The specified bucket does not exist: ${name}`);
    }
    return bucket;
  }

  /** Throws NoSuchBucket, and NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { action, of } = operationNamed(operation);
    const { Bucket, Key } = input as Input;
    const { arn } = this.bucket(Bucket);
    return [{ action, resource: of === 'bucket' ? arn : `${arn}/${Key}` }];
  }

  /** Throws NotSimulatedError for an operation, or a member of its input, that is not simulated. */
  execute(operation: string, input: object): Answer {
    const { takes, run } = operationNamed(operation);
    for (const [member, value] of Object.entries(input)) {
      if (value !== undefined && !takes.includes(member)) {
        throw new NotSimulatedError(`${member} of s3:${operation}`);
      }
    }
    const given = input as Input;
    return { output: run(this.bucket(given.Bucket), given, this.#scheduler.nowMs()) };
  }
}

interface Input {
  Bucket: string;
  Key: string;
  Body?: string | Uint8Array;
  ContentType?: string;
  Metadata?: Record<string, string>;
  IfNoneMatch?: string;
  Prefix?: string;
  Delimiter?: string;
  StartAfter?: string;
  ContinuationToken?: string;
  MaxKeys?: number;
}

interface Operation {
  /** The IAM action. */
  action: string;
  of: 'object' | 'bucket';
  takes: readonly string[];
  run(bucket: Bucket, input: Input, nowMs: number): object;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  PutObject: {
    action: 's3:PutObject',
    of: 'object',
    takes: ['Bucket', 'Key', 'Body', 'ContentType', 'Metadata', 'IfNoneMatch'],
    run: putObject,
  },
  GetObject: {
    action: 's3:GetObject',
    of: 'object',
    takes: ['Bucket', 'Key'],
    run(bucket, { Key }) {
      const stored = bucket.find(Key);
      if (!stored) throw s3Exception('NoSuchKey', 'The specified key does not exist.');
      return { ...describeObject(stored), Body: objectBody(stored.bytes) };
    },
  },
  HeadObject: {
    action: 's3:GetObject',
    of: 'object',
    takes: ['Bucket', 'Key'],
    run(bucket, { Key }) {
      const stored = bucket.find(Key);
      if (!stored) throw s3Exception('NotFound', 'NotFound');
      return describeObject(stored);
    },
  },
  DeleteObject: {
    action: 's3:DeleteObject',
    of: 'object',
    takes: ['Bucket', 'Key'],
    run(bucket, { Key }) {
      bucket.delete(Key);
      return {};
    },
  },
  ListObjectsV2: {
    action: 's3:ListBucket',
    of: 'bucket',
    takes: ['Bucket', 'Prefix', 'Delimiter', 'StartAfter', 'ContinuationToken', 'MaxKeys'],
    run: listObjects,
  },
};

function parameters(): Record<string, readonly string[]> {
  const takes = Object.entries(OPERATIONS).map(([name, operation]) => [name, operation.takes]);
  return Object.fromEntries(takes);
}

function operationNamed(name: string): Operation {
  const operation = OPERATIONS[name];
  if (!operation) throw new NotSimulatedError(`operation s3:${name}`);
  return operation;
}

function putObject(bucket: Bucket, input: Input, nowMs: number): object {
  const { Key, Body, ContentType, Metadata, IfNoneMatch } = input;
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    throw new NotSimulatedError(`IfNoneMatch ${IfNoneMatch} of s3:PutObject`);
  }
  if (IfNoneMatch && bucket.find(Key)) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw s3Exception('PreconditionFailed', message);
  }
  const object = { body: Body ?? '', contentType: ContentType, metadata: Metadata };
  return { ETag: bucket.put(Key, object, nowMs).etag };
}

function listObjects(bucket: Bucket, input: Input): object {
  const { Prefix, Delimiter, StartAfter, ContinuationToken } = input;
  const after = ContinuationToken ? fromToken(ContinuationToken) : StartAfter;
  const maxKeys = Math.min(input.MaxKeys ?? MAX_KEYS, MAX_KEYS);
  const page = bucket.list({ prefix: Prefix, delimiter: Delimiter, after, maxKeys });
  const commonPrefixes = page.commonPrefixes.map((prefix) => ({ Prefix: prefix }));
  return {
    Name: bucket.name,
    Prefix,
    Delimiter,
    StartAfter,
    ContinuationToken,
    MaxKeys: maxKeys,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    NextContinuationToken: page.next && Buffer.from(page.next).toString('base64'),
    ...(page.keys.length > 0 && {
      Contents: page.keys.map((key) => listed(key, bucket.find(key)!)),
    }),
    ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes }),
  };
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64').toString();
}

function listed(key: string, { bytes, etag, lastModifiedMs }: StoredObject): object {
  return {
    Key: key,
    LastModified: new Date(lastModifiedMs),
    ETag: etag,
    Size: bytes.length,
    StorageClass: 'STANDARD',
  };
}

function describeObject(stored: StoredObject): object {
  return {
    ContentLength: stored.bytes.length,
    ContentType: stored.contentType,
    ETag: stored.etag,
    LastModified: new Date(stored.lastModifiedMs),
    Metadata: { ...stored.metadata },
  };
}

/** The reading methods of the SDK's body stream. */
function objectBody(bytes: Uint8Array): object {
  return {
    transformToByteArray: () => Promise.resolve(Uint8Array.from(bytes)),
    transformToString: () => Promise.resolve(Buffer.from(bytes).toString()),
  };
}
