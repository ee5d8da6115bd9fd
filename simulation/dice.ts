/** A fraction in [0, 1) that depends on nothing but what it is asked for. */
export interface Dice {
  /** By what is decided (the kind of a fault) and what it is decided about. */
  fraction(kind: string, key: string): number;
  /** What `fraction` makes of a kind: for those who throw often about the same one. */
  salt(kind: string): number;
}

/**
 * Chance without an order: each decision is a hash of the seed, its kind and its key, so that leaving one
 * decision out changes no other. That is what makes a failing seed shrink.
 */
export function keyedDice(seed: number): Dice {
  const seeded = mix(seed ^ 0x9e3779b9);
  const salt = (kind: string): number => mix(hashText(kind, seeded));
  return { salt, fraction: (kind, key) => saltedFraction(salt(kind), hashText(key)) };
}

/** The fraction of a salt and the hash of a key. */
export function saltedFraction(salt: number, keyHash: number): number {
  return mix(mix(keyHash) ^ salt) / 0x1_0000_0000;
}

/** One of a list, by a fraction in [0, 1). */
export function oneOf<Item>(list: readonly Item[], fraction: number): Item {
  return list[Math.floor(fraction * list.length)]!;
}

/** FNV-1a over the text's UTF-16 units, from `start` on. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The finalizer of MurmurHash3, as an unsigned word: FNV-1a alone leaves neighbours alike. */
export function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
