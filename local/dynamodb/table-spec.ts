import type { KeyType } from './keys.ts';

/** What a stream record carries of the item. */
export type StreamView = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';

/** A secondary index of a table. */
export interface IndexSpec {
  name: string;
  hash: string;
  range?: string;
  projection: 'ALL' | 'KEYS_ONLY' | { include: string[] };
  kind: 'global' | 'local';
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
  /** Items whose attribute of this name is a time in the past, in epoch seconds, expire. */
  ttlAttribute?: string;
}
