import { sqsException } from './sqs-errors.ts';

/** Moves a message away at the receive after `maxReceiveCount` of them. */
export interface RedrivePolicy {
  deadLetterArn: string;
  maxReceiveCount: number;
}

/** Which queues may name this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  permission: 'allowAll' | 'denyAll' | 'byQueue';
  sourceArns: readonly string[];
}

/** A queue's attributes; durations in milliseconds. */
export interface QueueSettings {
  name: string;
  arn: string;
  url: string;
  createdMs: number;
  fifo: boolean;
  delayMs: number;
  visibilityMs: number;
  retentionMs: number;
  maximumBytes: number;
  receiveWaitMs: number;
  redrive: RedrivePolicy | undefined;
  redriveAllow: RedriveAllowPolicy;
  contentBasedDeduplication: boolean;
  deduplicationScope: 'queue' | 'messageGroup';
  /** Key id, ARN or alias, where the queue does not use the key of SQS itself. */
  kmsKey: string | undefined;
  /** The policy's text, as GetQueueAttributes shows it. */
  policy: string | undefined;
}

/** Defaults and limits in seconds and bytes. Amazon SQS API Reference, CreateQueue. */
const RANGES = {
  DelaySeconds: { minimum: 0, maximum: 900, fallback: 0 },
  VisibilityTimeout: { minimum: 0, maximum: 43_200, fallback: 30 },
  MessageRetentionPeriod: { minimum: 60, maximum: 1_209_600, fallback: 345_600 },
  MaximumMessageSize: { minimum: 1024, maximum: 1_048_576, fallback: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { minimum: 0, maximum: 20, fallback: 0 },
};

type Attributes = Readonly<Record<string, unknown>>;

/** Settings from the properties of an `AWS::SQS::Queue`; throws InvalidAttributeValue outside the limits. */
export function queueSettings(
  attributes: Attributes,
  identity: Pick<QueueSettings, 'name' | 'arn' | 'url' | 'createdMs'>,
): QueueSettings {
  return {
    ...identity,
    fifo: isTrue(attributes['FifoQueue']),
    delayMs: inRange(attributes, 'DelaySeconds') * 1000,
    visibilityMs: inRange(attributes, 'VisibilityTimeout') * 1000,
    retentionMs: inRange(attributes, 'MessageRetentionPeriod') * 1000,
    maximumBytes: inRange(attributes, 'MaximumMessageSize'),
    receiveWaitMs: inRange(attributes, 'ReceiveMessageWaitTimeSeconds') * 1000,
    redrive: redrivePolicy(attributes['RedrivePolicy']),
    redriveAllow: redriveAllowPolicy(attributes['RedriveAllowPolicy']),
    contentBasedDeduplication: isTrue(attributes['ContentBasedDeduplication']),
    deduplicationScope:
      attributes['DeduplicationScope'] === 'messageGroup' ? 'messageGroup' : 'queue',
    kmsKey: attributes['KmsMasterKeyId'] as string | undefined,
    policy: undefined,
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function inRange(attributes: Attributes, name: keyof typeof RANGES): number {
  const { minimum, maximum, fallback } = RANGES[name];
  const value = Number(attributes[name] ?? fallback);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw sqsException('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function redrivePolicy(value: unknown): RedrivePolicy | undefined {
  const policy = documentOf(value);
  if (!policy) return undefined;
  const maxReceiveCount = Number(policy['maxReceiveCount']);
  const deadLetterArn = policy['deadLetterTargetArn'];
  const countable = maxReceiveCount >= 1 && maxReceiveCount <= 1000;
  if (typeof deadLetterArn === 'string' && Number.isInteger(maxReceiveCount) && countable) {
    return { deadLetterArn, maxReceiveCount };
  }
  throw sqsException('InvalidAttributeValue', 'Invalid value for the parameter RedrivePolicy.');
}

function redriveAllowPolicy(value: unknown): RedriveAllowPolicy {
  const policy = documentOf(value) ?? {};
  const permission = policy['redrivePermission'] ?? 'allowAll';
  const sourceArns = policy['sourceQueueArns'] ?? [];
  if (permission === 'allowAll' || permission === 'denyAll' || permission === 'byQueue') {
    return { permission, sourceArns: sourceArns as string[] };
  }
  throw sqsException(
    'InvalidAttributeValue',
    'Invalid value for the parameter RedriveAllowPolicy.',
  );
}

/** A document given as an object or as its text. */
function documentOf(value: unknown): Attributes | undefined {
  if (value === undefined) return undefined;
  return (typeof value === 'string' ? JSON.parse(value) : value) as Attributes;
}
