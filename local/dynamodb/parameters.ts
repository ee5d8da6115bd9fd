import { NotSimulatedError } from '../errors.ts';

const placeholders = ['ExpressionAttributeNames', 'ExpressionAttributeValues'];
const conditional = ['ConditionExpression', ...placeholders, 'ReturnValuesOnConditionCheckFailure'];
const write = [...conditional, 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];
const projecting = ['ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'];
const paging = [
  ...['TableName', 'IndexName', 'FilterExpression', 'ExpressionAttributeValues', 'Select'],
  ...['Limit', 'ExclusiveStartKey', 'ReturnConsumedCapacity', ...projecting],
];
/** What is kept and told of a table, without effect but for the deletion protection. */
const marks = ['SSESpecification', 'TableClass', 'DeletionProtectionEnabled'];

/** The operations the engine simulates, each with the parameters it takes. */
export const supportedParameters: Readonly<Record<string, readonly string[]>> = {
  BatchGetItem: ['RequestItems', 'ReturnConsumedCapacity'],
  BatchWriteItem: ['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'],
  DeleteItem: ['TableName', 'Key', 'ReturnValues', ...write],
  CreateTable: [
    ...['TableName', 'KeySchema', 'AttributeDefinitions', 'BillingMode', 'ProvisionedThroughput'],
    ...['GlobalSecondaryIndexes', 'LocalSecondaryIndexes', 'StreamSpecification', ...marks, 'Tags'],
  ],
  DeleteTable: ['TableName'],
  DescribeContinuousBackups: ['TableName'],
  DescribeEndpoints: [],
  DescribeLimits: [],
  DescribeTable: ['TableName'],
  DescribeTimeToLive: ['TableName'],
  GetItem: ['TableName', 'Key', 'ReturnConsumedCapacity', ...projecting],
  ListTagsOfResource: ['ResourceArn'],
  ListTables: ['ExclusiveStartTableName', 'Limit'],
  PutItem: ['TableName', 'Item', 'ReturnValues', ...write],
  Query: [...paging, 'KeyConditionExpression', 'ScanIndexForward'],
  Scan: [...paging, 'Segment', 'TotalSegments'],
  TagResource: ['ResourceArn', 'Tags'],
  TransactGetItems: ['TransactItems', 'ReturnConsumedCapacity'],
  TransactWriteItems: [
    ...['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity'],
    'ReturnItemCollectionMetrics',
  ],
  UntagResource: ['ResourceArn', 'TagKeys'],
  UpdateItem: ['TableName', 'Key', 'UpdateExpression', 'ReturnValues', ...write],
  UpdateTable: [
    ...['TableName', 'AttributeDefinitions', 'BillingMode', 'ProvisionedThroughput', ...marks],
    ...['GlobalSecondaryIndexUpdates', 'StreamSpecification'],
  ],
  UpdateTimeToLive: ['TableName', 'TimeToLiveSpecification'],
};

/** The members that parts of batches and transactions take. */
const supportedMembers: Readonly<Record<string, readonly string[]>> = {
  KeysAndAttributes: ['Keys', ...projecting],
  WriteRequest: ['PutRequest', 'DeleteRequest'],
  Get: ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'],
  Put: ['TableName', 'Item', ...conditional],
  Update: ['TableName', 'Key', 'UpdateExpression', ...conditional],
  Delete: ['TableName', 'Key', ...conditional],
  GlobalSecondaryIndex: ['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'],
  LocalSecondaryIndex: ['IndexName', 'KeySchema', 'Projection'],
  GlobalSecondaryIndexUpdate: ['Create', 'Delete', 'Update'],
  CreateGlobalSecondaryIndexAction: [
    ...['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'],
  ],
  UpdateGlobalSecondaryIndexAction: ['IndexName', 'ProvisionedThroughput'],
  ConditionCheck: ['TableName', 'Key', ...conditional],
};

const supported = new Map(
  Object.entries({ ...supportedParameters, ...supportedMembers }).map(([name, members]) => {
    return [name, new Set(members)] as const;
  }),
);

/** Throws a NotSimulatedError that names the first parameter the engine would otherwise ignore. */
export function checkParameters(shape: string, given: object): void {
  const known = supported.get(shape)!;
  for (const name in given) {
    if (known.has(name) || given[name as keyof typeof given] === undefined) continue;
    throw new NotSimulatedError(`DynamoDB ${shape} with the parameter ${name}`);
  }
}

/** Item collection metrics are refused; asking for none is not. */
export function checkItemCollectionMetrics(operation: string, asked: string | undefined): void {
  if (asked === undefined || asked === 'NONE') return;
  throw new NotSimulatedError(`DynamoDB ${operation} with ReturnItemCollectionMetrics ${asked}`);
}
