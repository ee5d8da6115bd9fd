import { constraintException, resourceNotFound } from './errors.ts';
import { Table } from './table.ts';
import type { TableSpec } from './table-spec.ts';

/** The tables of an engine, found by name or ARN. */
export class Tables {
  readonly #byName = new Map<string, Table>();
  readonly #byArn = new Map<string, Table>();

  /** Adds a table; throws if there is one of this name. */
  create(spec: TableSpec, nowMs: number): void {
    if (this.#byName.has(spec.tableName)) {
      throw new Error(`there is a table ${spec.tableName} already`);
    }
    const table = new Table(spec, nowMs);
    this.#byName.set(spec.tableName, table);
    this.#byArn.set(spec.tableArn, table);
  }

  /** Takes a table away with all its items; throws if there is none of this name. */
  delete(name: string): void {
    const table = this.get(name);
    this.#byName.delete(table.name);
    this.#byArn.delete(table.spec.tableArn);
  }

  /** The names, sorted. */
  names(): string[] {
    return [...this.#byName.keys()].sort();
  }

  all(): Iterable<Table> {
    return this.#byName.values();
  }

  /** The table a request names; throws a ResourceNotFoundException if there is none. */
  get(name: unknown, notFound?: string): Table {
    if (typeof name !== 'string') {
      throw constraintException(null, 'tableName', 'Member must not be null');
    }
    const table = this.#byName.get(name) ?? this.#byArn.get(name);
    if (table === undefined) throw resourceNotFound(notFound);
    return table;
  }
}
