import { failWhereLoud } from '../client.ts';
import type { StreamRecord } from '../dynamodb/stream.ts';
import type { TableStream } from '../dynamodb/table-streams.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { S3 } from '../s3/s3.ts';
import type { Access, Principal } from '../service.ts';
import { senderId } from '../sqs/sender-id.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { uuid } from '../uuid.ts';
import { lambdaException } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { type MappingSettings, serviceOf } from './mapping-settings.ts';
import type { FunctionError } from './outcome.ts';
import { streamRecord } from './stream-records.ts';

/** Why a mapping gave up records, as the `condition` that the destination is sent. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that a mapping gave up. */
export interface Discarded {
  records: readonly StreamRecord[];
  attempts: number;
  reason: DiscardReason;
  shardId: string;
  error: FunctionError | undefined;
}

/** Where a mapping's discarded records go. */
export interface StreamFailureDestination {
  send(discarded: Discarded): void;
}

/** What a destination is made from. */
export interface DestinationPlan {
  settings: MappingSettings;
  stream: TableStream;
  target: LambdaFunction;
  /** The function's role, in which the mapping acts. */
  principal: Principal;
  sqs: Sqs;
  s3: S3;
}

/**
 * The destination of a mapping: a bucket gets the whole records, a queue what tells where they were. Throws
 * AccessDenied if the function's role may not write there. AWS Lambda Developer Guide, "Retain discarded
 * records for a DynamoDB event source".
 */
export function failureDestination(
  plan: DestinationPlan,
  foundation: Foundation,
): StreamFailureDestination | undefined {
  const { onFailureArn } = plan.settings;
  if (onFailureArn === undefined) return undefined;
  const service = serviceOf(onFailureArn);
  const guard = (destination: StreamFailureDestination): StreamFailureDestination => ({
    send: (discarded) => deliver(destination, discarded, plan, foundation),
  });
  if (service === 'sqs') return guard(queueDestination(onFailureArn, plan, foundation));
  if (service === 's3') return guard(bucketDestination(onFailureArn, plan, foundation));
  throw new NotSimulatedError(`${service} as the failure destination of a stream's mapping`);
}

/** What a destination does not take is lost, and counted. */
function deliver(
  destination: StreamFailureDestination,
  discarded: Discarded,
  { target }: DestinationPlan,
  foundation: Foundation,
): void {
  try {
    destination.send(discarded);
  } catch (refusal) {
    const { cloudwatch, scheduler, facts } = foundation;
    const dimensions = { FunctionName: target.name };
    const metric = { namespace: 'AWS/Lambda', name: 'DestinationDeliveryFailures', dimensions };
    cloudwatch.series(metric, 'Count').add(1, scheduler.nowMs());
    if (facts.heard) {
      const id = discarded.records[0]!.sequenceNumber;
      const { name: note } = refusal as Error;
      facts.tell({ kind: 'stream.undelivered', resource: target.name, id, note });
    }
    failWhereLoud(refusal, foundation);
  }
}

function queueDestination(
  arn: string,
  plan: DestinationPlan,
  foundation: Foundation,
): StreamFailureDestination {
  const { sqs, principal } = plan;
  const queue = sqs.find(arn);
  if (!queue) {
    const message = `The destination ARN ${arn} is invalid.`;
    throw lambdaException('InvalidParameterValueException', message);
  }
  foundation.iam.authorise(principal, sqs.accessesOf('SendMessage', queue));
  return {
    send: (discarded) => {
      const body = JSON.stringify(invocationRecord(discarded, plan, foundation));
      sqs.queueByArn(arn).send({ body, senderId: senderId(principal) });
    },
  };
}

function bucketDestination(
  arn: string,
  plan: DestinationPlan,
  foundation: Foundation,
): StreamFailureDestination {
  const { s3, principal, stream } = plan;
  const { iam, surroundings, random, scheduler } = foundation;
  const accesses: Access[] = [
    { action: 's3:PutObject', resource: `${arn}/aws/lambda/${plan.settings.uuid}/*` },
    { action: 's3:ListBucket', resource: arn },
  ];
  iam.authorise(principal, accesses);
  const bucket = arn.slice(arn.lastIndexOf(':') + 1);
  return {
    send: (discarded) => {
      const Records = discarded.records.map((record) =>
        streamRecord(record, stream, surroundings.region),
      );
      const payload = JSON.stringify({ Records });
      const record = { ...invocationRecord(discarded, plan, foundation), payload };
      const id = uuid(random);
      const Key = objectKey(plan.settings.uuid, discarded.shardId, scheduler.nowMs(), id);
      s3.execute('PutObject', { Bucket: bucket, Key, Body: JSON.stringify(record) });
    },
  };
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<id>`. */
function objectKey(mapping: string, shardId: string, atMs: number, id: string): string {
  const [day, time] = new Date(atMs).toISOString().split('T') as [string, string];
  const clock = time.slice(0, 8).replaceAll(':', '.');
  return `aws/lambda/${mapping}/${shardId}/${day.replaceAll('-', '/')}/${day}T${clock}-${id}`;
}

function invocationRecord(discarded: Discarded, plan: DestinationPlan, world: Foundation): object {
  const { records, attempts, reason, shardId, error } = discarded;
  const first = records[0]!;
  const last = records.at(-1)!;
  return {
    requestContext: {
      requestId: uuid(world.random),
      functionArn: plan.target.settings.arn,
      condition: reason,
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(error ? { functionError: 'Unhandled' } : {}),
    },
    version: '1.0',
    timestamp: new Date(world.scheduler.nowMs()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: toSeconds(first.approximateCreationMs),
      approximateArrivalOfLastRecord: toSeconds(last.approximateCreationMs),
      batchSize: records.length,
      streamArn: plan.stream.arn,
    },
  };
}

function toSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
