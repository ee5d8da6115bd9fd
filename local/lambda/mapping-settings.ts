import { NotSimulatedError } from '../errors.ts';
import { inRange } from './function-settings.ts';
import { lambdaException, validationException } from './lambda-errors.ts';

/** An event source mapping's configuration; what does not apply to its kind of source has its default. */
export interface MappingSettings {
  /** The mapping's id. */
  uuid: string;
  eventSourceArn: string;
  functionName: string;
  enabled: boolean;
  batchSize: number;
  windowMs: number;
  /** Undefined: as many as Lambda scales to. */
  maximumConcurrency: number | undefined;
  reportsFailures: boolean;
  /** Filter patterns, as text. */
  filters: readonly string[];
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  bisects: boolean;
  /** Undefined: until the records expire. */
  maximumRetries: number | undefined;
  /** Undefined: until the stream drops them. */
  maximumRecordAgeMs: number | undefined;
  parallelizationFactor: number;
  /** ARN of a queue or bucket. */
  onFailureArn: string | undefined;
}

type Properties = Readonly<Record<string, unknown>>;

interface Nested {
  FilterCriteria?: { Filters?: { Pattern: string }[] };
  ScalingConfig?: { MaximumConcurrency?: number };
  DestinationConfig?: { OnFailure?: { Destination?: string } };
}

const REPORT = 'ReportBatchItemFailures';
const STREAM_POSITIONS: readonly unknown[] = ['TRIM_HORIZON', 'LATEST'];
const WINDOWLESS_BATCH = 10;
/** What only the mappings of streams have. */
const OF_STREAMS = [
  ...['BisectBatchOnFunctionError', 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'],
  'ParallelizationFactor',
];
/** What only the mappings of queues have. */
const OF_QUEUES = ['ScalingConfig'];

/**
 * Settings from the properties of an `AWS::Lambda::EventSourceMapping`; throws InvalidParameterValueException
 * outside the limits. AWS Lambda Developer Guide, "Lambda parameters for Amazon SQS / DynamoDB event source mappings".
 */
export function mappingSettings(uuid: string, properties: Properties): MappingSettings {
  const eventSourceArn = String(properties['EventSourceArn']);
  const isQueue = serviceOf(eventSourceArn) === 'sqs';
  checkKind(properties, isQueue);
  const { FilterCriteria, ScalingConfig, DestinationConfig } = properties as Nested;
  const concurrency = ScalingConfig?.MaximumConcurrency;
  const number = (name: string, fallback: number, range: readonly [number, number]): number =>
    inRange(parameterOf(name), Number(properties[name] ?? fallback), range);
  return {
    uuid,
    eventSourceArn,
    functionName: String(properties['FunctionName']),
    enabled: properties['Enabled'] !== false && properties['Enabled'] !== 'false',
    batchSize: number('BatchSize', isQueue ? 10 : 100, [1, 10_000]),
    windowMs: number('MaximumBatchingWindowInSeconds', 0, [0, 300]) * 1000,
    maximumConcurrency:
      concurrency && inRange('scalingConfig.maximumConcurrency', Number(concurrency), [2, 1000]),
    reportsFailures: reportsFailures(properties['FunctionResponseTypes']),
    filters: (FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern),
    startingPosition: startingPosition(properties['StartingPosition'], isQueue),
    bisects: properties['BisectBatchOnFunctionError'] === true,
    maximumRetries: unlessInfinite(number('MaximumRetryAttempts', -1, [-1, 10_000])),
    maximumRecordAgeMs: recordAgeMs(number('MaximumRecordAgeInSeconds', -1, [-1, 604_800])),
    parallelizationFactor: number('ParallelizationFactor', 1, [1, 10]),
    onFailureArn: DestinationConfig?.OnFailure?.Destination,
  };
}

/** Refuses a batch or window that a queue's mapping may not have. */
export function checkQueueMapping(
  { batchSize, windowMs, onFailureArn }: MappingSettings,
  fifo: boolean,
): void {
  if (onFailureArn !== undefined) {
    throw invalid('Unsupported DestinationConfig parameter for given event source mapping type.');
  }
  if (fifo && (batchSize > WINDOWLESS_BATCH || windowMs > 0)) {
    throw invalid('Batching window and batch sizes above 10 are not supported for FIFO queues.');
  }
  if (batchSize > WINDOWLESS_BATCH && windowMs < 1000) {
    throw invalid(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}

/** Refuses what mappings of the other kind of source have. */
function checkKind(properties: Properties, isQueue: boolean): void {
  if (isQueue && properties['StartingPosition'] !== undefined) {
    throw invalid('StartingPosition is not valid for SQS event sources.');
  }
  const foreign = (isQueue ? OF_STREAMS : OF_QUEUES).find((name) => properties[name] !== undefined);
  if (foreign === undefined) return;
  throw invalid(`Unsupported ${foreign} parameter for given event source mapping type.`);
}

/** The service in an ARN, such as `sqs`. */
export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

function invalid(message: string): Error {
  return lambdaException('InvalidParameterValueException', message);
}

/** `BatchSize` as messages call it. */
function parameterOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function unlessInfinite(value: number): number | undefined {
  return value < 0 ? undefined : value;
}

function recordAgeMs(seconds: number): number | undefined {
  if (seconds < 0) return undefined;
  return inRange('maximumRecordAgeInSeconds', seconds, [60, 604_800]) * 1000;
}

function reportsFailures(types: unknown): boolean {
  const named = (types ?? []) as readonly string[];
  const unknown = named.find((type) => type !== REPORT);
  if (unknown !== undefined) throw new NotSimulatedError(`function response type ${unknown}`);
  return named.includes(REPORT);
}

function startingPosition(value: unknown, isQueue: boolean): MappingSettings['startingPosition'] {
  if (isQueue) return 'TRIM_HORIZON';
  if (STREAM_POSITIONS.includes(value)) return value as MappingSettings['startingPosition'];
  if (value === undefined) {
    throw validationException(undefined, 'startingPosition', 'Member must not be null.');
  }
  const set = 'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]';
  throw validationException(value, 'startingPosition', set);
}
