import type { StoredItem } from './attribute-value.ts';
import { itemSizeBytes } from './item-size.ts';
import { keyOf } from './keys.ts';
import type { Table } from './table.ts';

/**
 * One record of a table's stream. Keys and images are the JSON text of AttributeValue maps as
 * Lambda delivers them (binary values in base64); an image is the very text that is stored, to be
 * parsed when it is wanted.
 */
export interface StreamRecord {
  /** Increases with every record of the engine, and compares as text. */
  sequenceNumber: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  approximateCreationMs: number;
  keys: string;
  newImage?: string;
  oldImage?: string;
  sizeBytes: number;
  /**
   * The item was deleted because its time to live had passed, by the principal
   * dynamodb.amazonaws.com.
   */
  expired?: boolean;
}

/** An item before or after a change. */
export interface Image {
  text: string;
  sizeBytes: () => number;
}

/** A change of one item; `key` holds its key attributes, perhaps among others. */
export interface ItemChange {
  key: StoredItem;
  before: Image | undefined;
  after: Image | undefined;
  expired?: boolean;
}

/** Makes the records of all tables' streams, and hands each on at once. */
export class Stream {
  readonly #nowMs: () => number;
  readonly #onRecord: ((tableName: string, record: StreamRecord) => void) | undefined;
  #sequence = 0;

  constructor(
    nowMs: () => number,
    onRecord: ((tableName: string, record: StreamRecord) => void) | undefined,
  ) {
    this.#nowMs = nowMs;
    this.#onRecord = onRecord;
  }

  /** Records a change, if the table has a stream. */
  record(table: Table, { key, before, after, expired }: ItemChange): void {
    const view = table.spec.streamView;
    if (view === undefined || this.#onRecord === undefined) return;
    const keys = keyOf(table.schema, key);
    const record: StreamRecord = {
      sequenceNumber: this.#nextSequenceNumber(),
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      approximateCreationMs: this.#nowMs(),
      keys: JSON.stringify(keys),
      sizeBytes: itemSizeBytes(keys),
    };
    if (after !== undefined && (view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES')) {
      record.newImage = after.text;
      record.sizeBytes += after.sizeBytes();
    }
    if (before !== undefined && (view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES')) {
      record.oldImage = before.text;
      record.sizeBytes += before.sizeBytes();
    }
    if (expired === true) record.expired = true;
    this.#onRecord(table.name, record);
  }

  /** Twenty-one digits, as AWS's are. */
  #nextSequenceNumber(): string {
    this.#sequence += 1;
    return `1${String(this.#sequence).padStart(20, '0')}`;
  }
}

/** Hexadecimal digits of an event's id. */
const ID_DIGITS = 32;

/** A record's event id: sequence numbers are unique among all tables here, and it is the same at every attempt. */
export function eventIdOf({ sequenceNumber }: StreamRecord): string {
  return sequenceNumber.padStart(ID_DIGITS, '0');
}
