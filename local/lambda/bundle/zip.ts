import { crc32, inflateRawSync } from 'node:zlib';
import { NotSimulatedError } from '../../errors.ts';
import { lambdaException } from '../lambda-errors.ts';

/** One file of an archive. */
export interface ZipEntry {
  /** Relative, with slashes; never outside the archive. */
  path: string;
  content: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** The kind of file, as Unix keeps it in the highest bits of the attributes. */
const KIND_SHIFT = 28;
const SYMBOLIC_LINK = 0xa;
const IN_ZIP64 = 0xffff_ffff;
/** Lambda's limit for code and its layers, unzipped. Lambda quotas. */
const UNZIPPED_BYTES = 262_144_000;

/**
 * Reads the files of a zip archive. Throws InvalidParameterValueException for what is none, is too large or points out of
 * its folder, and NotSimulatedError for encryption, Zip64 and methods other than stored and deflated. PKWARE, APPNOTE 6.3.10.
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return entriesOf(archive);
  } catch (error) {
    // Reading past its end, and streams that do not inflate.
    if (error instanceof RangeError || (error as { errno?: number }).errno !== undefined) {
      throw unreadable();
    }
    throw error;
  }
}

function entriesOf(archive: Buffer): ZipEntry[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let position = archive.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(position) !== ENTRY_SIGNATURE) throw unreadable();
    const entry = readHeader(archive, position);
    total += entry.size;
    if (total > UNZIPPED_BYTES) throw tooLarge();
    if (!entry.path.endsWith('/')) {
      entries.push({ path: checkPath(entry.path), content: contentOf(archive, entry) });
    }
    position += entry.headerBytes;
  }
  if (entries.length === 0) throw empty();
  return entries;
}

/** The end of the central directory stands last, but for a comment. */
function endOf(archive: Buffer): number {
  if (archive.length === 0) throw empty();
  const lowest = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT);
  for (let position = archive.length - END_BYTES; position >= lowest; position -= 1) {
    if (archive.readUInt32LE(position) === END_SIGNATURE) return position;
  }
  throw unreadable();
}

interface Header {
  path: string;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  /** Where the file's own header stands. */
  offset: number;
  headerBytes: number;
}

function readHeader(archive: Buffer, position: number): Header {
  const nameBytes = archive.readUInt16LE(position + 28);
  const extraBytes = archive.readUInt16LE(position + 30);
  const commentBytes = archive.readUInt16LE(position + 32);
  const nameStart = position + ENTRY_BYTES;
  const header = {
    path: archive.toString('utf8', nameStart, nameStart + nameBytes),
    method: archive.readUInt16LE(position + 10),
    crc: archive.readUInt32LE(position + 16),
    compressedSize: archive.readUInt32LE(position + 20),
    size: archive.readUInt32LE(position + 24),
    offset: archive.readUInt32LE(position + 42),
    headerBytes: ENTRY_BYTES + nameBytes + extraBytes + commentBytes,
  };
  if (archive.readUInt16LE(position + 8) & ENCRYPTED) {
    throw new NotSimulatedError(`encrypted file ${header.path} in a function's archive`);
  }
  if (archive.readUInt32LE(position + 38) >>> KIND_SHIFT === SYMBOLIC_LINK) {
    throw new NotSimulatedError(`symbolic link ${header.path} in a function's archive`);
  }
  if (header.size === IN_ZIP64 || header.compressedSize === IN_ZIP64) {
    throw new NotSimulatedError("Zip64 in a function's archive");
  }
  return header;
}

function contentOf(archive: Buffer, header: Header): Uint8Array {
  const { offset, method, compressedSize, size, path, crc } = header;
  if (archive.readUInt32LE(offset) !== LOCAL_SIGNATURE) throw unreadable();
  const start =
    offset + LOCAL_BYTES + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const raw = archive.subarray(start, start + compressedSize);
  if (method !== STORED && method !== DEFLATED) {
    throw new NotSimulatedError(`compression method ${method} of ${path} in a function's archive`);
  }
  // An entry may not be larger than it says, whatever it inflates to.
  const content = method === STORED ? raw : inflateRawSync(raw, { maxOutputLength: size + 1 });
  if (content.length !== size || crc32(content) !== crc) throw unreadable();
  return content;
}

function checkPath(path: string): string {
  const parts = path.split(/[/\\]/);
  if (parts.includes('..') || path.startsWith('/') || path.includes('\0')) throw unreadable();
  return path;
}

/** The error for an archive that cannot be unpacked. */
export function unreadable(): Error {
  return lambdaException(
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  );
}

function empty(): Error {
  const message = 'Uploaded file must be a non-empty zip';
  return lambdaException('InvalidParameterValueException', message);
}

function tooLarge(): Error {
  const message = `Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`;
  return lambdaException('InvalidParameterValueException', message);
}
