import type { ItemKey } from './keys.ts';
import { ScanOrder, type ScanRange } from './scan-order.ts';
import { SortedMap } from './sorted-map.ts';

/** Visits an item's text and its range within the partition; false ends the walk. */
export type Visit = (text: string, range: string) => boolean;

/** Items as JSON text, by partition and, within it, in the order of their ranges. */
export interface Partitions {
  readonly size: number;
  get(key: ItemKey): string | undefined;
  set(key: ItemKey, text: string): void;
  delete(key: ItemKey): void;
  /** Visits one partition's items, from the first or last that `from` allows. */
  walk(hash: string, forward: boolean, from: string | undefined, visit: Visit): void;
  /** Visits every item, in no particular order. */
  walkAll(visit: (text: string) => void): void;
  /** Visits the partitions themselves in the order of a scan. */
  walkPartitions(range: ScanRange, visit: (hash: string) => boolean): void;
}

/**
 * Partitions of a table without a sort key: one item each, so that an item costs one entry of a
 * map.
 */
export class SingleItemPartitions implements Partitions {
  readonly #items = new Map<string, string>();
  readonly #order = new ScanOrder();

  get size(): number {
    return this.#items.size;
  }

  get({ hash }: ItemKey): string | undefined {
    return this.#items.get(hash);
  }

  set({ hash }: ItemKey, text: string): void {
    if (!this.#items.has(hash)) this.#order.add(hash);
    this.#items.set(hash, text);
  }

  delete({ hash }: ItemKey): void {
    this.#items.delete(hash);
  }

  walk(hash: string, forward: boolean, from: string | undefined, visit: Visit): void {
    const text = this.#items.get(hash);
    if (text !== undefined && !(forward && from !== undefined && from > '')) visit(text, '');
  }

  walkAll(visit: (text: string) => void): void {
    for (const text of this.#items.values()) visit(text);
  }

  walkPartitions(range: ScanRange, visit: (hash: string) => boolean): void {
    this.#order.walk(this.#items, range, visit);
  }
}

/** Partitions of a table with a sort key, or of an index. */
export class SortedPartitions implements Partitions {
  readonly #partitions = new Map<string, SortedMap<string>>();
  readonly #order = new ScanOrder();
  size = 0;

  get({ hash, range }: ItemKey): string | undefined {
    return this.#partitions.get(hash)?.get(range);
  }

  set({ hash, range }: ItemKey, text: string): void {
    let partition = this.#partitions.get(hash);
    if (partition === undefined) {
      partition = new SortedMap();
      this.#partitions.set(hash, partition);
      this.#order.add(hash);
    }
    const before = partition.size;
    partition.set(range, text);
    this.size += partition.size - before;
  }

  delete({ hash, range }: ItemKey): void {
    const partition = this.#partitions.get(hash);
    if (partition?.delete(range) !== true) return;
    this.size -= 1;
    if (partition.size === 0) this.#partitions.delete(hash);
  }

  walk(hash: string, forward: boolean, from: string | undefined, visit: Visit): void {
    this.#partitions.get(hash)?.walk(forward, from, visit);
  }

  walkAll(visit: (text: string) => void): void {
    for (const partition of this.#partitions.values()) {
      partition.walk(true, undefined, (text) => {
        visit(text);
        return true;
      });
    }
  }

  walkPartitions(range: ScanRange, visit: (hash: string) => boolean): void {
    this.#order.walk(this.#partitions, range, visit);
  }
}
