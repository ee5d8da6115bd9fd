import fc, { type Arbitrary } from 'fast-check';
import type { Item } from './items.ts';

interface Family {
  bits: number;
  write(address: bigint): string;
}

const version4: Family = {
  bits: 32,
  write: (address) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.'),
};

const version6: Family = {
  bits: 128,
  write: (address) =>
    Array.from({ length: 8 }, (_, group) => (address >> BigInt(112 - 16 * group)) & 0xffffn)
      .map((group) => group.toString(16))
      .join(':'),
};

/** Addresses whose blocks end at the edges of a byte, of the family, and in the middle. */
const BASES4 = [0n, 0x0a000000n, 0x0a0000ffn, 0x7f000001n, 0xc0a80100n, 0xffffffffn];
const BASES6 = [0n, 1n, 0x20010db8n << 96n, (0x20010db8n << 96n) + 0xffffn, (1n << 128n) - 1n];

/** What is no address, or one in a spelling of its own. */
const ODD = [
  '10.0.0',
  '10.0.0.256',
  '010.0.0.0',
  '::',
  '::1',
  '2001:DB8::',
  '::ffff:10.0.0.1',
  'a',
];

/** A block, or one address, with addresses at its edges. */
export const cidrItem: Arbitrary<Item> = fc.oneof(
  family(version4, BASES4),
  family(version6, BASES6),
);

function family(kind: Family, bases: readonly bigint[]): Arbitrary<Item> {
  return fc
    .tuple(fc.constantFrom(...bases), fc.integer({ min: 0, max: kind.bits }), fc.boolean())
    .map(([base, mask, isPlain]) => {
      const address = kind.write(base);
      const text = isPlain && mask % 4 === 0 ? `"${address}"` : `{"cidr":"${address}/${mask}"}`;
      return { text, near: [...edges(kind, base, mask), ...ODD].map((near) => `"${near}"`) };
    });
}

function edges(kind: Family, base: bigint, mask: number): string[] {
  const size = 1n << BigInt(Math.max(0, kind.bits - mask));
  const first = base - (base % size);
  return [base, first, first - 1n, first + size - 1n, first + size, first + size / 2n]
    .filter((address) => address >= 0n && address < 1n << BigInt(kind.bits))
    .map(kind.write);
}
