import { NotSimulatedError } from '../errors.ts';
import type { FunctionLogging } from '../logs/function-log.ts';
import { lambdaException, validationException } from './lambda-errors.ts';

/** A function's configuration as templates and the API write it. */
export interface FunctionProperties {
  FunctionName?: string | undefined;
  Runtime?: string | undefined;
  Role?: string | undefined;
  Handler?: string | undefined;
  Description?: string | undefined;
  MemorySize?: number | undefined;
  Timeout?: number | undefined;
  Environment?: { Variables?: Record<string, string> | undefined } | undefined;
  ReservedConcurrentExecutions?: number | undefined;
  DeadLetterConfig?: { TargetArn?: string | undefined } | undefined;
  TracingConfig?: { Mode?: string | undefined } | undefined;
  LoggingConfig?: LoggingConfig | undefined;
  Architectures?: string[] | undefined;
}

/** How a function's log is written, as templates write it. */
export interface LoggingConfig {
  LogGroup?: string | undefined;
  LogFormat?: string | undefined;
  SystemLogLevel?: string | undefined;
}

/** A function's configuration as the engine uses it. */
export interface FunctionSettings {
  name: string;
  arn: string;
  roleArn: string;
  variables: Readonly<Record<string, string>>;
  memoryMb: number;
  timeoutMs: number;
  reservedConcurrency: number | undefined;
  /** Queue for events of asynchronous invocations that failed for good. */
  deadLetterArn: string | undefined;
  /** Undefined: as text, in the function's own log group. */
  logging?: FunctionLogging | undefined;
}

type Range = readonly [minimum: number, maximum: number];

const DEFAULT_MEMORY_MB = 128;
const DEFAULT_TIMEOUT_SECONDS = 3;
const MEMORY_MB: Range = [128, 10_240];
const TIMEOUT_SECONDS: Range = [1, 900];
const VARIABLES_BYTES = 4096;

/** What Lambda's runtimes set themselves. AWS Lambda Developer Guide, "Defined runtime environment variables". */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/**
 * Settings from a function's properties, by the name and ARN it has. Throws ValidationException and
 * InvalidParameterValueException outside Lambda's limits. AWS Lambda API Reference, CreateFunction.
 */
export function functionSettings(
  { name, arn }: Pick<FunctionSettings, 'name' | 'arn'>,
  properties: FunctionProperties,
): FunctionSettings {
  const { MemorySize = DEFAULT_MEMORY_MB, Timeout = DEFAULT_TIMEOUT_SECONDS } = properties;
  const { ReservedConcurrentExecutions: reserved } = properties;
  const variables = properties.Environment?.Variables ?? {};
  checkVariables(variables);
  return {
    name,
    arn,
    roleArn: properties.Role ?? '',
    variables,
    memoryMb: inRange('memorySize', Number(MemorySize), MEMORY_MB),
    timeoutMs: inRange('timeout', Number(Timeout), TIMEOUT_SECONDS) * 1000,
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    deadLetterArn: deadLetterArn(properties),
    logging: loggingOf(properties.LoggingConfig),
  };
}

function loggingOf(given: LoggingConfig | undefined): FunctionLogging | undefined {
  if (!given) return undefined;
  const { LogGroup: group, LogFormat, SystemLogLevel } = given;
  return { group, isJson: LogFormat === 'JSON', isTerse: SystemLogLevel === 'WARN' };
}

/** Throws ValidationException unless the value is a whole number from `minimum` to `maximum`. */
export function inRange(name: string, value: number, [minimum, maximum]: Range): number {
  if (!Number.isInteger(value)) throw validationException(value, name, 'Member must be an integer');
  if (value < minimum) {
    const constraint = `Member must have value greater than or equal to ${minimum}`;
    throw validationException(value, name, constraint);
  }
  if (value > maximum) {
    const constraint = `Member must have value less than or equal to ${maximum}`;
    throw validationException(value, name, constraint);
  }
  return value;
}

function deadLetterArn({ DeadLetterConfig }: FunctionProperties): string | undefined {
  const arn = DeadLetterConfig?.TargetArn || undefined;
  if (arn === undefined || arn.split(':')[2] === 'sqs') return arn;
  throw new NotSimulatedError(`DeadLetterConfig.TargetArn ${arn}, which is no queue`);
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const unable =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    const message = `${unable} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`;
    throw lambdaException('InvalidParameterValueException', message);
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > VARIABLES_BYTES) {
    const message = `${unable} exceeded the 4KB limit. String measured: ${text}`;
    throw lambdaException('InvalidParameterValueException', message);
  }
}
