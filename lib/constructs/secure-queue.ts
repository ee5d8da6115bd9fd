import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type DeadLetterQueue,
  Queue,
  QueueEncryption,
  type RedriveAllowPolicy,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { FunctionContext } from './context.ts';

/** How long a queue keeps a message; a DLQ outlives its source, whose clock keeps running. */
export const RETENTION_DAYS = { source: 4, dlq: 14 } as const;

/** A queue's physical name, times and dead-letter queue; without one its messages end with their retention. */
export interface SecureQueueProps {
  queueName: string;
  retentionDays: number;
  visibilityTimeout?: Duration;
  deadLetterQueue?: DeadLetterQueue;
  /** The queues that may move messages here by redrive policy; default: none. */
  redriveFrom?: readonly string[];
}

/** A queue that is encrypted and takes nothing over plain HTTP. */
export function secureQueue(
  scope: Construct,
  id: string,
  context: Pick<FunctionContext, 'key'>,
  props: SecureQueueProps,
): Queue {
  const { retentionDays, redriveFrom = [], ...rest } = props;
  return new Queue(scope, id, {
    ...rest,
    retentionPeriod: Duration.days(retentionDays),
    enforceSSL: true,
    redriveAllowPolicy: allowRedrive(scope, id, redriveFrom),
    ...(context.key
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: context.key.key }
      : { encryption: QueueEncryption.SQS_MANAGED }),
  });
}

function allowRedrive(
  scope: Construct,
  id: string,
  sources: readonly string[],
): RedriveAllowPolicy {
  if (sources.length === 0) return { redrivePermission: RedrivePermission.DENY_ALL };
  const stack = Stack.of(scope);
  // By name: the source names its DLQ, which cannot name the source in turn.
  const sourceQueues = sources.map((name) =>
    Queue.fromQueueArn(
      scope,
      `${id}-from-${name}`,
      stack.formatArn({ service: 'sqs', resource: name }),
    ),
  );
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues };
}

/** Lets one rule (or bus) put messages into the queue; nothing else in EventBridge may. */
export function acceptEventsFrom(queue: Queue, sourceArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }),
  );
}
