import { createHash } from 'node:crypto';
import type { RandomSource } from './random.ts';

const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** Where the sixteen bytes of a UUID stand in its text. */
const POSITIONS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const VERSION_POSITION = 14;
const VARIANT_POSITION = 19;

const text = Buffer.alloc(36, '-', 'latin1');

/** A version 4 UUID (RFC 9562) from the seeded source. Ids are made often, hence digit by digit in one buffer. */
export function uuid(random: RandomSource): string {
  for (let index = 0; index < 16; index += 4) {
    const word = random.below(0x1_0000_0000);
    for (let byte = 0; byte < 4; byte += 1) {
      const value = (word >>> (byte * 8)) & 0xff;
      const position = POSITIONS[index + byte]!;
      text[position] = DIGITS[value >> 4]!;
      text[position + 1] = DIGITS[value & 15]!;
    }
  }
  text[VERSION_POSITION] = DIGITS[4]!;
  text[VARIANT_POSITION] = DIGITS[8 + (text[VARIANT_POSITION]! & 3)]!;
  return text.toString('latin1');
}

/** Text in the form of a UUID that is the same for the same name: the first digits of its SHA-256. */
export function uuidOfName(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

const digits = Buffer.alloc(64, '0', 'latin1');

/** Up to 64 random hexadecimal digits from the seeded source. */
export function randomDigits(random: RandomSource, count: number): string {
  for (let index = 0; index < count; index += 8) {
    const word = random.below(0x1_0000_0000);
    for (let digit = 0; digit < 8; digit += 1) {
      digits[index + digit] = DIGITS[(word >>> (digit * 4)) & 15]!;
    }
  }
  return digits.toString('latin1', 0, count);
}
