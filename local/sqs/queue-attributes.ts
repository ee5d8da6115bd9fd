import type { Queue } from './queue.ts';
import { sqsException } from './sqs-errors.ts';

/** The attributes asked for, or all of them, as text. Amazon SQS API Reference, GetQueueAttributes. */
export function queueAttributes(queue: Queue, names: readonly string[]): Record<string, string> {
  const all = allAttributes(queue);
  if (names.includes('All')) return definedOnly(all, Object.keys(all));
  for (const name of names) {
    if (!(name in all)) throw sqsException('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  return definedOnly(all, names);
}

function allAttributes(queue: Queue): Record<string, string | undefined> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.depth();
  const { redrive, redriveAllow } = settings;
  const createdSeconds = String(Math.floor(settings.createdMs / 1000));
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdSeconds,
    LastModifiedTimestamp: createdSeconds,
    DelaySeconds: String(settings.delayMs / 1000),
    MaximumMessageSize: String(settings.maximumBytes),
    MessageRetentionPeriod: String(settings.retentionMs / 1000),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitMs / 1000),
    VisibilityTimeout: String(settings.visibilityMs / 1000),
    QueueArn: settings.arn,
    Policy: settings.policy,
    KmsMasterKeyId: settings.kmsKey,
    FifoQueue: settings.fifo ? 'true' : undefined,
    ContentBasedDeduplication: settings.fifo
      ? String(settings.contentBasedDeduplication)
      : undefined,
    DeduplicationScope: settings.fifo ? settings.deduplicationScope : undefined,
    RedrivePolicy: redrive && redriveText(redrive),
    RedriveAllowPolicy:
      redriveAllow.permission === 'allowAll' ? undefined : redriveAllowText(redriveAllow),
  };
}

function redriveText(policy: NonNullable<Queue['settings']['redrive']>): string {
  const { deadLetterArn, maxReceiveCount } = policy;
  return JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
}

function redriveAllowText(policy: Queue['settings']['redriveAllow']): string {
  const { permission, sourceArns } = policy;
  const sources = permission === 'byQueue' ? { sourceQueueArns: sourceArns } : {};
  return JSON.stringify({ redrivePermission: permission, ...sources });
}

function definedOnly(
  values: Record<string, string | undefined>,
  names: readonly string[],
): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const name of names) {
    const value = values[name];
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
