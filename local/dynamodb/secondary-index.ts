import type { StoredItem, StoredValue } from './attribute-value.ts';
import { sameItem } from './comparison.ts';
import { itemSizeBytes, writeUnitsOf } from './item-size.ts';
import { fitsIndex, type ItemKey, identityOf, type KeySchema, sortableOf } from './keys.ts';
import { SortedPartitions } from './partitions.ts';
import type { IndexSpec } from './table-spec.ts';

/**
 * A global or local secondary index. It holds the items that have its key attributes, as the
 * table's own text; what it does not project is left out when it is read. Entries with the same
 * index key are in the order of the table's key.
 */
export class SecondaryIndex {
  readonly name: string;
  readonly kind: 'global' | 'local';
  readonly schema: KeySchema;
  readonly spec: IndexSpec;
  /** The attributes it projects; undefined if all. */
  readonly projected: ReadonlySet<string> | undefined;
  readonly entries = new SortedPartitions();
  /** An index that was added to a table can be read once it is ACTIVE. */
  status: 'CREATING' | 'ACTIVE' | 'DELETING' = 'ACTIVE';

  constructor(spec: IndexSpec, schema: KeySchema, table: KeySchema) {
    this.name = spec.name;
    this.kind = spec.kind;
    this.spec = spec;
    this.schema = schema;
    this.projected = projectedBy(spec, schema, table);
  }

  /**
   * Where an item is in the index, or undefined if it lacks one of the index's keys. Items that were there before
   * the index may have one of another type, empty or too long: they stay out of it.
   */
  locate(item: StoredItem, { hash, range }: ItemKey): ItemKey | undefined {
    const { schema } = this;
    for (const { name, type } of schema.hash) {
      if (!fitsIndex(item[name], type, 'hash')) return undefined;
    }
    let sorted = '';
    for (const { name, type } of schema.range) {
      const value = item[name];
      if (!fitsIndex(value, type, 'range')) return undefined;
      sorted += `${escaped(sortableOf(value!))}${separator}`;
    }
    return {
      hash: partitionOf(schema, item),
      range: `${sorted}${escaped(hash)}${separator}${range}`,
    };
  }

  /** An item as the index shows it. */
  view(item: StoredItem): StoredItem {
    if (this.projected === undefined) return item;
    const view: StoredItem = {};
    for (const name of this.projected) if (Object.hasOwn(item, name)) view[name] = item[name]!;
    return view;
  }

  /**
   * Follows a change of an item; returns the write units it cost: one write for a new, changed or
   * removed entry, two for an entry that moves, none if the index does not see the change.
   */
  follow(
    table: ItemKey,
    before: StoredItem | undefined,
    after: StoredItem | undefined,
    text: string,
  ): number {
    const from = before && this.locate(before, table);
    const to = after && this.locate(after, table);
    if (from === undefined && to === undefined) return 0;
    const oldView = from && this.view(before!);
    const newView = to && this.view(after!);
    const oldUnits = oldView ? writeUnitsOf(itemSizeBytes(oldView)) : 0;
    const newUnits = newView ? writeUnitsOf(itemSizeBytes(newView)) : 0;
    const moved = from?.hash !== to?.hash || from?.range !== to?.range;
    if (from !== undefined && moved) this.entries.delete(from);
    if (to !== undefined) this.entries.set(to, text);
    if (moved) return oldUnits + newUnits;
    return sameItem(oldView!, newView!) ? 0 : Math.max(oldUnits, newUnits);
  }
}

/** Ends each part of a range. It sorts before anything that an escaped part can go on with. */
const separator = '\u0000\u0000';
const escapedNull = '\u0000\u0001';

/** Identifies the partition that an item with all key attributes is in. */
export function partitionOf({ hash }: KeySchema, item: StoredItem): string {
  if (hash.length === 1) return identityOf(item[hash[0]!.name]!);
  return partitionWith(hash.map(({ name }) => item[name]!));
}

/** Identifies the partition by the values of the partition key's attributes. */
export function partitionWith(values: readonly StoredValue[]): string {
  if (values.length === 1) return identityOf(values[0]!);
  return values.map((value) => escaped(identityOf(value))).join(separator);
}

/** What the ranges of entries begin with whose first sort attributes have these values. */
export function indexRangePrefix(values: readonly StoredValue[]): string {
  return values.map((value) => escaped(sortableOf(value)) + separator).join('');
}

/** The least range of an entry whose next sort attribute sorts as `sorted` does, or after it. */
export function indexRangeFrom(sorted: string): string {
  return escaped(sorted);
}

/** The least range beyond all entries whose next sort attribute sorts as `sorted` does. */
export function indexRangeAfter(sorted: string): string {
  return escaped(sorted) + escapedNull;
}

function escaped(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', escapedNull) : text;
}

function projectedBy(
  { projection }: IndexSpec,
  schema: KeySchema,
  table: KeySchema,
): ReadonlySet<string> | undefined {
  if (projection === 'ALL') return undefined;
  const keys = [...table.parts, ...schema.parts].map(({ name }) => name);
  const included = projection === 'KEYS_ONLY' ? [] : projection.include;
  return new Set([...keys, ...included]);
}
