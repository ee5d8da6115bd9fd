import type { Queue } from './queue.ts';
import type { Attributes, QueueSettings } from './queue-settings.ts';
import { sqsException, unknownAttribute } from './sqs-errors.ts';

type Texts = Record<string, string | undefined>;

/** Attributes of FIFO queues alone. */
const FIFO_ONLY = ['FifoQueue', 'ContentBasedDeduplication'];
const FIFO_SCOPES = ['DeduplicationScope', 'FifoThroughputLimit'];

/** The attributes that can be set. Amazon SQS API Reference, SetQueueAttributes. */
const SETTABLE = [
  ...['DelaySeconds', 'MaximumMessageSize', 'MessageRetentionPeriod', 'Policy'],
  ...['ReceiveMessageWaitTimeSeconds', 'VisibilityTimeout', 'RedrivePolicy', 'RedriveAllowPolicy'],
  ...['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'],
  ...FIFO_ONLY,
  ...FIFO_SCOPES,
];

/** The attributes asked for, or all of them, as text. Amazon SQS API Reference, GetQueueAttributes. */
export function queueAttributes(queue: Queue, names: readonly string[]): Record<string, string> {
  const all = { ...counts(queue), ...settingTexts(queue.settings) };
  if (names.includes('All')) return definedOnly(all, Object.keys(all));
  for (const name of names) {
    if (!Object.hasOwn(all, name)) throw unknownAttribute(name);
  }
  return definedOnly(all, names);
}

/** Throws InvalidAttributeName for one that a queue of that kind does not have or that cannot be set. */
export function checkAttributeNames(attributes: Attributes, fifo: boolean): void {
  for (const name of Object.keys(attributes)) {
    if (!SETTABLE.includes(name)) throw unknownAttribute(name);
    if (fifo) continue;
    if (FIFO_ONLY.includes(name)) throw unknownAttribute(name);
    if (FIFO_SCOPES.includes(name)) {
      const message = `You can specify the ${name} only when FifoQueue is set to true.`;
      throw sqsException('InvalidAttributeName', message);
    }
  }
}

/** The attributes that the settings hold, as text; undefined for those the queue does not have. */
export function settingTexts(settings: QueueSettings): Texts {
  const { redrive, redriveAllow, fifo } = settings;
  return {
    CreatedTimestamp: seconds(settings.createdMs),
    LastModifiedTimestamp: seconds(settings.modifiedMs),
    DelaySeconds: seconds(settings.delayMs),
    MaximumMessageSize: String(settings.maximumBytes),
    MessageRetentionPeriod: seconds(settings.retentionMs),
    ReceiveMessageWaitTimeSeconds: seconds(settings.receiveWaitMs),
    VisibilityTimeout: seconds(settings.visibilityMs),
    QueueArn: settings.arn,
    Policy: settings.policy,
    KmsMasterKeyId: settings.kmsKey,
    KmsDataKeyReusePeriodSeconds: settings.kmsKey && String(settings.kmsReuseSeconds),
    SqsManagedSseEnabled: String(settings.managedEncryption),
    FifoQueue: fifo ? 'true' : undefined,
    ContentBasedDeduplication: fifo ? String(settings.contentBasedDeduplication) : undefined,
    DeduplicationScope: fifo ? settings.deduplicationScope : undefined,
    FifoThroughputLimit: fifo ? settings.throughputLimit : undefined,
    RedrivePolicy: redrive && redriveText(redrive),
    RedriveAllowPolicy: redriveAllow && redriveAllowText(redriveAllow),
  };
}

function counts(queue: Queue): Texts {
  const { visible, inFlight, delayed } = queue.depth();
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}

function seconds(durationMs: number): string {
  return String(Math.floor(durationMs / 1000));
}

function redriveText(policy: NonNullable<QueueSettings['redrive']>): string {
  const { deadLetterArn, maxReceiveCount } = policy;
  return JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
}

function redriveAllowText(policy: NonNullable<QueueSettings['redriveAllow']>): string {
  const { permission, sourceArns } = policy;
  const sources = permission === 'byQueue' ? { sourceQueueArns: sourceArns } : {};
  return JSON.stringify({ redrivePermission: permission, ...sources });
}

function definedOnly(values: Texts, names: readonly string[]): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const name of names) {
    const value = values[name];
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
