import type { StoredItem } from './attribute-value.ts';
import type { Item } from './errors.ts';
import { holds } from './expression/condition.ts';
import { project } from './expression/projection.ts';
import { itemSizeBytes, readUnitsOf } from './item-size.ts';
import type { Meter } from './meter.ts';
import { type ReadRequest, startKeyOf } from './read-request.ts';

/** A page ends with the item that makes it this large, before any filter. */
const maximumPageBytes = 1024 * 1024;

/** The page of a Query or Scan while it is filled. */
export class Page {
  readonly #request: ReadRequest;
  readonly #items: Item[] = [];
  #count = 0;
  #scanned = 0;
  #bytes = 0;
  #fetchedUnits = 0;
  #last: StoredItem | undefined;

  constructor(request: ReadRequest) {
    this.#request = request;
  }

  /** Takes the next item; returns whether there is room for more. */
  add(text: string): boolean {
    const { table, index, filter, fetches, countOnly, limit } = this.#request;
    const item = JSON.parse(text) as StoredItem;
    const view = index === undefined ? item : index.view(item);
    this.#scanned += 1;
    this.#bytes += itemSizeBytes(view);
    if (fetches) this.#fetchedUnits += readUnitsOf(itemSizeBytes(item));
    const full = this.#scanned >= limit || this.#bytes >= maximumPageBytes;
    if (full) this.#last = startKeyOf(this.#request, item);
    if (filter === undefined || holds(filter, index?.kind === 'global' ? view : item)) {
      this.#count += 1;
      if (!countOnly) this.#items.push(table.output(this.#shown(item, view)));
    }
    return !full;
  }

  /** Nothing follows the item that was added last. */
  exhaust(): void {
    this.#last = undefined;
  }

  /** The output; what was read is counted, whatever the filter left of it. */
  finish(meter: Meter): object {
    const { table, index, fetches, consistent, countOnly } = this.#request;
    const share = consistent ? 1 : 2;
    meter.read(table, readUnitsOf(this.#bytes) / share, index);
    if (index !== undefined) meter.read(table, fetches ? this.#fetchedUnits / share : 0);
    return {
      ...(countOnly ? {} : { Items: this.#items }),
      ...{ Count: this.#count, ScannedCount: this.#scanned },
      ...(this.#last === undefined ? {} : { LastEvaluatedKey: table.output(this.#last) }),
      ...meter.single(),
    };
  }

  #shown(item: StoredItem, view: StoredItem): StoredItem {
    const { projection, whole } = this.#request;
    if (projection !== undefined) return project(item, projection);
    return whole ? item : view;
  }
}
