import type {
  DescribeTableInput,
  DescribeTimeToLiveInput,
  KeySchemaElement,
  ListTablesInput,
  Projection,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';
import { itemSizeBytes } from './item-size.ts';
import type { KeySchema } from './keys.ts';
import type { Partitions } from './partitions.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { IndexSpec } from './table-spec.ts';

const maximumNames = 100;

/** DescribeTable (API_DescribeTable), with sizes as of now. */
export const describeTable: Operation<DescribeTableInput> = ({ tables }, { TableName }) => {
  const table = tables.get(
    TableName,
    `Requested resource not found: Table: ${TableName} not found`,
  );
  const { spec, schema, indexes } = table;
  const stream = { StreamEnabled: true, StreamViewType: spec.streamView };
  return {
    Table: {
      TableName: spec.tableName,
      TableArn: spec.tableArn,
      TableStatus: 'ACTIVE',
      CreationDateTime: new Date(table.createdMs),
      KeySchema: keySchemaOf(schema),
      AttributeDefinitions: Object.entries(spec.attributeTypes).map(([name, type]) => {
        return { AttributeName: name, AttributeType: type };
      }),
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ItemCount: table.items.size,
      TableSizeBytes: sizeOf(table.items),
      ...(spec.streamView === undefined ? {} : { StreamSpecification: stream }),
      ...described('GlobalSecondaryIndexes', indexes, 'global'),
      ...described('LocalSecondaryIndexes', indexes, 'local'),
    },
  };
};

/** DescribeTimeToLive (API_DescribeTimeToLive). */
export const describeTimeToLive: Operation<DescribeTimeToLiveInput> = ({ tables }, input) => {
  const { ttlAttribute } = tables.get(input.TableName).spec;
  return {
    TimeToLiveDescription:
      ttlAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
  };
};

/** ListTables (API_ListTables), in the order of the names. */
export const listTables: Operation<ListTablesInput> = ({ tables }, input) => {
  const { ExclusiveStartTableName: start, Limit: limit = maximumNames } = input;
  const rest = tables.names().filter((name) => start === undefined || name > start);
  const names = rest.slice(0, limit);
  const more = rest.length > names.length ? { LastEvaluatedTableName: names.at(-1) } : {};
  return { TableNames: names, ...more };
};

function described(member: string, indexes: readonly SecondaryIndex[], kind: IndexSpec['kind']) {
  const ofKind = indexes.filter((index) => index.kind === kind);
  if (ofKind.length === 0) return {};
  return {
    [member]: ofKind.map(({ name, schema, spec, entries }) => ({
      IndexName: name,
      KeySchema: keySchemaOf(schema),
      Projection: projectionOf(spec),
      ItemCount: entries.size,
      ...(kind === 'global' ? { IndexStatus: 'ACTIVE' } : {}),
    })),
  };
}

function keySchemaOf({ hash, range }: KeySchema): KeySchemaElement[] {
  const hashElement: KeySchemaElement = { AttributeName: hash, KeyType: 'HASH' };
  return range === undefined
    ? [hashElement]
    : [hashElement, { AttributeName: range, KeyType: 'RANGE' }];
}

function projectionOf({ projection }: IndexSpec): Projection {
  return typeof projection === 'string'
    ? { ProjectionType: projection }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: projection.include };
}

function sizeOf(items: Partitions): number {
  let bytes = 0;
  for (const text of textsOf(items)) bytes += itemSizeBytes(JSON.parse(text));
  return bytes;
}

/** Every item's text, in the order of a scan. */
function textsOf(items: Partitions): string[] {
  const texts: string[] = [];
  items.walkPartitions({ segment: 0, totalSegments: 1 }, (hash) => {
    items.walk(hash, true, undefined, (text) => {
      texts.push(text);
      return true;
    });
    return true;
  });
  return texts;
}
