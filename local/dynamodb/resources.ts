import { regionalArn } from '../arn.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import type { IndexSpec, StreamView, TableSpec } from './dynamodb.ts';

interface KeyPart {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

interface Index {
  IndexName: string;
  KeySchema: KeyPart[];
  Projection?: { ProjectionType?: string; NonKeyAttributes?: string[] };
}

interface Properties {
  TableName?: string;
  KeySchema: KeyPart[];
  AttributeDefinitions?: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  GlobalSecondaryIndexes?: Index[];
  LocalSecondaryIndexes?: Index[];
  StreamSpecification?: { StreamViewType: StreamView };
  TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean };
}

/** A stream's label is the time it was enabled; here always the same one. */
const STREAM_LABEL = '2025-01-01T00:00:00.000';

const table: ResourceType = {
  type: 'AWS::DynamoDB::Table',
  properties: {
    TableName: 'simulated',
    KeySchema: 'simulated',
    AttributeDefinitions: 'simulated',
    'GlobalSecondaryIndexes.IndexName': 'simulated',
    'GlobalSecondaryIndexes.KeySchema': 'simulated',
    'GlobalSecondaryIndexes.Projection': 'simulated',
    'LocalSecondaryIndexes.IndexName': 'simulated',
    'LocalSecondaryIndexes.KeySchema': 'simulated',
    'LocalSecondaryIndexes.Projection': 'simulated',
    BillingMode: { only: ['PAY_PER_REQUEST'] },
    'StreamSpecification.StreamViewType': 'simulated',
    'TimeToLiveSpecification.AttributeName': 'simulated',
    'TimeToLiveSpecification.Enabled': 'simulated',
    SSESpecification: 'recorded',
    PointInTimeRecoverySpecification: 'recorded',
    ContributorInsightsSpecification: 'recorded',
    DeletionProtectionEnabled: 'recorded',
    TableClass: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const { TableName: name = generatedName, StreamSpecification } =
      properties as unknown as Properties;
    const arn = regionalArn(surroundings, 'dynamodb', `table/${name}`);
    const attributes: Record<string, string> = { Arn: arn };
    if (StreamSpecification) attributes['StreamArn'] = `${arn}/stream/${STREAM_LABEL}`;
    return { ref: name, attributes };
  },
  create(resource, { dynamodb, streams }) {
    const spec = tableSpec(resource);
    dynamodb.createTable(spec);
    const { tableName, streamView: view } = spec;
    if (view) streams.open({ arn: resource.attributes['StreamArn']!, tableName, view });
  },
};

/** Tables. AWS CloudFormation Template Reference, Amazon DynamoDB. */
export const dynamodbResourceTypes: readonly ResourceType[] = [table];

function tableSpec({ properties, ref, attributes }: LoadedResource): TableSpec {
  const {
    KeySchema,
    AttributeDefinitions = [],
    GlobalSecondaryIndexes = [],
    LocalSecondaryIndexes = [],
    StreamSpecification,
    TimeToLiveSpecification: ttl,
  } = properties as unknown as Properties;
  const types = AttributeDefinitions.map(({ AttributeName, AttributeType }) => [
    AttributeName,
    AttributeType,
  ]);
  const expires = ttl?.Enabled !== false && ttl?.AttributeName !== undefined;
  return {
    tableName: ref,
    tableArn: attributes['Arn']!,
    keySchema: keySchema(KeySchema),
    attributeTypes: Object.fromEntries(types),
    indexes: [
      ...GlobalSecondaryIndexes.map((index) => indexSpec(index, 'global')),
      ...LocalSecondaryIndexes.map((index) => indexSpec(index, 'local')),
    ],
    ...(StreamSpecification ? { streamView: StreamSpecification.StreamViewType } : {}),
    ...(expires ? { ttlAttribute: ttl.AttributeName! } : {}),
  };
}

function indexSpec(
  { IndexName, KeySchema, Projection }: Index,
  kind: IndexSpec['kind'],
): IndexSpec {
  const { ProjectionType = 'ALL', NonKeyAttributes = [] } = Projection ?? {};
  const projection =
    ProjectionType === 'INCLUDE'
      ? { include: NonKeyAttributes }
      : (ProjectionType as 'ALL' | 'KEYS_ONLY');
  return { name: IndexName, ...keySchema(KeySchema), projection, kind };
}

function keySchema(parts: readonly KeyPart[]): TableSpec['keySchema'] {
  const nameOf = (type: KeyPart['KeyType']): string | undefined =>
    parts.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const range = nameOf('RANGE');
  return { hash: nameOf('HASH') ?? '', ...(range === undefined ? {} : { range }) };
}
