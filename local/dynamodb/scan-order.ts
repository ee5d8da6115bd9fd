/** A partition and where it stands in the order of a scan. */
interface Position {
  token: number;
  hash: string;
}

const tokenSpace = 2 ** 31;

/**
 * The order in which a scan meets partitions: by a token hashed from the partition's identity, so
 * that it does not depend on the order of writes and a scan can go on from a key that is gone.
 * Segments are ranges of tokens. The order is built by the first scan; later partitions are merged
 * in by the next one.
 */
export class ScanOrder {
  #positions: Position[] | undefined;
  #added: string[] = [];

  /** A partition came into being. */
  add(hash: string): void {
    if (this.#positions !== undefined) this.#added.push(hash);
  }

  /**
   * Visits partitions in order, from `from` on, until `visit` returns false. `live` is the store's
   * own map of partitions: those that are gone are skipped.
   */
  walk(
    live: ReadonlyMap<string, unknown>,
    { from, segment, totalSegments }: ScanRange,
    visit: (hash: string) => boolean,
  ): void {
    const positions = this.#merged(live);
    const low = from === undefined ? (segment * tokenSpace) / totalSegments : tokenOf(from);
    const end = ((segment + 1) * tokenSpace) / totalSegments;
    for (let at = firstAt(positions, low, from ?? ''); at < positions.length; at += 1) {
      const { token, hash } = positions[at]!;
      if (token >= end) return;
      if (live.has(hash) && !visit(hash)) return;
    }
  }

  #merged(live: ReadonlyMap<string, unknown>): Position[] {
    const stale = this.#positions !== undefined && this.#positions.length > 2 * live.size + 16;
    if (this.#positions === undefined || stale) {
      this.#positions = [...live.keys()].map(positionOf).sort(byPosition);
      this.#added = [];
    } else if (this.#added.length > 0) {
      const all = [...this.#positions, ...this.#added.map(positionOf)].sort(byPosition);
      this.#positions = all.filter((position, at) => position.hash !== all[at - 1]?.hash);
      this.#added = [];
    }
    return this.#positions;
  }
}

/** Where a scan starts and which part of the partitions it covers. */
export interface ScanRange {
  /** The partition to begin at, whether it exists or not. */
  from?: string;
  segment: number;
  totalSegments: number;
}

/** Whether a partition belongs to a segment. */
export function isInSegment(hash: string, { segment, totalSegments }: ScanRange): boolean {
  return Math.floor((tokenOf(hash) * totalSegments) / tokenSpace) === segment;
}

function positionOf(hash: string): Position {
  return { token: tokenOf(hash), hash };
}

function byPosition(left: Position, right: Position): number {
  if (left.token !== right.token) return left.token - right.token;
  return left.hash < right.hash ? -1 : left.hash > right.hash ? 1 : 0;
}

/**
 * FNV-1a over the code units, finished by a multiplication so that short keys spread too; below
 * 2^31.
 */
function tokenOf(hash: string): number {
  let token = 0x811c9dc5;
  for (let index = 0; index < hash.length; index += 1) {
    token = Math.imul(token ^ hash.charCodeAt(index), 0x01000193);
  }
  token = Math.imul(token ^ (token >>> 15), 0x2c1b3c6d);
  return (token ^ (token >>> 13)) >>> 1;
}

function firstAt(positions: readonly Position[], token: number, hash: string): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPosition(positions[middle]!, { token, hash }) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
