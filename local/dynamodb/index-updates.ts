import type { GlobalSecondaryIndexUpdate, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { limitExceeded, resourceNotFound, validationException } from './errors.ts';
import type { Table } from './table.ts';
import {
  checkGlobalKeySchema,
  checkProjection,
  definedBy,
  invalidParameter,
  maximumGlobal,
} from './table-checks.ts';
import {
  checkIndexBilling,
  checkUnitsChange,
  readIndex,
  type TableInput,
  throughputOf,
  typesOf,
} from './table-input.ts';
import type { IndexSpec, TableSpec } from './table-spec.ts';

/** Throws for what DynamoDB refuses of an UpdateTable's changes of global secondary indexes. */
export function checkIndexUpdates(table: Table, input: UpdateTableInput): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const names = updates.map(checkedName);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin !== undefined) {
    throw invalidParameter(
      `Only one global secondary index update per index is allowed simultaneously. Index: ${twin}`,
    );
  }
  if (updates.filter(({ Update }) => Update === undefined).length > 1) {
    throw limitExceeded(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  checkTypes(table, input.AttributeDefinitions as TableInput['AttributeDefinitions']);
  for (const update of updates) checkUpdate(table, update, input);
  checkAllHaveUnits(table, input);
}

/** Makes the changes of indexes, and gives what is to be done when the table is ACTIVE again. */
export function updateIndexes(
  table: Table,
  updates: readonly GlobalSecondaryIndexUpdate[],
  definitions: UpdateTableInput['AttributeDefinitions'],
): () => void {
  const finish: (() => void)[] = [];
  for (const { Create, Delete, Update } of updates) {
    if (Create !== undefined) {
      const spec = readIndex(Create, 'global');
      const added = table.addIndex(spec, {
        ...table.spec.attributeTypes,
        ...keysOf(spec, definitions),
      });
      finish.push(() => {
        added.status = 'ACTIVE';
      });
    } else if (Delete !== undefined) {
      const gone = table.indexes.find(({ name }) => name === Delete.IndexName)!;
      gone.status = 'DELETING';
      finish.push(() => table.removeIndex(gone.name));
    } else setThroughput(table, Update!);
  }
  return () => {
    for (const step of finish) step();
  };
}

function checkedName({ Create, Delete, Update }: GlobalSecondaryIndexUpdate): string {
  const [change, another] = [Create, Delete, Update].filter((given) => given !== undefined);
  if (another !== undefined) {
    throw invalidParameter(
      'Only one of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete may be given',
    );
  }
  if (change?.IndexName !== undefined) return change.IndexName;
  throw invalidParameter(
    'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
  );
}

/** Definitions may repeat those of the table; what no key needs is not taken, as on AWS. */
function checkTypes({ spec }: Table, definitions: TableInput['AttributeDefinitions'] = []): void {
  const known = new Map(Object.entries(spec.attributeTypes));
  const changed = definitions.some(({ AttributeName, AttributeType }) => {
    return (known.get(AttributeName) ?? AttributeType) !== AttributeType;
  });
  if (!changed) return;
  throw validationException(
    'invalid attribute, SchemaElement redefined should be of same type as previously defined',
  );
}

/** The types of an index's keys, of those that are given. */
function keysOf(
  { hash, range }: IndexSpec,
  definitions: UpdateTableInput['AttributeDefinitions'] = [],
): TableSpec['attributeTypes'] {
  const given = definitions as NonNullable<TableInput['AttributeDefinitions']>;
  return typesOf(given.filter(({ AttributeName: name }) => [...hash, ...range].includes(name)));
}

function checkUpdate(
  table: Table,
  { Create, Delete, Update }: GlobalSecondaryIndexUpdate,
  input: UpdateTableInput,
): void {
  if (Create === undefined) {
    const name = (Delete ?? Update)!.IndexName!;
    const index = indexOf(table, name);
    if (index === undefined) {
      throw resourceNotFound(`Requested resource not found: Index: ${name} not found`);
    }
    if (Update !== undefined) checkUnits(index, Update, billingModeOf(table, input));
    return;
  }
  checkCreation(table, Create, input);
}

function checkCreation(table: Table, Create: Created, input: UpdateTableInput): void {
  if (table.spec.indexes.some(({ name }) => name === Create.IndexName)) {
    throw validationException('Attempting to create an index which already exists');
  }
  // The types of its key attributes have to be given, also of those that the table knows.
  const defined = definedBy(input.AttributeDefinitions as TableInput['AttributeDefinitions']);
  checkGlobalKeySchema(Create.KeySchema ?? [], defined);
  checkProjection(Create);
  checkIndexBilling(Create, billingModeOf(table, input));
  if (table.indexes.filter(({ kind }) => kind === 'global').length >= maximumGlobal) {
    throw validationException(
      `One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of ${maximumGlobal}`,
    );
  }
}

function indexOf({ spec }: Table, name: string): IndexSpec | undefined {
  return spec.indexes.find((index) => index.name === name && index.kind === 'global');
}

function billingModeOf({ spec }: Table, { BillingMode }: UpdateTableInput): string {
  return BillingMode ?? (spec.throughput === undefined ? 'PAY_PER_REQUEST' : 'PROVISIONED');
}

function checkUnits({ name, throughput: now }: IndexSpec, update: Updated, mode: string): void {
  if (update.ProvisionedThroughput === undefined) {
    throw validationException('No provisioned throughput specified for the global secondary index');
  }
  checkIndexBilling(update, mode);
  checkUnitsChange(`index ${name}`, now, update.ProvisionedThroughput);
}

/** A table that gets units needs them for each of its indexes too. */
function checkAllHaveUnits(table: Table, input: UpdateTableInput): void {
  if (input.BillingMode !== 'PROVISIONED') return;
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const changed = updates.map(({ Delete, Update }) => (Delete ?? Update)?.IndexName);
  const without = table.spec.indexes.find(({ kind, name, throughput }) => {
    return kind === 'global' && throughput === undefined && !changed.includes(name);
  });
  if (without !== undefined) checkIndexBilling({ IndexName: without.name }, 'PROVISIONED');
}

function setThroughput(table: Table, { IndexName, ProvisionedThroughput }: Updated): void {
  const throughput = throughputOf(ProvisionedThroughput);
  const indexes = table.spec.indexes.map((index) =>
    index.name === IndexName ? { ...index, ...throughput } : index,
  );
  table.spec = { ...table.spec, indexes };
}

type Created = NonNullable<GlobalSecondaryIndexUpdate['Create']>;
type Updated = NonNullable<GlobalSecondaryIndexUpdate['Update']>;
