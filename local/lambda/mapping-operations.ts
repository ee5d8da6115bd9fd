import type {
  CreateEventSourceMappingRequest,
  ListEventSourceMappingsRequest,
  UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import { InvalidPatternError } from '../eventbridge/pattern/invalid-pattern-error.ts';
import { AccessDeniedError } from '../iam/access-denied-error.ts';
import { pageOf } from '../page.ts';
import { uuid } from '../uuid.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import { invalidToken } from './function-operations.ts';
import { inRange } from './function-settings.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException } from './lambda-errors.ts';
import { mappingAccess } from './mapping-access.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { mappingSettings, serviceOf } from './mapping-settings.ts';
import { givenMembers, onlyMembers } from './members.ts';
import type { LambdaOperation } from './operations.ts';

interface OnMapping {
  UUID: string | undefined;
  FunctionName?: string | undefined;
}

const SETTINGS = [
  ...['FunctionName', 'Enabled', 'BatchSize', 'FilterCriteria', 'ScalingConfig'],
  ...['MaximumBatchingWindowInSeconds', 'ParallelizationFactor', 'DestinationConfig'],
  ...['MaximumRecordAgeInSeconds', 'BisectBatchOnFunctionError', 'MaximumRetryAttempts'],
  'FunctionResponseTypes',
];
const INVALID_PATTERN = 'Invalid filter pattern definition.';
const NO_QUEUE =
  'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.';
const LARGEST_PAGE = 10_000;
const DEFAULT_PAGE = 100;

/** The operations on event source mappings, by name. AWS Lambda API Reference. */
export const mappingOperations: Readonly<Record<string, LambdaOperation>> = {
  CreateEventSourceMapping: {
    parameters: ['EventSourceArn', 'StartingPosition', ...SETTINGS],
    accesses: (lambda, { FunctionName }: CreateEventSourceMappingRequest) => [
      mappingAccess(lambda, 'lambda:CreateEventSourceMapping', '*', FunctionName),
    ],
    run: createMapping,
  },
  GetEventSourceMapping: onMapping('GetEventSourceMapping', ['UUID'], mappingConfiguration),
  UpdateEventSourceMapping: onMapping(
    'UpdateEventSourceMapping',
    ['UUID', ...SETTINGS],
    updateMapping,
  ),
  DeleteEventSourceMapping: onMapping('DeleteEventSourceMapping', ['UUID'], (lambda, mapping) => {
    checkSettled(mapping, 'delete');
    lambda.deleteMapping(mapping);
    return mappingConfiguration(lambda, mapping);
  }),
  ListEventSourceMappings: {
    parameters: ['EventSourceArn', 'FunctionName', 'Marker', 'MaxItems'],
    accesses: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
    run: listMappings,
  },
};

function onMapping<Input extends OnMapping>(
  name: string,
  parameters: readonly string[],
  run: (lambda: Lambda, mapping: EventSourceMapping, input: Input) => object,
): LambdaOperation {
  return {
    parameters,
    accesses: (lambda, { UUID, FunctionName }: Input) => {
      const resource = lambda.arnOf(`event-source-mapping:${UUID}`);
      const ofFunction = FunctionName ?? lambda.mappingOf(UUID).target.settings.arn;
      return [mappingAccess(lambda, `lambda:${name}`, resource, ofFunction)];
    },
    run: (lambda, input: Input) => run(lambda, lambda.mappingOf(input.UUID), input),
  };
}

function createMapping(lambda: Lambda, input: CreateEventSourceMappingRequest): object {
  const { EventSourceArn, FunctionName = '' } = input;
  if (EventSourceArn === undefined) {
    throw lambdaException('InvalidParameterValueException', 'Unrecognized event source.');
  }
  checkMembers(input);
  const { name } = existing(lambda, FunctionName).settings;
  refuseTwin(lambda, EventSourceArn, name);
  const properties = { ...givenMembers(input) };
  const settings = mappingSettings(uuid(lambda.services.foundation.random), properties);
  const mapping = checked(EventSourceArn, () => lambda.createMapping(settings, properties));
  mapping.settle('Creating');
  return mappingConfiguration(lambda, mapping);
}

function updateMapping(
  lambda: Lambda,
  mapping: EventSourceMapping,
  { UUID: _id, ...given }: UpdateEventSourceMappingRequest,
): object {
  checkSettled(mapping, 'update');
  const changes = givenMembers(given);
  checkMembers(changes);
  const { uuid: id, eventSourceArn, enabled } = mapping.settings;
  const target = existing(lambda, changes.FunctionName ?? mapping.target.settings.arn);
  const properties = { Enabled: enabled, ...mapping.properties, ...changes };
  if (changes.Enabled === undefined) properties.Enabled = enabled;
  const settings = mappingSettings(id, properties);
  checked(eventSourceArn, () => mapping.configure(settings, properties, target));
  if (settings.enabled === enabled) mapping.settle('Updating');
  else mapping.settle(settings.enabled ? 'Enabling' : 'Disabling');
  return mappingConfiguration(lambda, mapping);
}

function listMappings(lambda: Lambda, input: ListEventSourceMappingsRequest): object {
  const { EventSourceArn, FunctionName, Marker: token, MaxItems = DEFAULT_PAGE } = input;
  const arn = FunctionName && lambda.recordOf(FunctionName).target.settings.arn;
  const wanted = lambda.mappings().filter(({ settings, target }) => {
    if (EventSourceArn !== undefined && settings.eventSourceArn !== EventSourceArn) return false;
    return arn === undefined || target.settings.arn === arn;
  });
  const limit = Math.min(inRange('maxItems', MaxItems, [1, LARGEST_PAGE]), DEFAULT_PAGE);
  const page = pageOf(wanted, ({ settings }) => settings.uuid, { limit, token, invalidToken });
  return {
    EventSourceMappings: page.items.map((mapping) => mappingConfiguration(lambda, mapping)),
    ...(page.token === undefined ? {} : { NextMarker: page.token }),
  };
}

function existing(lambda: Lambda, nameOrArn: string): EventSourceMapping['target'] {
  try {
    return lambda.functionNamed(nameOrArn);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw lambdaException('InvalidParameterValueException', 'Function does not exist');
  }
}

/** A source is mapped to a function once. */
function refuseTwin(lambda: Lambda, sourceArn: string, functionName: string): void {
  const twin = lambda
    .mappings()
    .find(
      ({ settings, target }) =>
        settings.eventSourceArn === sourceArn && target.name === functionName,
    );
  if (!twin) return;
  const advice = `already exists. Please update or delete the existing mapping with UUID ${twin.settings.uuid}`;
  const message =
    serviceOf(sourceArn) === 'sqs'
      ? `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${functionName} ") ${advice}`
      : `The event source arn (" ${sourceArn} ") and function (" ${functionName} ") provided mapping ${advice}`;
  throw lambdaException('ResourceConflictException', message);
}

function checkMembers(input: Omit<UpdateEventSourceMappingRequest, 'UUID'>): void {
  const { FilterCriteria, ScalingConfig, DestinationConfig } = input;
  onlyMembers(FilterCriteria, ['Filters'], 'FilterCriteria of a mapping');
  for (const filter of FilterCriteria?.Filters ?? []) {
    onlyMembers(filter, ['Pattern'], 'a filter of a mapping');
    if (!isPattern(filter.Pattern)) {
      throw lambdaException('InvalidParameterValueException', INVALID_PATTERN);
    }
  }
  onlyMembers(ScalingConfig, ['MaximumConcurrency'], 'ScalingConfig of a mapping');
  onlyMembers(DestinationConfig, ['OnFailure'], 'DestinationConfig of a mapping');
  onlyMembers(DestinationConfig?.OnFailure, ['Destination'], 'OnFailure of a mapping');
}

function isPattern(text: string | undefined): boolean {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

function checkSettled(mapping: EventSourceMapping, verb: string): void {
  if (mapping.isSettled) return;
  const message = `Cannot ${verb} the event source mapping because it is in use.`;
  throw lambdaException('ResourceInUseException', message);
}

/** A source that is not there, what the function's role may not do with it, and a pattern that is none, are errors of the mapping. */
function checked<Result>(sourceArn: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    const message = refusalOf(error, sourceArn);
    if (message === undefined) throw error;
    const refused = lambdaException('InvalidParameterValueException', message);
    throw Object.assign(refused, { cause: error });
  }
}

function refusalOf(error: unknown, sourceArn: string): string | undefined {
  if (error instanceof InvalidPatternError) return INVALID_PATTERN;
  if ((error as Error).name === 'QueueDoesNotExist') return NO_QUEUE;
  if (!(error instanceof AccessDeniedError)) return undefined;
  const [service = '', action] = error.action.split(':');
  if (service !== 'dynamodb') {
    return `The provided execution role does not have permissions to call ${action} on ${service.toUpperCase()}`;
  }
  return `Cannot access stream ${sourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`;
}
