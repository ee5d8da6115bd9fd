import type {
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  SSESpecification,
  StreamSpecification,
  Tag,
} from '@aws-sdk/client-dynamodb';
import { NotSimulatedError } from '../errors.ts';
import { validationException } from './errors.ts';
import type { KeyType } from './keys.ts';
import { checkSchema, invalidParameter } from './table-checks.ts';
import { checkTableConstraints } from './table-constraints.ts';
import type { IndexKey, IndexSpec, StreamView, TableSpec, Throughput } from './table-spec.ts';

/** What CreateTable and `AWS::DynamoDB::Table` have in common: the same members in the same shapes. */
export interface TableInput {
  TableName?: string;
  KeySchema?: KeySchemaElement[];
  AttributeDefinitions?: { AttributeName: string; AttributeType: KeyType }[];
  GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  LocalSecondaryIndexes?: LocalSecondaryIndex[];
  BillingMode?: string;
  ProvisionedThroughput?: ProvisionedThroughput;
  StreamSpecification?: StreamSpecification;
  SSESpecification?: SSESpecification;
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  Tags?: Tag[];
}

/** The table that an input asks for; throws a ValidationException for what DynamoDB refuses. */
export function readTable(input: TableInput, tableArn: string): TableSpec {
  checkTableConstraints(input);
  checkBilling(input);
  checkSchema(input);
  const { KeySchema = [], AttributeDefinitions = [] } = input;
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = input;
  const streamView = readStreamView(input.StreamSpecification);
  return {
    tableName: input.TableName!,
    tableArn,
    keySchema: readKeySchema(KeySchema),
    attributeTypes: typesOf(AttributeDefinitions),
    indexes: [
      ...GlobalSecondaryIndexes.map((index) => readIndex(index, 'global')),
      ...LocalSecondaryIndexes.map((index) => readIndex(index, 'local')),
    ],
    ...(streamView === undefined ? {} : { streamView }),
    ...throughputOf(input.ProvisionedThroughput),
    ...readMarks(input),
  };
}

/** What is only kept and told of a table. */
export function readMarks(
  input: Pick<TableInput, 'DeletionProtectionEnabled' | 'TableClass' | 'SSESpecification' | 'Tags'>,
): Partial<TableSpec> {
  const { DeletionProtectionEnabled, TableClass, SSESpecification: sse, Tags } = input;
  const marks: Partial<TableSpec> = {};
  if (DeletionProtectionEnabled !== undefined) marks.deletionProtected = DeletionProtectionEnabled;
  if (TableClass !== undefined) marks.tableClass = TableClass;
  if (sse?.Enabled === true) {
    marks.encryption = sse.KMSMasterKeyId === undefined ? {} : { keyArn: sse.KMSMasterKeyId };
  }
  if (Tags !== undefined) {
    marks.tags = new Map(Tags.map(({ Key, Value }) => [Key!, Value!]));
  }
  return marks;
}

/** An index of either kind. */
export function readIndex(
  index: GlobalSecondaryIndex | LocalSecondaryIndex,
  kind: IndexSpec['kind'],
): IndexSpec {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection!;
  const projection =
    ProjectionType === 'INCLUDE'
      ? { include: NonKeyAttributes }
      : (ProjectionType as 'ALL' | 'KEYS_ONLY');
  const throughput = throughputOf((index as GlobalSecondaryIndex).ProvisionedThroughput);
  const name = index.IndexName!;
  return { name, ...readIndexKey(index.KeySchema!), projection, kind, ...throughput };
}

/** The types by the attributes' names. */
export function typesOf(
  definitions: NonNullable<TableInput['AttributeDefinitions']>,
): TableSpec['attributeTypes'] {
  return Object.fromEntries(
    definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
}

/** What the stream shows; undefined if there is to be none. */
export function readStreamView(spec: StreamSpecification | undefined): StreamView | undefined {
  if (spec === undefined) return undefined;
  const { StreamEnabled, StreamViewType } = spec;
  if (StreamEnabled === true) {
    if (StreamViewType !== undefined) return StreamViewType as StreamView;
    throw invalidParameter('StreamSpecification: StreamViewType must be given to enable a stream');
  }
  if (StreamViewType === undefined) return undefined;
  throw invalidParameter('StreamSpecification: StreamViewType is given, but StreamEnabled is not');
}

/** Provisioned units as they are kept. */
export function throughputOf(given: ProvisionedThroughput | undefined): {
  throughput?: Throughput;
} {
  if (given === undefined) return {};
  const { ReadCapacityUnits, WriteCapacityUnits } = given;
  return { throughput: { readUnits: ReadCapacityUnits!, writeUnits: WriteCapacityUnits! } };
}

/** The names of an index's key attributes. */
function readIndexKey(parts: readonly KeySchemaElement[]): IndexKey {
  const ofType = (type: KeySchemaElement['KeyType']) =>
    parts.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName!);
  return { hash: ofType('HASH'), range: ofType('RANGE') };
}

function readKeySchema(parts: readonly KeySchemaElement[]): TableSpec['keySchema'] {
  const [hash, range] = parts as [KeySchemaElement, KeySchemaElement?];
  const name = { hash: hash.AttributeName! };
  return range === undefined ? name : { ...name, range: range.AttributeName! };
}

function checkBilling(input: TableInput): void {
  const { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexes = [] } = input;
  if (BillingMode === 'PAY_PER_REQUEST') {
    if (ProvisionedThroughput !== undefined) {
      throw invalidParameter(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
  } else if (ProvisionedThroughput === undefined) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  for (const index of GlobalSecondaryIndexes) checkIndexBilling(index, BillingMode);
}

/** An index has its own units just when the table has. */
export function checkIndexBilling(
  {
    IndexName,
    ProvisionedThroughput: units,
  }: Pick<GlobalSecondaryIndex, 'IndexName' | 'ProvisionedThroughput'>,
  billingMode: string | undefined,
): void {
  const onDemand = billingMode === 'PAY_PER_REQUEST';
  if (onDemand === (units === undefined)) return;
  throw invalidParameter(
    onDemand
      ? `ProvisionedThroughput should not be specified for index: ${IndexName} when BillingMode is PAY_PER_REQUEST`
      : `ProvisionedThroughput must be specified for index: ${IndexName}`,
  );
}

/** Throws for units that are the ones there are; `what` is the table or the index. */
export function checkUnitsChange(
  what: string,
  now: Throughput | undefined,
  { ReadCapacityUnits: reads, WriteCapacityUnits: writes }: ProvisionedThroughput,
): void {
  if (now?.readUnits !== reads || now?.writeUnits !== writes) return;
  const kind = what.split(' ')[0];
  throw validationException(
    `The provisioned throughput for the ${what} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for the ${kind}: ${reads}. Requested ReadCapacityUnits: ${reads}. ` +
      `Current WriteCapacityUnits provisioned for the ${kind}: ${writes}. Requested WriteCapacityUnits: ${writes}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
}

/** An encryption that is asked for in a way the engine does not know, or that is none. */
export function checkEncryption(sse: SSESpecification | undefined): void {
  if (sse !== undefined && sse.Enabled !== true) {
    const given = (['KMSMasterKeyId', 'SSEType'] as const).find((name) => sse[name] !== undefined);
    if (given !== undefined) {
      throw invalidParameter(`SSESpecification: ${given} is given, but Enabled is not true`);
    }
  }
  if (sse?.SSEType === undefined || sse.SSEType === 'KMS') return;
  if (sse.SSEType === 'AES256') throw new NotSimulatedError('SSEType AES256 of a table');
  throw validationException(
    `1 validation error detected: Value '${sse.SSEType}' at 'sSESpecification.sSEType' failed to satisfy constraint: Member must satisfy enum value set: [AES256, KMS]`,
  );
}
