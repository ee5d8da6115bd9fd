import type { KeyType } from './keys.ts';

/** What a stream record carries of the item. */
export type StreamView = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';

/** Provisioned units a second. They are kept and told; nothing is throttled. */
export interface Throughput {
  readUnits: number;
  writeUnits: number;
}

/**
 * The key attributes of an index, in the order of its key schema: one to four for the partition and none to four to
 * sort by. A local index has one of each.
 */
export interface IndexKey {
  hash: readonly string[];
  range: readonly string[];
}

/** A secondary index of a table. */
export interface IndexSpec extends IndexKey {
  name: string;
  projection: 'ALL' | 'KEYS_ONLY' | { include: string[] };
  kind: 'global' | 'local';
  throughput?: Throughput;
}

/** A table, as far as the engine simulates `AWS::DynamoDB::Table`. */
export interface TableSpec {
  tableName: string;
  tableArn: string;
  keySchema: { hash: string; range?: string };
  /** The types of the attributes that are keys of the table or of an index. */
  attributeTypes: Record<string, KeyType>;
  indexes: IndexSpec[];
  /** The table has a stream if this is given. */
  streamView?: StreamView;
  /** The latest stream it has or had. */
  streamArn?: string;
  /** Items whose attribute of this name is a time in the past, in epoch seconds, expire. */
  ttlAttribute?: string;
  /** Of the billing mode PROVISIONED; without it the table is on demand. */
  throughput?: Throughput;
  /** DeleteTable is refused. */
  deletionProtected?: boolean;
  /** Kept and told, without effect in memory. */
  tableClass?: string;
  /** The customer managed key, or true for the one of AWS; kept and told, without effect in memory. */
  encryption?: { keyArn?: string };
  /** Kept and told; there are no backups. */
  pointInTimeRecovery?: boolean;
  tags?: ReadonlyMap<string, string>;
}

/** A table's key in the shape of an index's. */
export function keyNames({ hash, range }: TableSpec['keySchema']): IndexKey {
  return { hash: [hash], range: range === undefined ? [] : [range] };
}
