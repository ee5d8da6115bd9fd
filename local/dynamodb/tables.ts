import { constraintException, resourceInUse, resourceNotFound } from './errors.ts';
import { type Past, Table } from './table.ts';
import { checkTableName } from './table-name.ts';
import type { TableSpec } from './table-spec.ts';

/** The tables of an engine, found by name or ARN. */
export class Tables {
  readonly past: Past;
  readonly #byName = new Map<string, Table>();
  readonly #byArn = new Map<string, Table>();

  /** With `keepsPast`, reads may be made to see items as they were. */
  constructor(nowMs: () => number, keepsPast = false) {
    this.past = { kept: keepsPast, nowMs, unseenFromMs: undefined };
  }

  /** Adds a table; throws a ResourceInUseException if there is one of this name. */
  create(spec: TableSpec, nowMs: number): Table {
    const { tableName, tableArn } = spec;
    if (this.#byName.has(tableName)) throw resourceInUse(`Table already exists: ${tableName}`);
    const table = new Table(spec, nowMs, this.past);
    this.#byName.set(tableName, table);
    this.#byArn.set(tableArn, table);
    return table;
  }

  /** Takes a table away with all its items. */
  remove({ name, spec }: Table): void {
    this.#byName.delete(name);
    this.#byArn.delete(spec.tableArn);
  }

  /** The names, sorted. */
  names(): string[] {
    return [...this.#byName.keys()].sort();
  }

  all(): Iterable<Table> {
    return this.#byName.values();
  }

  /**
   * The table whose items a request names; throws a ResourceNotFoundException if there is none, or it is not there
   * yet, or no more.
   */
  get(name: unknown): Table {
    const table = this.#find(name);
    if (table === undefined || table.status === 'CREATING' || table.status === 'DELETING') {
      throw resourceNotFound();
    }
    return table;
  }

  /** The table a request is about, whatever its status; throws a ResourceNotFoundException that names it. */
  known(name: unknown): Table {
    const table = this.#find(name);
    if (table !== undefined) return table;
    throw resourceNotFound(`Requested resource not found: Table: ${name} not found`);
  }

  /** The table with an ARN, whatever its status. */
  withArn(arn: string): Table | undefined {
    return this.#byArn.get(arn);
  }

  #find(name: unknown): Table | undefined {
    if (typeof name !== 'string') {
      throw constraintException(null, 'tableName', 'Member must not be null');
    }
    const found = this.#byName.get(name) ?? this.#byArn.get(name);
    if (found === undefined) checkTableName(name);
    return found;
  }
}
