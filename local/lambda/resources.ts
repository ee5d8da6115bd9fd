import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import { byGeneratedId } from '../identity.ts';
import type { LoadedResource, ResourceType } from '../resource.ts';
import type { Access } from '../service.ts';
import { LAMBDA_PRINCIPAL } from './lambda-services.ts';
import { mappingSettings } from './mapping-settings.ts';

interface FunctionProperties {
  FunctionName?: string;
  Role?: string;
  MemorySize?: number;
  Timeout?: number;
  Environment?: { Variables?: Record<string, string> };
  ReservedConcurrentExecutions?: number;
  DeadLetterConfig?: { TargetArn?: string };
  TracingConfig?: { Mode?: string };
  LoggingConfig?: { LogGroup?: string };
}

interface PermissionProperties {
  FunctionName: string;
  Action: string;
  Principal: string;
  SourceArn?: string;
  SourceAccount?: string;
}

const DEFAULT_MEMORY_MB = 128;
const DEFAULT_TIMEOUT_SECONDS = 3;

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
    lambda.createFunction(
      {
        name: ref,
        arn: attributes['Arn']!,
        roleArn: settings.Role ?? '',
        variables: settings.Environment?.Variables ?? {},
        memoryMb: Number(settings.MemorySize ?? DEFAULT_MEMORY_MB),
        timeoutMs: Number(settings.Timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
        reservedConcurrency: numberOf(settings.ReservedConcurrentExecutions),
        deadLetterArn: settings.DeadLetterConfig?.TargetArn,
      },
      code,
    );
  },
  verifyGrants({ properties, ref, attributes }, { iam }) {
    const { Role = '', TracingConfig, LoggingConfig } = properties as FunctionProperties;
    const principal = iam.assume(LAMBDA_PRINCIPAL, Role, { session: ref });
    if (TracingConfig?.Mode === 'Active') iam.authorise(principal, TRACING);
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
    lambda.createMapping(mappingSettings(ref, properties));
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
  create(resource, { lambda, iam }) {
    const properties = resource.properties as unknown as PermissionProperties;
    const { arn } = lambda.functionNamed(properties.FunctionName).settings;
    iam.addToResourcePolicy(arn, permissionPolicy(properties, arn, resource), 'Properties');
  },
};

/** Functions, event source mappings and permissions. AWS CloudFormation Template Reference, AWS Lambda. */
export const lambdaResourceTypes: readonly ResourceType[] = [
  lambdaFunction,
  eventSourceMapping,
  permission,
];

/** The policy that AddPermission makes of a permission. */
function permissionPolicy(
  { Action, Principal, SourceArn, SourceAccount }: PermissionProperties,
  functionArn: string,
  { logicalId }: LoadedResource,
): object {
  const isService = Principal.endsWith('.amazonaws.com');
  const condition = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(SourceAccount === undefined
      ? {}
      : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
  };
  const statement = {
    Sid: logicalId,
    Effect: 'Allow',
    Principal: isService ? { Service: Principal } : { AWS: Principal },
    Action,
    Resource: functionArn,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
