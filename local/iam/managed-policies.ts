/** One statement of an AWS managed policy: what it allows, on every resource. */
type ManagedActions = readonly string[];

const LOG_WRITES: ManagedActions = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
];

const TRACE_WRITES: ManagedActions = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/** What each AWS managed policy allows, on every resource; AWS Managed Policy Reference Guide. */
const ALLOWED: Readonly<Record<string, ManagedActions>> = {
  'service-role/AWSLambdaBasicExecutionRole': LOG_WRITES,
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...LOG_WRITES,
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...LOG_WRITES,
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    ...LOG_WRITES,
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
  AdministratorAccess: ['*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AWSXRayDaemonWriteAccess: TRACE_WRITES,
  AWSXrayWriteOnlyAccess: TRACE_WRITES,
};

/** Names of the AWS managed policies that are known, with their path. */
export const awsManagedPolicies: readonly string[] = Object.keys(ALLOWED);

/** The ARNs of the AWS managed policies that are known. */
export function awsManagedPolicyArns(partition: string): string[] {
  return awsManagedPolicies.map((name) => `arn:${partition}:iam::aws:policy/${name}`);
}

/** The document of an AWS managed policy by its ARN; undefined if it is not known. */
export function awsManagedPolicy(policyArn: string): object | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(policyArn)?.[1];
  if (name === undefined || !Object.hasOwn(ALLOWED, name)) return undefined;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ALLOWED[name], Resource: '*' }],
  };
}
