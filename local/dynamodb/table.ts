import type { StoredItem, StoredValue } from './attribute-value.ts';
import { mayHoldBinary, reviveItem } from './attribute-value.ts';
import { type Item, validationException } from './errors.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { type ItemKey, type KeyPart, type KeySchema, type KeyType, locate } from './keys.ts';
import { type Partitions, SingleItemPartitions, SortedPartitions } from './partitions.ts';
import { SecondaryIndex } from './secondary-index.ts';
import { type IndexKey, type IndexSpec, keyNames, type TableSpec } from './table-spec.ts';

/** Items that expired longer ago than this are kept (TTL, "Using DynamoDB Time to Live"). */
const maximumExpiredSeconds = 5 * 365 * 24 * 60 * 60;

/** What point reads see of the past; shared by the tables of an engine. */
export interface Past {
  /** Whether the text that each item had before its last write is kept. */
  kept: boolean;
  nowMs(): number;
  /** Eventually consistent reads do not see writes from here on; undefined: they see all. */
  unseenFromMs: number | undefined;
}

/** A table: its items as JSON text, its indexes, and what has been consumed of it. */
export class Table {
  /** Changed by replacing it. */
  spec: TableSpec;
  status: 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE' = 'ACTIVE';
  readonly schema: KeySchema;
  readonly createdMs: number;
  /** When its time to live was last changed by request. */
  ttlChangedMs = Number.NEGATIVE_INFINITY;
  readonly items: Partitions;
  /** In the order of their names. */
  indexes: readonly SecondaryIndex[] = [];
  /** Attributes that are a key of the table, or of an index. */
  readonly keyAttributes: ReadonlySet<string>;
  indexKeyAttributes: ReadonlySet<string> = new Set();
  readonly #expiries = new ExpiryQueue();
  /** By hash, then by range: what the items were before their last write, and until when. */
  readonly #previous = new Map<
    string,
    Map<string, { text: string | undefined; untilMs: number }>
  >();
  readonly #past: Past;
  #holdsBinary: boolean;

  constructor(spec: TableSpec, createdMs: number, past: Past = FORGOTTEN) {
    this.spec = spec;
    this.#past = past;
    this.createdMs = createdMs;
    this.schema = schemaOf(spec, keyNames(spec.keySchema));
    this.#holdsBinary = Object.values(spec.attributeTypes).includes('B');
    this.items =
      this.schema.range.length === 0 ? new SingleItemPartitions() : new SortedPartitions();
    this.keyAttributes = attributesOf([this.schema]);
    this.#setIndexes(
      spec.indexes.map((index) => new SecondaryIndex(index, schemaOf(spec, index), this.schema)),
    );
  }

  get name(): string {
    return this.spec.tableName;
  }

  /** The index of this name; throws a ValidationException if there is none. */
  index(name: string): SecondaryIndex {
    const found = this.indexes.find((index) => index.name === name);
    if (found === undefined) {
      throw validationException(`The table does not have the specified index: ${name}`);
    }
    if (found.status === 'ACTIVE') return found;
    throw validationException(`Cannot read from backfilling global secondary index: ${name}`);
  }

  /** Adds an index, with the items that are there. It is being created until somebody says otherwise. */
  addIndex(spec: IndexSpec, attributeTypes: TableSpec['attributeTypes']): SecondaryIndex {
    const { indexes } = this.spec;
    this.spec = { ...this.spec, attributeTypes, indexes: [...indexes, spec] };
    const added = new SecondaryIndex(spec, schemaOf(this.spec, spec), this.schema);
    added.status = 'CREATING';
    this.items.walkAll((text) => {
      const item = JSON.parse(text) as StoredItem;
      added.follow(this.locate(item), undefined, item, text);
    });
    this.#setIndexes([...this.indexes, added]);
    return added;
  }

  /** Takes an index away, and the types of attributes that are no longer keys. */
  removeIndex(name: string): void {
    this.#setIndexes(this.indexes.filter((index) => index.name !== name));
    const types = Object.entries(this.spec.attributeTypes).filter(
      ([attribute]) => this.keyAttributes.has(attribute) || this.indexKeyAttributes.has(attribute),
    );
    const indexes = this.spec.indexes.filter((index) => index.name !== name);
    this.spec = { ...this.spec, indexes, attributeTypes: Object.fromEntries(types) };
  }

  /** From now on, items expire by this attribute, or none does. */
  expireBy(attribute: string | undefined): void {
    const { ttlAttribute: _, ...rest } = this.spec;
    this.spec = attribute === undefined ? rest : { ...rest, ttlAttribute: attribute };
    if (attribute === undefined) return;
    this.items.walkAll((text) => {
      const item = JSON.parse(text) as StoredItem;
      this.#noteExpiry(this.locate(item), item);
    });
  }

  /**
   * Puts an item in the table and its indexes, or without `after` takes it away; returns each
   * index's write units. `rewritten` says that the item may hold binary values the table has not
   * held before.
   */
  change(
    key: ItemKey,
    before: { text: string | undefined; item: () => StoredItem },
    after: { text: string; item: StoredItem; rewritten: boolean } | undefined,
  ): Map<SecondaryIndex, number> | undefined {
    if (this.#past.kept) this.#keep(key, before.text);
    if (after === undefined) this.items.delete(key);
    else {
      this.items.set(key, after.text);
      this.#holdsBinary ||= after.rewritten && mayHoldBinary(after.text);
      if (this.spec.ttlAttribute !== undefined) this.#noteExpiry(key, after.item);
    }
    if (this.indexes.length === 0) return undefined;
    const units = new Map<SecondaryIndex, number>();
    const old = before.text === undefined ? undefined : before.item();
    for (const index of this.indexes) {
      const cost = index.follow(key, old, after?.item, after?.text ?? '');
      if (cost > 0) units.set(index, cost);
    }
    return units;
  }

  /** The text of an item; a read that is only eventually consistent may see what it was before. */
  textOf(key: ItemKey, consistent: boolean): string | undefined {
    const { unseenFromMs } = this.#past;
    if (!consistent && unseenFromMs !== undefined) {
      const previous = this.#previous.get(key.hash)?.get(key.range);
      if (previous && previous.untilMs >= unseenFromMs) return previous.text;
    }
    return this.items.get(key);
  }

  #keep({ hash, range }: ItemKey, text: string | undefined): void {
    let ofHash = this.#previous.get(hash);
    if (!ofHash) {
      ofHash = new Map();
      this.#previous.set(hash, ofHash);
    }
    ofHash.set(range, { text, untilMs: this.#past.nowMs() });
  }

  /** An item as callers get it. */
  read(text: string): Item {
    return this.output(JSON.parse(text) as StoredItem);
  }

  /** A parsed item, or a part of one, as callers get it; what is given is changed. */
  output(item: StoredItem): Item {
    return this.#holdsBinary ? reviveItem(item) : (item as unknown as Item);
  }

  /** Takes the next item whose time to live has passed, if there is one. */
  popExpired(nowMs: number): { key: ItemKey; text: string } | undefined {
    const nowSeconds = Math.floor(nowMs / 1000);
    for (;;) {
      const expiry = this.#expiries.popExpired(nowSeconds);
      if (expiry === undefined) return undefined;
      if (this.spec.ttlAttribute === undefined) continue;
      const text = this.items.get(expiry.key);
      if (text === undefined || nowSeconds - expiry.atSeconds > maximumExpiredSeconds) continue;
      const item = JSON.parse(text) as StoredItem;
      if (expirySeconds(item[this.spec.ttlAttribute!]) === expiry.atSeconds) {
        return { key: expiry.key, text };
      }
    }
  }

  #noteExpiry(key: ItemKey, item: StoredItem): void {
    const atSeconds = expirySeconds(item[this.spec.ttlAttribute!]);
    if (atSeconds !== undefined) this.#expiries.push({ atSeconds, key });
  }

  #setIndexes(indexes: readonly SecondaryIndex[]): void {
    this.indexes = [...indexes].sort((left, right) => (left.name < right.name ? -1 : 1));
    this.indexKeyAttributes = attributesOf(indexes.map((index) => index.schema));
  }

  /** Where an item of this table is. */
  locate(item: StoredItem): ItemKey {
    return locate(this.schema, item);
  }
}

/** Of a table that nobody looks back at. */
const FORGOTTEN: Past = { kept: false, nowMs: () => 0, unseenFromMs: undefined };

function expirySeconds(value: StoredValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function schemaOf(spec: TableSpec, key: IndexKey): KeySchema {
  const partOf = (name: string): KeyPart => ({ name, type: typeOfKey(spec, name) });
  const hash = key.hash.map(partOf);
  const range = key.range.map(partOf);
  return { hash, range, parts: [...hash, ...range] };
}

function typeOfKey(spec: TableSpec, name: string): KeyType {
  const type = spec.attributeTypes[name];
  if (type !== undefined) return type;
  throw validationException(
    `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`,
  );
}

function attributesOf(schemas: readonly KeySchema[]): ReadonlySet<string> {
  return new Set(schemas.flatMap(({ parts }) => parts.map(({ name }) => name)));
}
