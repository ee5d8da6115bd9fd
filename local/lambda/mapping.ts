import type { TableStream } from '../dynamodb/table-streams.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Access, Principal } from '../service.ts';
import { lambdaException } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { LAMBDA_PRINCIPAL, type LambdaServices } from './lambda-services.ts';
import { type MappingSettings, serviceOf } from './mapping-settings.ts';
import { SqsMapping } from './sqs-mapping.ts';
import { failureDestination } from './stream-failure.ts';
import { StreamMapping } from './stream-mapping.ts';

/** An event source mapping of any kind. */
export type Mapping = Pick<SqsMapping, 'settings' | 'enable' | 'disable'>;

const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/**
 * Makes an event source mapping, acting in the function's role. Throws AccessDenied naming what the role lacks,
 * and NotSimulatedError for other sources than queues and DynamoDB streams.
 */
export function createMapping(
  settings: MappingSettings,
  target: LambdaFunction,
  services: LambdaServices,
): Mapping {
  const { iam } = services.foundation;
  const { roleArn, name } = target.settings;
  const principal = iam.assume(LAMBDA_PRINCIPAL, roleArn, { session: name });
  const service = serviceOf(settings.eventSourceArn);
  if (service === 'sqs') return queueMapping(settings, target, services, principal);
  if (service === 'dynamodb') return streamMapping(settings, target, services, principal);
  throw new NotSimulatedError(`${service} as an event source`);
}

function queueMapping(
  settings: MappingSettings,
  target: LambdaFunction,
  { sqs, foundation }: LambdaServices,
  principal: Principal,
): Mapping {
  const queue = sqs.queueByArn(settings.eventSourceArn);
  for (const action of QUEUE_ACTIONS) {
    foundation.iam.authorise(principal, sqs.accessesOf(action, queue));
  }
  const { visibilityMs } = queue.settings;
  const { timeoutMs } = target.settings;
  if (timeoutMs > visibilityMs) {
    throw lambdaException(
      'InvalidParameterValueException',
      `Queue visibility timeout: ${visibilityMs / 1000} seconds is less than Function timeout: ${timeoutMs / 1000} seconds`,
    );
  }
  return new SqsMapping(settings, queue, target, foundation);
}

function streamMapping(
  settings: MappingSettings,
  target: LambdaFunction,
  services: LambdaServices,
  principal: Principal,
): Mapping {
  const { streams, foundation, sqs, s3 } = services;
  const { eventSourceArn } = settings;
  const stream: TableStream | undefined = streams.find(eventSourceArn);
  if (!stream) {
    throw lambdaException('ResourceNotFoundException', `Stream not found: ${eventSourceArn}`);
  }
  const accesses: Access[] = STREAM_ACTIONS.map((action) => ({
    action: `dynamodb:${action}`,
    resource: eventSourceArn,
  }));
  foundation.iam.authorise(principal, accesses);
  const plan = { settings, stream, target, principal, sqs, s3 };
  const destination = failureDestination(plan, foundation);
  const mapping = new StreamMapping({ settings, stream, target, foundation, destination });
  streams.read(stream, (record, shard) => mapping.take(record, shard));
  return mapping;
}
