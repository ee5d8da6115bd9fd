import type {
  GlobalSecondaryIndex,
  KeySchemaElement,
  UpdateTableInput,
} from '@aws-sdk/client-dynamodb';
import { Constraints } from './constraints.ts';
import type { TableInput } from './table-input.ts';

const nameLength = [3, 255] as const;
const keyLength = [1, 2] as const;
/** Of a global index: four attributes for the partition, and four to sort by. */
const globalKeyLength = [1, 8] as const;
const attributeNameLength = [1, 255] as const;
const unlimited = Number.MAX_SAFE_INTEGER;
const includedLength = [1, 20] as const;
const projections = ['ALL', 'INCLUDE', 'KEYS_ONLY'];
const views = ['KEYS_ONLY', 'NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE'];

/** What a table is made with and can be changed to: its billing, its class and its stream. */
function checkSettings(
  constraints: Constraints,
  input: Pick<
    TableInput | UpdateTableInput,
    'ProvisionedThroughput' | 'BillingMode' | 'TableClass' | 'StreamSpecification'
  >,
): void {
  checkUnits(constraints, 'provisionedThroughput', input.ProvisionedThroughput);
  constraints.oneOf('billingMode', input.BillingMode, ['PROVISIONED', 'PAY_PER_REQUEST']);
  constraints.oneOf('tableClass', input.TableClass, ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  const stream = input.StreamSpecification;
  if (stream !== undefined) {
    constraints.present('streamSpecification.streamEnabled', stream.StreamEnabled);
    constraints.oneOf('streamSpecification.streamViewType', stream.StreamViewType, views);
  }
}

/** Throws for members of CreateTable that are missing, too long, too small or of no known value. */
export function checkTableConstraints(input: TableInput): void {
  const constraints = new Constraints();
  checkDefinitions(constraints, input.AttributeDefinitions);
  if (constraints.present('tableName', input.TableName)) {
    constraints.name('tableName', input.TableName);
    constraints.length('tableName', input.TableName, nameLength);
  }
  checkKeys(constraints, 'keySchema', input.KeySchema);
  const { LocalSecondaryIndexes: local = [], GlobalSecondaryIndexes: global = [] } = input;
  local.forEach((index, at) => {
    checkIndex(constraints, `localSecondaryIndexes.${at + 1}.member`, index);
  });
  global.forEach((index, at) => {
    checkIndex(constraints, `globalSecondaryIndexes.${at + 1}.member`, index, globalKeyLength);
  });
  checkSettings(constraints, input);
  constraints.finish();
}

/** Notes what is wrong with an index in itself. */
function checkIndex(
  constraints: Constraints,
  member: string,
  index: GlobalSecondaryIndex,
  keys: readonly [number, number] = keyLength,
): void {
  const { IndexName, Projection } = index;
  if (constraints.present(`${member}.indexName`, IndexName)) {
    constraints.name(`${member}.indexName`, IndexName);
    constraints.length(`${member}.indexName`, IndexName, nameLength);
  }
  checkKeys(constraints, `${member}.keySchema`, index.KeySchema, keys);
  if (constraints.present(`${member}.projection`, Projection)) {
    const { ProjectionType, NonKeyAttributes } = Projection;
    constraints.oneOf(`${member}.projection.projectionType`, ProjectionType, projections);
    const attributes = `${member}.projection.nonKeyAttributes`;
    constraints.length(attributes, NonKeyAttributes, includedLength);
    constraints.members(attributes, NonKeyAttributes, attributeNameLength);
  }
  checkUnits(constraints, `${member}.provisionedThroughput`, index.ProvisionedThroughput);
}

/** Notes units that are missing or less than one. */
export function checkUnits(
  constraints: Constraints,
  member: string,
  units: TableInput['ProvisionedThroughput'],
): void {
  if (units === undefined) return;
  for (const [name, value] of [
    ['readCapacityUnits', units.ReadCapacityUnits],
    ['writeCapacityUnits', units.WriteCapacityUnits],
  ] as const) {
    if (constraints.present(`${member}.${name}`, value)) {
      constraints.within(`${member}.${name}`, value, 1, unlimited);
    }
  }
}

/** Notes attribute definitions that are missing or of no key's type. */
function checkDefinitions(
  constraints: Constraints,
  definitions: TableInput['AttributeDefinitions'],
): void {
  if (!constraints.present('attributeDefinitions', definitions)) return;
  definitions.forEach(({ AttributeName, AttributeType }, at) => {
    const member = `attributeDefinitions.${at + 1}.member`;
    if (constraints.present(`${member}.attributeName`, AttributeName)) {
      constraints.length(`${member}.attributeName`, AttributeName, attributeNameLength);
    }
    if (constraints.present(`${member}.attributeType`, AttributeType)) {
      constraints.oneOf(`${member}.attributeType`, AttributeType, ['B', 'N', 'S']);
    }
  });
}

function checkKeys(
  constraints: Constraints,
  member: string,
  keys: readonly KeySchemaElement[] | undefined,
  length: readonly [number, number] = keyLength,
): void {
  if (!constraints.present(member, keys)) return;
  constraints.length(member, keys, length, 'KeySchemaElement');
  keys.forEach(({ AttributeName, KeyType }, at) => {
    const element = `${member}.${at + 1}.member`;
    if (constraints.present(`${element}.attributeName`, AttributeName)) {
      constraints.length(`${element}.attributeName`, AttributeName, attributeNameLength);
    }
    if (constraints.present(`${element}.keyType`, KeyType)) {
      constraints.oneOf(`${element}.keyType`, KeyType, ['HASH', 'RANGE']);
    }
  });
}

/** Throws for members of UpdateTable that are missing, too long, too small or of no known value. */
export function checkTableUpdateConstraints(input: UpdateTableInput): void {
  const constraints = new Constraints();
  constraints.present('tableName', input.TableName);
  if (input.AttributeDefinitions !== undefined) {
    checkDefinitions(constraints, input.AttributeDefinitions as TableInput['AttributeDefinitions']);
  }
  checkSettings(constraints, input);
  (input.GlobalSecondaryIndexUpdates ?? []).forEach(({ Create, Delete, Update }, at) => {
    const member = `globalSecondaryIndexUpdates.${at + 1}.member`;
    if (Create) checkIndex(constraints, `${member}.create`, Create, globalKeyLength);
    if (Delete) constraints.present(`${member}.delete.indexName`, Delete.IndexName);
    if (Update) {
      constraints.present(`${member}.update.indexName`, Update.IndexName);
      checkUnits(
        constraints,
        `${member}.update.provisionedThroughput`,
        Update.ProvisionedThroughput,
      );
    }
  });
  constraints.finish();
}
