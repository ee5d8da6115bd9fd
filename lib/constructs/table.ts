import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { KeyAttribute, TableSpec } from '../service.ts';
import type { FunctionContext } from './context.ts';
import { removalPolicyOf } from './removal.ts';

/** The table's name within its service, its keys and indexes, and whether it has a stream. */
export interface ServiceTableProps {
  name: string;
  spec: TableSpec;
  context: FunctionContext;
  /** Whether a relay reads its changes. */
  stream: boolean;
}

/** A table on demand with point-in-time recovery, and the stage's encryption and protection. */
export function serviceTable(scope: Construct, id: string, props: ServiceTableProps): Table {
  const { name, spec, stream } = props;
  const { service, stage, names, key } = props.context;
  const table = new Table(scope, id, {
    tableName: names.table(service, name),
    partitionKey: attributeOf(spec.partitionKey),
    sortKey: spec.sortKey && attributeOf(spec.sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: stage.deletionProtection,
    removalPolicy: removalPolicyOf(stage),
    stream: stream ? StreamViewType.NEW_IMAGE : undefined,
    ...(key ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key.key } : {}),
  });
  for (const [indexName, index] of Object.entries(spec.indexes ?? {})) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: attributeOf(index.partitionKey),
      sortKey: index.sortKey && attributeOf(index.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
  return table;
}

function attributeOf({ name, type }: KeyAttribute): Attribute {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
