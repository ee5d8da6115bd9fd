import { createHash } from 'node:crypto';
import type {
  DescribeTableInput,
  KeySchemaElement,
  ListTablesInput,
  Projection,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';
import { constraintException } from './errors.ts';
import { itemSizeBytes } from './item-size.ts';
import type { Partitions } from './partitions.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { Table } from './table.ts';
import {
  type IndexKey,
  type IndexSpec,
  keyNames,
  type TableSpec,
  type Throughput,
} from './table-spec.ts';

const maximumNames = 100;

/** DescribeTable (API_DescribeTable), with sizes as of now. */
export const describeTable: Operation<DescribeTableInput> = ({ tables }, { TableName }) => {
  return { Table: describe(tables.known(TableName)) };
};

/** A table as DescribeTable and the operations that change one tell of it. */
export function describe(table: Table): TableDescription {
  const { spec, indexes } = table;
  const types = Object.entries(spec.attributeTypes);
  const created = new Date(table.createdMs);
  return {
    AttributeDefinitions: types.map(([name, type]) => {
      return { AttributeName: name, AttributeType: type };
    }),
    TableName: spec.tableName,
    KeySchema: keySchemaOf(keyNames(spec.keySchema)),
    TableStatus: table.status,
    CreationDateTime: created,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...unitsOf(spec.throughput) },
    TableSizeBytes: sizeOf(table.items, (item) => item),
    ItemCount: table.items.size,
    TableArn: spec.tableArn,
    TableId: idOf(table),
    ...(spec.throughput === undefined ? { BillingModeSummary: onDemandSince(created) } : {}),
    ...described(table, 'LocalSecondaryIndexes', indexes, 'local'),
    ...described(table, 'GlobalSecondaryIndexes', indexes, 'global'),
    ...streamOf(spec),
    ...marksOf(spec),
    DeletionProtectionEnabled: spec.deletionProtected === true,
  };
}

/** ListTables (API_ListTables), in the order of the names. */
export const listTables: Operation<ListTablesInput> = ({ tables }, input) => {
  const { ExclusiveStartTableName: start, Limit: limit = maximumNames } = input;
  if (limit < 1 || limit > maximumNames) {
    const bound =
      limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${maximumNames}`;
    throw constraintException(String(limit), 'limit', `Member must have value ${bound}`);
  }
  const rest = tables.names().filter((name) => start === undefined || name > start);
  const names = rest.slice(0, limit);
  const more = rest.length > names.length ? { LastEvaluatedTableName: names.at(-1) } : {};
  return { TableNames: names, ...more };
};

/** A key schema as the API spells it. */
export function keySchemaOf({ hash, range }: IndexKey): KeySchemaElement[] {
  return [
    ...hash.map((name) => ({ AttributeName: name, KeyType: 'HASH' as const })),
    ...range.map((name) => ({ AttributeName: name, KeyType: 'RANGE' as const })),
  ];
}

function described(
  { spec }: Table,
  member: string,
  indexes: readonly SecondaryIndex[],
  kind: IndexSpec['kind'],
) {
  const ofKind = indexes.filter((index) => index.kind === kind);
  if (ofKind.length === 0) return {};
  return {
    [member]: ofKind.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchemaOf(index.spec),
      Projection: projectionOf(index.spec),
      ...(kind === 'global' ? stateOf(spec, index) : {}),
      IndexSizeBytes: sizeOf(index.entries, (item) => index.view(item)),
      ItemCount: index.entries.size,
      IndexArn: `${spec.tableArn}/index/${index.name}`,
    })),
  };
}

function stateOf({ indexes }: TableSpec, { name, status }: SecondaryIndex) {
  const throughput = indexes.find((index) => index.name === name)?.throughput;
  return {
    IndexStatus: status,
    ...(status === 'CREATING' ? { Backfilling: true } : {}),
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...unitsOf(throughput) },
  };
}

function unitsOf(throughput: Throughput | undefined) {
  const { readUnits, writeUnits } = throughput ?? { readUnits: 0, writeUnits: 0 };
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits };
}

function onDemandSince(created: Date) {
  return { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created } as const;
}

function streamOf({ streamView, streamArn }: TableSpec) {
  const latest = streamArn && {
    LatestStreamLabel: streamArn.slice(streamArn.indexOf('/stream/') + '/stream/'.length),
    LatestStreamArn: streamArn,
  };
  const enabled = streamView && {
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
  };
  return { ...enabled, ...latest };
}

function marksOf({ encryption, tableClass }: TableSpec): Partial<TableDescription> {
  const { keyArn } = encryption ?? {};
  const key = keyArn === undefined ? {} : { KMSMasterKeyArn: keyArn };
  return {
    ...(encryption && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', ...key } }),
    ...(tableClass && {
      TableClassSummary: { TableClass: tableClass as 'STANDARD' },
    }),
  };
}

function projectionOf({ projection }: IndexSpec): Projection {
  return typeof projection === 'string'
    ? { ProjectionType: projection }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: projection.include };
}

function sizeOf(
  items: Partitions,
  view: (item: Parameters<typeof itemSizeBytes>[0]) => Parameters<typeof itemSizeBytes>[0],
): number {
  let bytes = 0;
  items.walkAll((text) => {
    bytes += itemSizeBytes(view(JSON.parse(text)));
  });
  return bytes;
}

/** A UUID of the table's own, the same in every run. */
function idOf({ spec, createdMs }: Table): string {
  const digits = createHash('sha256').update(`${spec.tableArn} ${createdMs}`).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
