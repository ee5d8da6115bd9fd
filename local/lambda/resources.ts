import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import { byGeneratedId } from '../identity.ts';
import type { ResourceType } from '../resource.ts';
import type { Access } from '../service.ts';
import { type FunctionProperties, functionSettings } from './function-settings.ts';
import { LAMBDA_PRINCIPAL } from './lambda-services.ts';
import { mappingSettings } from './mapping-settings.ts';
import type { PermissionProperties } from './permission.ts';

const lambdaFunction: ResourceType = {
  type: 'AWS::Lambda::Function',
  properties: {
    FunctionName: 'simulated',
    Role: 'simulated',
    MemorySize: 'simulated',
    Timeout: 'simulated',
    'Environment.Variables': 'simulated',
    ReservedConcurrentExecutions: 'simulated',
    'DeadLetterConfig.TargetArn': 'simulated',
    PackageType: { only: ['Zip'] },
    Code: 'recorded',
    Handler: 'recorded',
    Runtime: 'recorded',
    Architectures: 'recorded',
    TracingConfig: 'recorded',
    LoggingConfig: 'recorded',
    EphemeralStorage: 'recorded',
    RuntimeManagementConfig: 'recorded',
    KmsKeyArn: 'recorded',
    Description: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = (properties as FunctionProperties).FunctionName ?? generatedName;
    const arn = regionalArn(surroundings, 'lambda', `function:${name}`);
    return { ref: name, attributes: { Arn: arn } };
  },
  create(resource, { lambda }) {
    const { properties, ref, attributes } = resource;
    const settings = properties as FunctionProperties;
    const code = lambda.services.code(resource);
    if (!code) throw new NotSimulatedError(`function ${ref}, for which there is no code`);
    const details = { properties: settings, tags: tagsOf(properties['Tags']) };
    const identity = { name: ref, arn: attributes['Arn']! };
    lambda.createFunction(functionSettings(identity, settings), code, details);
  },
  verifyGrants({ properties, ref, attributes }, { iam }) {
    const {
      Role = '',
      TracingConfig,
      LoggingConfig,
      DeadLetterConfig,
    } = properties as FunctionProperties;
    const principal = iam.assume(LAMBDA_PRINCIPAL, Role, { session: ref });
    if (TracingConfig?.Mode === 'Active') iam.authorise(principal, TRACING);
    const deadLetters = DeadLetterConfig?.TargetArn;
    if (deadLetters) {
      iam.authorise(principal, [{ action: 'sqs:SendMessage', resource: deadLetters }]);
    }
    const group = LoggingConfig?.LogGroup;
    if (group !== undefined) iam.authorise(principal, logging(attributes['Arn']!, group));
  },
};

/** What Lambda asks of the role of a traced function when it is made ("Visualize Lambda function invocations"). */
const TRACING: readonly Access[] = [
  { action: 'xray:PutTraceSegments', resource: '*' },
  { action: 'xray:PutTelemetryRecords', resource: '*' },
];

/** What a function needs to write to a log group of its own; without it its lines are lost. */
function logging(functionArn: string, group: string): Access[] {
  const [, partition, , region, account] = functionArn.split(':');
  const resource = `arn:${partition}:logs:${region}:${account}:log-group:${group}:log-stream:any`;
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource }));
}

const eventSourceMapping: ResourceType = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    EventSourceArn: 'simulated',
    FunctionName: 'simulated',
    Enabled: 'simulated',
    BatchSize: 'simulated',
    MaximumBatchingWindowInSeconds: 'simulated',
    'FilterCriteria.Filters.Pattern': 'simulated',
    FunctionResponseTypes: { only: ['ReportBatchItemFailures'] },
    'ScalingConfig.MaximumConcurrency': 'simulated',
    StartingPosition: { only: ['TRIM_HORIZON', 'LATEST'] },
    BisectBatchOnFunctionError: 'simulated',
    MaximumRetryAttempts: 'simulated',
    MaximumRecordAgeInSeconds: 'simulated',
    ParallelizationFactor: 'simulated',
    'DestinationConfig.OnFailure.Destination': 'simulated',
    MetricsConfig: 'recorded',
    KmsKeyArn: 'recorded',
    Tags: 'recorded',
  },
  identify(_resource, surroundings, generatedName) {
    const arn = regionalArn(surroundings, 'lambda', `event-source-mapping:${generatedName}`);
    return { ref: generatedName, attributes: { Id: generatedName, EventSourceMappingArn: arn } };
  },
  create({ properties, ref }, { lambda }) {
    lambda.createMapping(mappingSettings(ref, properties), properties);
  },
};

const permission: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: {
    FunctionName: 'simulated',
    Action: 'simulated',
    Principal: 'simulated',
    SourceArn: 'simulated',
    SourceAccount: 'simulated',
  },
  identify: byGeneratedId,
  create({ properties, logicalId }, { lambda }) {
    const { FunctionName, ...given } = properties as unknown as PermissionOfFunction;
    lambda.addPermission(lambda.recordOf(FunctionName), logicalId, given);
  },
};

/** Functions, event source mappings and permissions. AWS CloudFormation Template Reference, AWS Lambda. */
export const lambdaResourceTypes: readonly ResourceType[] = [
  lambdaFunction,
  eventSourceMapping,
  permission,
];

interface PermissionOfFunction extends PermissionProperties {
  FunctionName: string;
}

function tagsOf(tags: unknown): Record<string, string> {
  const listed = (tags ?? []) as { Key: string; Value: string }[];
  return Object.fromEntries(listed.map(({ Key, Value }) => [Key, Value]));
}
