import type {
  CreateTableInput,
  DeleteTableInput,
  UpdateTableInput,
} from '@aws-sdk/client-dynamodb';
import { describe } from './describe.ts';
import type { Engine, Operation } from './engine.ts';
import { resourceInUse, validationException } from './errors.ts';
import { checkIndexUpdates, updateIndexes } from './index-updates.ts';
import { checkParameters } from './parameters.ts';
import type { Table } from './table.ts';
import { invalidParameter } from './table-checks.ts';
import { checkTableUpdateConstraints } from './table-constraints.ts';
import {
  checkEncryption,
  checkUnitsChange,
  readMarks,
  readStreamView,
  readTable,
  type TableInput,
  throughputOf,
} from './table-input.ts';
import type { TableSpec } from './table-spec.ts';
import { checkTags } from './tags.ts';

/** How long a table or index is being made, changed or taken away; on AWS it takes seconds and more. */
const settlingMs = 500;

/** CreateTable (API_CreateTable). The table can be used when it is ACTIVE. */
export const createTable: Operation<CreateTableInput> = (engine, input) => {
  checkEncryption(input.SSESpecification);
  for (const index of input.GlobalSecondaryIndexes ?? []) {
    checkParameters('GlobalSecondaryIndex', index);
  }
  for (const index of input.LocalSecondaryIndexes ?? []) {
    checkParameters('LocalSecondaryIndex', index);
  }
  if (input.Tags !== undefined) checkTags(input.Tags);
  const spec = readTable(input as TableInput, `${engine.tableArnPrefix}${input.TableName}`);
  const table = addTable(engine, spec, true);
  settle(engine, table, 'CREATING');
  return { TableDescription: describe(table) };
};

/** Adds a table that is ACTIVE at once; `readable` keeps its stream's records for the Streams API. */
export function addTable(engine: Engine, spec: TableSpec, readable: boolean): Table {
  const table = engine.tables.create(spec, engine.nowMs());
  if (spec.streamView !== undefined) openStream(engine, table, readable);
  return table;
}

/** DeleteTable (API_DeleteTable). Its stream can be read for another day; there are no more records. */
export const deleteTable: Operation<DeleteTableInput> = (engine, input) => {
  const table = engine.tables.known(input.TableName);
  if (table.spec.deletionProtected === true) {
    throw validationException(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  checkSettled(table);
  closeStream(engine, table);
  table.status = 'DELETING';
  const description = describe(table);
  engine.after(settlingMs, () => engine.tables.remove(table));
  return { TableDescription: description };
};

/** UpdateTable (API_UpdateTable): billing mode and units, stream, global indexes, and what is only kept. */
export const updateTable: Operation<UpdateTableInput> = (engine, input) => {
  checkEncryption(input.SSESpecification);
  checkTableUpdateConstraints(input);
  checkAnythingAsked(input);
  const table = engine.tables.known(input.TableName);
  checkSettled(table);
  const throughput = readThroughput(table, input);
  const streamView = checkStream(table, input);
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  for (const update of updates) {
    checkParameters('GlobalSecondaryIndexUpdate', update);
    if (update.Create) checkParameters('CreateGlobalSecondaryIndexAction', update.Create);
    if (update.Update) checkParameters('UpdateGlobalSecondaryIndexAction', update.Update);
  }
  checkIndexUpdates(table, input);
  table.spec = withThroughput({ ...table.spec, ...readMarks(input as TableInput) }, throughput);
  if (input.SSESpecification?.Enabled === false) {
    const { encryption: _, ...rest } = table.spec;
    table.spec = rest;
  }
  if (input.StreamSpecification !== undefined) switchStream(engine, table, streamView);
  const settled = updateIndexes(table, updates, input.AttributeDefinitions);
  settle(engine, table, 'UPDATING', settled);
  return { TableDescription: describe(table) };
};

/** The table is in a state for a while, and then ACTIVE. */
function settle(
  engine: Engine,
  table: Table,
  status: 'CREATING' | 'UPDATING',
  settled?: () => void,
): void {
  table.status = status;
  engine.after(settlingMs, () => {
    table.status = 'ACTIVE';
    settled?.();
  });
}

function checkSettled({ status, name }: Table): void {
  if (status === 'ACTIVE') return;
  const change = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' }[status];
  throw resourceInUse(
    `Attempt to change a resource which is still in use: Table is being ${change}: ${name}`,
  );
}

function checkAnythingAsked(input: UpdateTableInput): void {
  const { TableName: _, AttributeDefinitions: __, GlobalSecondaryIndexUpdates, ...rest } = input;
  const asked = Object.values(rest).some((value) => value !== undefined);
  if (asked || (GlobalSecondaryIndexUpdates?.length ?? 0) > 0) return;
  throw validationException(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
  );
}

type NewThroughput = TableSpec['throughput'] | 'on demand' | 'unchanged';

/** The units that an update asks for; throws if they do not fit the billing mode, or nothing changes. */
function readThroughput({ spec }: Table, input: UpdateTableInput): NewThroughput {
  const { BillingMode, ProvisionedThroughput: given } = input;
  const now = spec.throughput;
  const mode = BillingMode ?? (now === undefined ? 'PAY_PER_REQUEST' : 'PROVISIONED');
  if (mode === 'PAY_PER_REQUEST') {
    if (given === undefined) return BillingMode === undefined ? 'unchanged' : 'on demand';
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (given === undefined) {
    if (now !== undefined) return 'unchanged';
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  checkUnitsChange('table', now, given);
  return throughputOf(given).throughput;
}

function withThroughput(spec: TableSpec, throughput: NewThroughput): TableSpec {
  if (throughput === 'unchanged' || throughput === undefined) return spec;
  if (throughput !== 'on demand') return { ...spec, throughput };
  const { throughput: _, ...rest } = spec;
  return {
    ...rest,
    indexes: spec.indexes.map(({ throughput: __, ...index }) => index),
  };
}

/** What a new stream is to show; throws if there is one to enable already, or none to disable. */
function checkStream({ spec, name }: Table, input: UpdateTableInput): TableSpec['streamView'] {
  const asked = input.StreamSpecification;
  if (asked === undefined) return undefined;
  const view = readStreamView(asked);
  if ((view === undefined) !== (spec.streamView === undefined)) return view;
  throw validationException(
    view === undefined
      ? `Table has no stream to disable: TableName: ${name}`
      : `Table already has an enabled stream: TableName: ${name}`,
  );
}

function switchStream(engine: Engine, table: Table, view: TableSpec['streamView']): void {
  if (view === undefined) closeStream(engine, table);
  else {
    const { streamArn: _, ...rest } = table.spec;
    table.spec = { ...rest, streamView: view };
    openStream(engine, table, true);
  }
}

function openStream({ streams, nowMs }: Engine, table: Table, readable: boolean): void {
  const streamArn = streams?.openFor(table, nowMs(), readable);
  if (streamArn !== undefined) table.spec = { ...table.spec, streamArn };
}

function closeStream({ streams, nowMs }: Engine, table: Table): void {
  const { streamView, ...rest } = table.spec;
  if (streamView === undefined) return;
  table.spec = rest;
  if (rest.streamArn !== undefined) streams?.close(rest.streamArn, nowMs());
}
