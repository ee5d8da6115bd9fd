import { type OpenedStream, shardOf } from '../dynamodb/table-streams.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Access, Principal } from '../service.ts';
import { lambdaException } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { LAMBDA_PRINCIPAL, type LambdaServices } from './lambda-services.ts';
import { checkQueueMapping, type MappingSettings, serviceOf } from './mapping-settings.ts';
import { SqsMapping } from './sqs-mapping.ts';
import { failureDestination } from './stream-failure.ts';
import { StreamMapping } from './stream-mapping.ts';
import { recordsSoFar } from './stream-start.ts';

/** The pollers of an event source mapping, of any kind. */
export interface Poller {
  enable(): void;
  disable(): void;
  /** Ends them for good, where that is more than to stop. */
  end?(): void;
}

/** What takes the place of a mapping's pollers when its settings change. */
export interface PollerPlan {
  settings: MappingSettings;
  target: LambdaFunction;
  /** The pollers so far; those of a stream go on with what they have read. */
  former?: Poller;
}

const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/**
 * Makes the pollers of an event source mapping, acting in the function's role. Throws AccessDenied naming what the role lacks,
 * and NotSimulatedError for other sources than queues and DynamoDB streams.
 */
export function createPoller(plan: PollerPlan, services: LambdaServices): Poller {
  const { settings, target } = plan;
  const { iam } = services.foundation;
  const { roleArn, name } = target.settings;
  const principal = iam.assume(LAMBDA_PRINCIPAL, roleArn, { session: name });
  const service = serviceOf(settings.eventSourceArn);
  if (service === 'sqs') return queuePoller(plan, services, principal);
  if (service === 'dynamodb') return streamPoller(plan, services, principal);
  throw new NotSimulatedError(`${service} as an event source`);
}

function queuePoller(
  { settings, target, former }: PollerPlan,
  { sqs, foundation }: LambdaServices,
  principal: Principal,
): Poller {
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
  checkQueueMapping(settings, queue.settings.fifo);
  // One that is refused leaves the former as it is.
  const mapping = new SqsMapping(settings, queue, target, foundation);
  former?.disable();
  return mapping;
}

function streamPoller(
  { settings, target, former }: PollerPlan,
  services: LambdaServices,
  principal: Principal,
): Poller {
  const { streams, foundation, sqs, s3 } = services;
  const { eventSourceArn } = settings;
  const stream: OpenedStream | undefined = streams.find(eventSourceArn);
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
  const world = { settings, stream, target, foundation, destination };
  if (former instanceof StreamMapping) {
    former.configure(world);
    return former;
  }
  const { startingPosition } = settings;
  const nowMs = foundation.scheduler.nowMs();
  const earlier = startingPosition === 'TRIM_HORIZON' ? recordsSoFar(stream, nowMs) : [];
  const mapping = new StreamMapping(world);
  mapping.begin(streams);
  for (const record of earlier) mapping.take(record, shardOf(record));
  return mapping;
}
