import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { LeafTest } from './leaf.ts';

/** A block of IP addresses: its first and last as 8 (v4) or 32 (v6) hexadecimal digits. */
export interface AddressBlock {
  readonly first: string;
  readonly last: string;
}

/**
 * The block of the one address that a plain text is, or nothing when it is none: EventBridge
 * compares these as addresses.
 */
export function singleAddress(text: string): AddressBlock | undefined {
  const digits = addressDigits(text);
  return digits === undefined ? undefined : { first: digits, last: digits };
}

/**
 * Reads a CIDR block. Throws `InvalidPatternError`; EventBridge takes masks of 0 to 31 bits (v4)
 * and 0 to 127 (v6).
 */
export function cidrBlock(text: string, path: string): AddressBlock {
  // Java's split, which event-ruler uses, drops what is empty after the last slash.
  const [address = '', mask, ...others] = text.replace(/\/+$/, '').split('/');
  if (mask === undefined || others.length > 0) {
    throw new InvalidPatternError(path, "Malformed CIDR, one '/' required");
  }
  const digits = addressDigits(address);
  if (digits === undefined) throw new InvalidPatternError(path, `"${address}" is no IP address`);
  const widthBits = digits.length * 4;
  const maskBits = /^[+-]?\d+$/.test(mask) ? Number(mask) : -1;
  if (maskBits < 0 || maskBits >= widthBits) {
    throw new InvalidPatternError(path, `the mask must be 0 to ${widthBits - 1} bits, not ${mask}`);
  }
  const hostMask = (1n << BigInt(widthBits - maskBits)) - 1n;
  const number = BigInt(`0x${digits}`);
  return {
    first: hexadecimal(number & ~hostMask, digits.length),
    last: hexadecimal(number | hostMask, digits.length),
  };
}

/**
 * Tests for an address inside a block. event-ruler decides on the leading digits, whatever the
 * family, and takes the decimal text of a number for hexadecimal digits unless the list compares
 * numbers too; both are kept as they are.
 */
export function addressTest(block: AddressBlock, readsNumbers: boolean): LeafTest {
  return (leaf) => {
    if (typeof leaf === 'string') {
      const digits = addressDigits(leaf);
      return digits !== undefined && isInBlock(digits, block);
    }
    return readsNumbers && typeof leaf === 'number' && isInBlock(String(leaf), block);
  };
}

function isInBlock(text: string, { first, last }: AddressBlock): boolean {
  for (let length = 1; length <= first.length; length += 1) {
    const digit = text.charAt(length - 1);
    if (!/[0-9A-F]/.test(digit)) return false;
    const head = text.slice(0, length);
    const low = first.slice(0, length);
    const high = last.slice(0, length);
    if (head < low || head > high) return false;
    if (head > low && head < high) return true;
  }
  return true;
}

/**
 * The digits of an IP address literal as Java reads it, or nothing. An IPv6 address that maps a v4
 * one is the v4 one.
 */
function addressDigits(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return addressDigits4(text);
  if (/^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text)) return addressDigits6(text);
  return undefined;
}

function addressDigits4(text: string): string | undefined {
  const octets = text.split('.').map(Number);
  if (text.length > 15 || octets.some((octet) => octet > 0xff)) return undefined;
  return octets.map((octet) => hexadecimal(octet, 2)).join('');
}

function addressDigits6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  const numbers = groups.map((group) => (group === '' ? -1 : Number.parseInt(group, 16)));
  if (numbers.some((number) => number < 0 || number > 0xffff)) return undefined;
  const digits = numbers.map((number) => hexadecimal(number, 4)).join('');
  return digits.startsWith('00000000000000000000FFFF') ? digits.slice(24) : digits;
}

function hexadecimal(number: number | bigint, length: number): string {
  return number.toString(16).toUpperCase().padStart(length, '0');
}
