/** A run of entries in key order. */
interface Chunk<V> {
  keys: string[];
  values: V[];
}

/** Chunks are split at this many entries, so an insert moves at most as many. */
const maximumChunkLength = 512;

/**
 * A map in the order of its keys' code units. Most partitions have a few entries and one chunk; a
 * large one finds its chunk, then the entry, by binary search.
 */
export class SortedMap<V> {
  readonly #chunks: Chunk<V>[] = [];
  size = 0;

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (chunk === undefined) return undefined;
    const index = lowerBound(chunk.keys, key);
    return chunk.keys[index] === key ? chunk.values[index] : undefined;
  }

  set(key: string, value: V): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push({ keys: [key], values: [value] });
      this.size = 1;
      return;
    }
    const index = lowerBound(chunk.keys, key);
    if (chunk.keys[index] === key) {
      chunk.values[index] = value;
      return;
    }
    chunk.keys.splice(index, 0, key);
    chunk.values.splice(index, 0, value);
    this.size += 1;
    if (chunk.keys.length > maximumChunkLength) this.#split(at, chunk, index);
  }

  delete(key: string): boolean {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return false;
    const index = lowerBound(chunk.keys, key);
    if (chunk.keys[index] !== key) return false;
    chunk.keys.splice(index, 1);
    chunk.values.splice(index, 1);
    this.size -= 1;
    if (chunk.keys.length === 0) this.#chunks.splice(at, 1);
    return true;
  }

  /**
   * Visits entries in order until `visit` returns false, from the first key not less than `from`;
   * backwards, from the last key not greater than `from`. Without `from`, from the end it starts
   * at.
   */
  walk(
    forward: boolean,
    from: string | undefined,
    visit: (value: V, key: string) => boolean,
  ): void {
    if (this.size === 0) return;
    let [at, index] = this.#start(forward, from);
    const step = forward ? 1 : -1;
    while (at >= 0 && at < this.#chunks.length) {
      const { keys, values } = this.#chunks[at]!;
      for (; index >= 0 && index < keys.length; index += step) {
        if (!visit(values[index]!, keys[index]!)) return;
      }
      at += step;
      index = forward ? 0 : (this.#chunks[at]?.keys.length ?? 0) - 1;
    }
  }

  #start(forward: boolean, from: string | undefined): [number, number] {
    if (from === undefined) {
      const last = this.#chunks.length - 1;
      return forward ? [0, 0] : [last, this.#chunks[last]!.keys.length - 1];
    }
    const at = this.#chunkOf(from);
    const { keys } = this.#chunks[at]!;
    const index = lowerBound(keys, from);
    return [at, forward || keys[index] === from ? index : index - 1];
  }

  /** The last chunk that begins at or before the key, or else the first. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#chunks[middle]!.keys[0]! <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Splits in the middle, or at the end if that is where entries arrive. */
  #split(at: number, chunk: Chunk<V>, insertedAt: number): void {
    const appending = insertedAt === chunk.keys.length - 1;
    const middle = appending ? insertedAt : chunk.keys.length >> 1;
    this.#chunks.splice(at + 1, 0, {
      keys: chunk.keys.splice(middle),
      values: chunk.values.splice(middle),
    });
  }
}

/** The index of the first key not less than `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
