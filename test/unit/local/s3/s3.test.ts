import { describe, expect, it } from 'vitest';
import { MAX_KEY_BYTES } from '../../../../local/s3/bucket.ts';
import { MAX_KEYS, S3 } from '../../../../local/s3/s3.ts';

const NOW_MS = Date.UTC(2027, 0, 1);
const Bucket = 'failures';

function create(...keys: string[]): S3 {
  const s3 = new S3({ nowMs: () => NOW_MS });
  s3.createBucket(Bucket, `arn:aws:s3:::${Bucket}`);
  for (const Key of keys) s3.execute('PutObject', { Bucket, Key, Body: Key });
  return s3;
}

const output = (s3: S3, operation: string, input: object): Record<string, unknown> =>
  s3.execute(operation, { Bucket, ...input }).output as Record<string, unknown>;

const namesOf = (page: Record<string, unknown>): unknown[] => [
  ((page['Contents'] ?? []) as { Key: string }[]).map(({ Key }) => Key),
  ((page['CommonPrefixes'] ?? []) as { Prefix: string }[]).map(({ Prefix }) => Prefix),
];

describe('an object', () => {
  it('is read as it was put', async () => {
    const s3 = create();
    const etag = '"5d41402abc4b2a76b9719d911017c592"';
    const object = { Key: 'a', Body: 'hello', ContentType: 'text/plain', Metadata: { by: 'me' } };
    expect(output(s3, 'PutObject', object)).toEqual({ ETag: etag });
    const found = output(s3, 'GetObject', { Key: 'a' });
    const described = {
      ContentLength: 5,
      ContentType: 'text/plain',
      ETag: etag,
      LastModified: new Date(NOW_MS),
      Metadata: { by: 'me' },
    };
    expect(found).toMatchObject(described);
    expect(output(s3, 'HeadObject', { Key: 'a' })).toEqual(described);
    const body = found['Body'] as {
      transformToString(): Promise<string>;
      transformToByteArray(): Promise<Uint8Array>;
    };
    expect(await body.transformToString()).toBe('hello');
    expect([...(await body.transformToByteArray())]).toEqual([104, 101, 108, 108, 111]);
  });

  it('does not change with the bytes it was put from', async () => {
    const s3 = create();
    const Body = new Uint8Array([1, 2]);
    output(s3, 'PutObject', { Key: 'a', Body });
    Body[0] = 9;
    const found = output(s3, 'GetObject', { Key: 'a' })['Body'] as {
      transformToByteArray(): Promise<Uint8Array>;
    };
    expect([...(await found.transformToByteArray())]).toEqual([1, 2]);
  });

  it('is replaced by a later one of its key, unless that is to be the first', () => {
    const s3 = create('a');
    output(s3, 'PutObject', { Key: 'a' });
    expect(output(s3, 'HeadObject', { Key: 'a' })).toMatchObject({ ContentLength: 0 });
    const again = () => output(s3, 'PutObject', { Key: 'a', Body: 'x', IfNoneMatch: '*' });
    expect(again).toThrow(expect.objectContaining({ name: 'PreconditionFailed' }));
  });

  it('is gone once deleted, and may be deleted again', () => {
    const s3 = create('a');
    for (const _ of [1, 2]) expect(output(s3, 'DeleteObject', { Key: 'a' })).toEqual({});
    const named = (name: string) => expect.objectContaining({ name, $fault: 'client' });
    expect(() => output(s3, 'GetObject', { Key: 'a' })).toThrow(named('NoSuchKey'));
    expect(() => output(s3, 'HeadObject', { Key: 'a' })).toThrow(named('NotFound'));
  });

  it('may have the longest key, and none longer or empty', () => {
    const s3 = create();
    const longest = 'é'.repeat(MAX_KEY_BYTES / 2);
    expect(() => output(s3, 'PutObject', { Key: longest })).not.toThrow();
    const put = (Key: string) => () => output(s3, 'PutObject', { Key });
    expect(put(`${longest}x`)).toThrow(expect.objectContaining({ name: 'KeyTooLongError' }));
    expect(put('')).toThrow(expect.objectContaining({ name: 'InvalidArgument' }));
  });
});

describe('a list of objects', () => {
  it('is in the order of the keys in UTF-8', () => {
    const s3 = create('b', 'a', '\u{1F600}', '\uFF5E', 'B');
    expect(namesOf(output(s3, 'ListObjectsV2', {}))).toEqual([
      ['B', 'a', 'b', '\uFF5E', '\u{1F600}'],
      [],
    ]);
  });

  it('has what begins with a prefix, folders once, and only what comes after a key', () => {
    const s3 = create('x/1', 'x/2/a', 'x/2/b', 'x/3', 'y/1');
    const page = output(s3, 'ListObjectsV2', { Prefix: 'x/', Delimiter: '/' });
    expect(namesOf(page)).toEqual([['x/1', 'x/3'], ['x/2/']]);
    expect(page).toMatchObject({
      KeyCount: 3,
      IsTruncated: false,
      MaxKeys: MAX_KEYS,
      Name: Bucket,
    });
    const after = output(s3, 'ListObjectsV2', { StartAfter: 'x/2/a' });
    expect(namesOf(after)).toEqual([['x/2/b', 'x/3', 'y/1'], []]);
  });

  it('comes in pages that lose nothing', () => {
    const s3 = create('a', 'b/1', 'b/2', 'c', 'd');
    const pages: unknown[] = [];
    let ContinuationToken: unknown;
    do {
      const page = output(s3, 'ListObjectsV2', { Delimiter: '/', MaxKeys: 2, ContinuationToken });
      pages.push(namesOf(page));
      ContinuationToken = page['NextContinuationToken'];
    } while (ContinuationToken);
    expect(pages).toEqual([
      [['a'], ['b/']],
      [['c', 'd'], []],
    ]);
  });

  it('has a thousand keys a page at most', () => {
    const keys = Array.from({ length: MAX_KEYS + 1 }, (_, index) => String(index));
    const page = output(create(...keys), 'ListObjectsV2', { MaxKeys: 5_000 });
    expect(page).toMatchObject({ KeyCount: MAX_KEYS, MaxKeys: MAX_KEYS, IsTruncated: true });
    const exact = output(create(...keys.slice(1)), 'ListObjectsV2', {});
    expect(exact).toMatchObject({ KeyCount: MAX_KEYS, IsTruncated: false });
  });

  it('of nothing has no contents', () => {
    const page = output(create(), 'ListObjectsV2', {});
    expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(page).not.toHaveProperty('Contents');
  });
});

describe('an operation of S3', () => {
  it('needs the permission on its object or bucket', () => {
    const s3 = create();
    const accesses = (operation: string) => s3.accesses(operation, { Bucket, Key: 'k' });
    const object = `arn:aws:s3:::${Bucket}/k`;
    expect(accesses('PutObject')).toEqual([{ action: 's3:PutObject', resource: object }]);
    expect(accesses('GetObject')).toEqual([{ action: 's3:GetObject', resource: object }]);
    expect(accesses('HeadObject')).toEqual([{ action: 's3:GetObject', resource: object }]);
    expect(accesses('DeleteObject')).toEqual([{ action: 's3:DeleteObject', resource: object }]);
    const bucket = `arn:aws:s3:::${Bucket}`;
    expect(accesses('ListObjectsV2')).toEqual([{ action: 's3:ListBucket', resource: bucket }]);
  });

  it('fails for a bucket there is not', () => {
    const s3 = create();
    const missing = { Bucket: 'other', Key: 'k' };
    const error = expect.objectContaining({
      name: 'NoSuchBucket',
      $metadata: { httpStatusCode: 404 },
    });
    expect(() => s3.accesses('GetObject', missing)).toThrow(error);
    expect(() => s3.execute('GetObject', missing)).toThrow(error);
  });

  it('is refused by name where it, or a member of its input, is not simulated', () => {
    const s3 = create();
    expect(() => s3.accesses('CopyObject', { Bucket })).toThrow(
      'not simulated: operation s3:CopyObject',
    );
    expect(() => output(s3, 'PutObject', { Key: 'a', ACL: 'public-read' })).toThrow(
      'not simulated: ACL of s3:PutObject',
    );
    expect(() => output(s3, 'PutObject', { Key: 'a', IfNoneMatch: '"1"' })).toThrow(
      'IfNoneMatch "1"',
    );
    expect(() => output(s3, 'GetObject', { Key: 'a', Range: undefined })).toThrow('does not exist');
  });
});
