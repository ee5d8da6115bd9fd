import type { ItemKey } from './keys.ts';

/** An item that was written with a time to live. */
export interface Expiry {
  atSeconds: number;
  key: ItemKey;
}

/**
 * Items in the order in which they expire: a binary heap, where an item may stand more than once.
 */
export class ExpiryQueue {
  readonly #heap: Expiry[] = [];

  push(expiry: Expiry): void {
    const heap = this.#heap;
    let at = heap.push(expiry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.atSeconds <= expiry.atSeconds) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = expiry;
  }

  /** Takes the next item that has expired by then, if there is one. */
  popExpired(nowSeconds: number): Expiry | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.atSeconds > nowSeconds) return undefined;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(expiry: Expiry): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right.atSeconds < heap[child]!.atSeconds) child += 1;
      if (heap[child]!.atSeconds >= expiry.atSeconds) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = expiry;
  }
}
