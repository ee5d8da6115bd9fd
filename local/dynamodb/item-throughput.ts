import { throttled } from './errors.ts';
import type { Located } from './item-holds.ts';
import { textOfKey } from './keys.ts';
import type { Table } from './table.ts';

/** What one item can take in a second, and may have saved for a burst: its partition can take no more. */
const UNITS_PER_SECOND = { read: 3_000, write: 1_000 } as const;

type Kind = keyof typeof UNITS_PER_SECOND;

interface Bucket {
  units: number;
  filledMs: number;
}

/**
 * The throughput of single items: DynamoDB splits a busy table down to partitions of one item, and a partition takes
 * 1,000 write units and 3,000 read units a second. A request is taken while units are left, whatever it costs. Amazon
 * DynamoDB Developer Guide, "Burst and adaptive capacity" and "Partitions and data distribution".
 */
export class ItemThroughput {
  readonly #buckets = new Map<Table, Map<string, Bucket>>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Takes what a request costs; throws a ThrottlingException if the item has no units left. */
  take(kind: Kind, item: Located, units: number): void {
    if (!this.takes(kind, item, units)) throw throttled(kind, item.table.name);
  }

  /** Takes what a request costs, unless the item has no units left; whether it did. */
  takes(kind: Kind, { table, key }: Located, units: number): boolean {
    const bucket = this.#filled(kind, table, `${kind} ${textOfKey(key)}`);
    if (bucket.units <= 0) return false;
    bucket.units -= units;
    return true;
  }

  #filled(kind: Kind, table: Table, name: string): Bucket {
    const perSecond = UNITS_PER_SECOND[kind];
    const nowMs = this.#nowMs();
    const buckets = this.#buckets.get(table) ?? new Map<string, Bucket>();
    this.#buckets.set(table, buckets);
    const bucket = buckets.get(name) ?? { units: perSecond, filledMs: nowMs };
    buckets.set(name, bucket);
    const gained = ((nowMs - bucket.filledMs) * perSecond) / 1_000;
    bucket.units = Math.min(perSecond, bucket.units + gained);
    bucket.filledMs = nowMs;
    return bucket;
  }
}
