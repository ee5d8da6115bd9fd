import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { constraintException } from './errors.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { Table } from './table.ts';

/** What a request consumed of one table. */
interface TableUnits {
  table: number;
  indexes: Map<SecondaryIndex, number>;
}

const levels = ['INDEXES', 'TOTAL', 'NONE'];
const nothing = {};

/**
 * Counts what one request consumes, failed conditions included, and reports it as
 * ReturnConsumedCapacity asks.
 */
export class Meter {
  readonly #level: string;
  readonly #byTable = new Map<Table, TableUnits>();
  readUnits = 0;
  writeUnits = 0;

  constructor(level: string | undefined) {
    this.#level = level ?? 'NONE';
    if (levels.includes(this.#level)) return;
    throw constraintException(
      this.#level,
      'returnConsumedCapacity',
      `Member must satisfy enum value set: [${levels.join(', ')}]`,
    );
  }

  read(table: Table, units: number, index?: SecondaryIndex): void {
    this.readUnits += units;
    if (this.#level !== 'NONE') this.#note(table, units, index);
  }

  write(table: Table, units: number, index?: SecondaryIndex): void {
    this.writeUnits += units;
    if (this.#level !== 'NONE') this.#note(table, units, index);
  }

  /** The ConsumedCapacity of a request on one table, to be spread into its output. */
  single(): { ConsumedCapacity?: ConsumedCapacity } {
    if (this.#level === 'NONE') return nothing;
    const [capacity] = this.#capacities();
    return capacity === undefined ? nothing : { ConsumedCapacity: capacity };
  }

  /** The ConsumedCapacity of a request on several tables, to be spread into its output. */
  several(): { ConsumedCapacity?: ConsumedCapacity[] } {
    return this.#level === 'NONE' ? nothing : { ConsumedCapacity: this.#capacities() };
  }

  #note(table: Table, units: number, index: SecondaryIndex | undefined): void {
    let entry = this.#byTable.get(table);
    if (entry === undefined) {
      entry = { table: 0, indexes: new Map() };
      this.#byTable.set(table, entry);
    }
    if (index === undefined) entry.table += units;
    else entry.indexes.set(index, (entry.indexes.get(index) ?? 0) + units);
  }

  #capacities(): ConsumedCapacity[] {
    return [...this.#byTable].map(([table, { table: units, indexes }]) => {
      const total = [...indexes.values()].reduce((sum, cost) => sum + cost, units);
      const capacity: ConsumedCapacity = { TableName: table.name, CapacityUnits: total };
      if (this.#level !== 'INDEXES') return capacity;
      return {
        ...capacity,
        Table: { CapacityUnits: units },
        ...arm('LocalSecondaryIndexes', 'local', indexes),
        ...arm('GlobalSecondaryIndexes', 'global', indexes),
      };
    });
  }
}

function arm(
  name: 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes',
  kind: SecondaryIndex['kind'],
  indexes: ReadonlyMap<SecondaryIndex, number>,
): Partial<ConsumedCapacity> {
  const entries = [...indexes].filter(([index]) => index.kind === kind);
  if (entries.length === 0) return {};
  return {
    [name]: Object.fromEntries(
      entries.map(([index, units]) => [index.name, { CapacityUnits: units }]),
    ),
  };
}
