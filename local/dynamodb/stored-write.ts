import type { StoredItem } from './attribute-value.ts';
import { sameItem } from './comparison.ts';
import { conditionalCheckFailed, type Item, validationException } from './errors.ts';
import { holds } from './expression/condition.ts';
import { applyUpdate, onlyRemoves } from './expression/update.ts';
import { itemSizeBytes, maximumItemBytes, writeUnitsOf, writeUnitsOfText } from './item-size.ts';
import { checkIndexKey } from './keys.ts';
import type { Meter } from './meter.ts';
import type { Image, Stream } from './stream.ts';
import type { Table } from './table.ts';
import type { WriteAction } from './write-action.ts';

/**
 * A write whose condition holds: the item's text before and after, both undefined if there is none.
 * Nothing is stored until it is committed.
 */
export class StoredWrite {
  readonly table: Table;
  readonly #action: WriteAction;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly #newItem: StoredItem | undefined;
  #newSizeBytes = 0;
  #oldItem: StoredItem | undefined;

  /**
   * Throws a ConditionalCheckFailedException, or a ValidationException if the update does not fit
   * the item.
   */
  constructor(action: WriteAction) {
    const { table, condition } = action;
    this.table = table;
    this.#action = action;
    this.before = table.items.get(action.key);
    if (condition !== undefined) this.#checkCondition(condition);
    this.#newItem = this.#make(action);
    const unchanged = action.kind === 'ConditionCheck';
    this.after = unchanged ? this.before : this.#newItem && JSON.stringify(this.#newItem);
  }

  /** The write units of the table alone, outside a transaction. */
  get units(): number {
    return Math.max(writeUnitsOf(this.#newSizeBytes), writeUnitsOfText(this.before));
  }

  /** Stores the write, with `factor` 2 as part of a transaction. */
  commit(meter: Meter, stream: Stream, factor: 1 | 2): void {
    const { table, before, after } = this;
    const { key, rewritten, item } = this.#action;
    meter.write(table, factor * this.units);
    if (this.#isUnchanged()) return;
    const costs = table.change(
      key,
      { text: before, item: () => this.#old() },
      after === undefined ? undefined : { text: after, item: this.#newItem!, rewritten },
    );
    if (costs !== undefined) {
      for (const [index, cost] of costs) meter.write(table, factor * cost, index);
    }
    stream.record(table, {
      key: item,
      before: before === undefined ? undefined : this.#oldImage(before),
      after: after === undefined ? undefined : this.#newImage(after),
    });
  }

  /** The item before, as callers get it. */
  oldItem(): Item | undefined {
    return this.before === undefined ? undefined : this.table.read(this.before);
  }

  /** The item after, as callers get it: once, and when nothing else is asked of the write any more. */
  takeNewItem(): Item | undefined {
    return this.#newItem && this.table.output(this.#newItem);
  }

  #checkCondition(condition: NonNullable<WriteAction['condition']>): void {
    const old = this.before === undefined ? undefined : this.#old();
    if (holds(condition, old)) return;
    const returned = this.#action.returnsOld && old ? this.table.output(old) : undefined;
    throw conditionalCheckFailed(returned);
  }

  /** The item to store; undefined if there is to be none, or nothing makes one. */
  #make(action: WriteAction): StoredItem | undefined {
    if (action.kind === 'Put') {
      this.#newSizeBytes = action.sizeBytes;
      return action.item;
    }
    return action.kind === 'Update' ? this.#updated(action) : undefined;
  }

  #updated({ table, update, item: key }: WriteAction): StoredItem | undefined {
    const { before } = this;
    if (before === undefined && update !== undefined && onlyRemoves(update.root)) return undefined;
    const item = before === undefined ? { ...key } : this.#old();
    // The parsed item is changed in place; whoever needs the old one parses it again.
    this.#oldItem = undefined;
    if (update !== undefined) applyUpdate(update, item);
    for (const index of table.indexes) checkIndexKey(index.name, index.schema, item);
    this.#newSizeBytes = itemSizeBytes(item);
    if (this.#newSizeBytes > maximumItemBytes) {
      throw validationException('Item size to update has exceeded the maximum allowed size');
    }
    return item;
  }

  #oldImage(text: string): Image {
    return { text, sizeBytes: () => itemSizeBytes(this.#old()) };
  }

  #newImage(text: string): Image {
    return { text, sizeBytes: () => this.#newSizeBytes };
  }

  #old(): StoredItem {
    this.#oldItem ??= JSON.parse(this.before!) as StoredItem;
    return this.#oldItem;
  }

  #isUnchanged(): boolean {
    const { before, after } = this;
    if (before === after) return true;
    if (before === undefined || after === undefined || before.length !== after.length) return false;
    return sumOfUnits(before) === sumOfUnits(after) && sameItem(this.#old(), this.#newItem!);
  }
}

/** The same for two texts if one has the other's attributes in another order. */
function sumOfUnits(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += text.charCodeAt(index);
  return sum;
}
