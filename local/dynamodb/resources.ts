import { regionalArn } from '../arn.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import type { StreamView, TableSpec } from './dynamodb.ts';
import { readTable, type TableInput } from './table-input.ts';

/** What `AWS::DynamoDB::Table` has beside what CreateTable takes. */
interface Properties extends Omit<TableInput, 'StreamSpecification' | 'SSESpecification'> {
  StreamSpecification?: { StreamViewType: StreamView };
  SSESpecification?: { SSEEnabled?: boolean; SSEType?: 'KMS'; KMSMasterKeyId?: string };
  TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean };
  PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled?: boolean };
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
    'GlobalSecondaryIndexes.ProvisionedThroughput': 'recorded',
    BillingMode: 'recorded',
    ProvisionedThroughput: 'recorded',
    'StreamSpecification.StreamViewType': 'simulated',
    'TimeToLiveSpecification.AttributeName': 'simulated',
    'TimeToLiveSpecification.Enabled': 'simulated',
    SSESpecification: 'recorded',
    PointInTimeRecoverySpecification: 'recorded',
    ContributorInsightsSpecification: 'recorded',
    DeletionProtectionEnabled: 'simulated',
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
  create(resource, { dynamodb }) {
    dynamodb.createTable(tableSpec(resource));
  },
};

/** Tables. AWS CloudFormation Template Reference, Amazon DynamoDB. */
export const dynamodbResourceTypes: readonly ResourceType[] = [table];

/** A template's table is read as CreateTable reads one, and has what takes further calls there. */
function tableSpec({ properties, ref, attributes }: LoadedResource): TableSpec {
  const {
    StreamSpecification: stream,
    SSESpecification: sse,
    TimeToLiveSpecification: ttl,
    PointInTimeRecoverySpecification: recovery,
    ...input
  } = properties as unknown as Properties;
  const key = sse?.KMSMasterKeyId === undefined ? {} : { KMSMasterKeyId: sse.KMSMasterKeyId };
  const spec = readTable(
    {
      ...input,
      TableName: ref,
      ...(stream && { StreamSpecification: { StreamEnabled: true, ...stream } }),
      ...(sse?.SSEEnabled && { SSESpecification: { Enabled: true, ...key } }),
    },
    attributes['Arn']!,
  );
  const expires = ttl?.Enabled !== false && ttl?.AttributeName !== undefined;
  return {
    ...spec,
    ...(stream && { streamArn: attributes['StreamArn']! }),
    ...(expires && { ttlAttribute: ttl.AttributeName! }),
    ...(recovery?.PointInTimeRecoveryEnabled && { pointInTimeRecovery: true }),
  };
}
