import { describe, expect, it } from 'vitest';
import { readZip } from '../../../../../local/lambda/bundle/zip.ts';
import { zipOf } from '../api.ts';

const textsOf = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    readZip(bytes).map(({ path, content }) => [path, Buffer.from(content).toString()]),
  );

/** An archive of one file, with some bytes written over. */
function changed(change: (archive: Buffer, central: number) => void): Buffer {
  const archive = Buffer.from(zipOf({ 'index.js': 'exports.handler = 1' }));
  change(archive, archive.indexOf('PK\x01\x02'));
  return archive;
}

describe('a zip archive', () => {
  it('is read, deflated or stored, without its folders', () => {
    const files = { 'index.js': 'x'.repeat(1_000), 'lib/é.js': '', 'lib/': '' };
    const expected = { 'index.js': 'x'.repeat(1_000), 'lib/é.js': '' };
    expect(textsOf(zipOf(files))).toEqual(expected);
    expect(textsOf(zipOf(files, 0))).toEqual(expected);
  });

  it('may have a comment at its end, even one that looks like an archive', () => {
    const comment = Buffer.from('PK\x05\x06 no');
    const archive = Buffer.concat([zipOf({ a: '1' }), comment]);
    archive.writeUInt16LE(comment.length, archive.length - comment.length - 2);
    expect(textsOf(archive)).toEqual({ a: '1' });
  });

  it.each([
    ['is cut off', changed(() => {}).subarray(0, 60)],
    ['does not inflate', changed((archive) => archive.fill(0xff, 38, 50))],
    ['has another checksum', changed((archive, at) => archive.writeUInt32LE(1, at + 16))],
    ['is larger than it says', changed((archive, at) => archive.writeUInt32LE(3, at + 24))],
    ['names a place past its end', changed((archive, at) => archive.writeUInt32LE(9e6, at + 42))],
    ['leaves its folder', zipOf({ '../index.js': '' })],
    ['starts at the root', zipOf({ '/index.js': '' })],
  ])('that %s is no archive', (_what, archive) => {
    expect(() => readZip(archive)).toThrow('Could not unzip uploaded file.');
  });

  it.each([
    ['is empty', Buffer.alloc(0), 'non-empty zip'],
    ['has no file', zipOf({}), 'non-empty zip'],
    [
      'is too large unzipped',
      changed((archive, at) => archive.writeUInt32LE(262_144_001, at + 24)),
      'Unzipped size must be smaller than 262144000 bytes',
    ],
    [
      'is encrypted',
      changed((archive, at) => archive.writeUInt16LE(1, at + 8)),
      'not simulated: encrypted file index.js',
    ],
    [
      'is compressed otherwise',
      changed((archive, at) => archive.writeUInt16LE(12, at + 10)),
      'not simulated: compression method 12',
    ],
    [
      'holds a symbolic link',
      changed((archive, at) => archive.writeUInt32LE(0xa1ff_0000, at + 38)),
      'not simulated: symbolic link index.js',
    ],
    [
      'needs Zip64',
      changed((archive, at) => archive.writeUInt32LE(0xffff_ffff, at + 24)),
      'not simulated: Zip64',
    ],
  ])('that %s is refused so', (_what, archive, message) => {
    expect(() => readZip(archive)).toThrow(message);
  });
});
