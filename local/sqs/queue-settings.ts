import {
  type RedriveAllowPolicy,
  type RedrivePolicy,
  redriveAllowPolicy,
  redrivePolicy,
} from './redrive-policy.ts';
import { sqsException } from './sqs-errors.ts';

/** A queue's attributes; durations in milliseconds. */
export interface QueueSettings {
  name: string;
  arn: string;
  url: string;
  createdMs: number;
  modifiedMs: number;
  fifo: boolean;
  delayMs: number;
  visibilityMs: number;
  retentionMs: number;
  maximumBytes: number;
  receiveWaitMs: number;
  redrive: RedrivePolicy | undefined;
  /** Undefined: every queue may. */
  redriveAllow: RedriveAllowPolicy | undefined;
  contentBasedDeduplication: boolean;
  deduplicationScope: 'queue' | 'messageGroup';
  /** Shown, without effect: nothing is throttled here. */
  throughputLimit: 'perQueue' | 'perMessageGroupId';
  /** Key id, ARN or alias, where the queue does not use the key of SQS itself. */
  kmsKey: string | undefined;
  /** Shown, without effect: keys are not cached here. */
  kmsReuseSeconds: number;
  /** Whether the key of SQS itself encrypts; false with a `kmsKey`. */
  managedEncryption: boolean;
  /** The policy's text, as GetQueueAttributes shows it. */
  policy: string | undefined;
  /** By key. */
  tags: ReadonlyMap<string, string>;
}

/** What stays as it is when a queue's attributes are set. */
export type QueueIdentity = Pick<QueueSettings, 'name' | 'arn' | 'url' | 'createdMs'>;

/** Attributes by name: as a template has them, or the texts of an API call. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Defaults and limits in seconds and bytes. Amazon SQS API Reference, CreateQueue. */
const RANGES = {
  DelaySeconds: { minimum: 0, maximum: 900, fallback: 0 },
  VisibilityTimeout: { minimum: 0, maximum: 43_200, fallback: 30 },
  MessageRetentionPeriod: { minimum: 60, maximum: 1_209_600, fallback: 345_600 },
  MaximumMessageSize: { minimum: 1024, maximum: 1_048_576, fallback: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { minimum: 0, maximum: 20, fallback: 0 },
  KmsDataKeyReusePeriodSeconds: { minimum: 60, maximum: 86_400, fallback: 300 },
};

/**
 * Settings from the properties of an `AWS::SQS::Queue` or the attributes of a call; throws
 * InvalidAttributeValue outside the limits.
 */
export function queueSettings(attributes: Attributes, identity: QueueIdentity): QueueSettings {
  const kmsKey = (attributes['KmsMasterKeyId'] as string | undefined) || undefined;
  const deduplicationScope = oneOf(attributes, 'DeduplicationScope', ['queue', 'messageGroup']);
  return {
    ...identity,
    modifiedMs: identity.createdMs,
    fifo: isTrue(attributes, 'FifoQueue'),
    delayMs: inRange(attributes, 'DelaySeconds') * 1000,
    visibilityMs: inRange(attributes, 'VisibilityTimeout') * 1000,
    retentionMs: inRange(attributes, 'MessageRetentionPeriod') * 1000,
    maximumBytes: inRange(attributes, 'MaximumMessageSize'),
    receiveWaitMs: inRange(attributes, 'ReceiveMessageWaitTimeSeconds') * 1000,
    redrive: redrivePolicy(attributes['RedrivePolicy']),
    redriveAllow: redriveAllowPolicy(attributes['RedriveAllowPolicy']),
    contentBasedDeduplication: isTrue(attributes, 'ContentBasedDeduplication'),
    deduplicationScope,
    throughputLimit: throughputLimit(attributes, deduplicationScope),
    kmsKey,
    kmsReuseSeconds: inRange(attributes, 'KmsDataKeyReusePeriodSeconds'),
    managedEncryption: managedEncryption(attributes, kmsKey),
    policy: undefined,
    tags: new Map(),
  };
}

/** An attribute that is true or false, false without it; throws InvalidAttributeValue. */
export function isTrue(attributes: Attributes, name: string): boolean {
  // Read without regard to case, as SQS does.
  const value = String(attributes[name] ?? false).toLowerCase();
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidAttribute(name);
}

function oneOf<Value extends string>(
  attributes: Attributes,
  name: string,
  [first, ...others]: readonly [Value, ...Value[]],
): Value {
  const value = attributes[name] ?? first;
  const known = [first, ...others].find((candidate) => candidate === value);
  if (known !== undefined) return known;
  throw invalidAttribute(name);
}

/** The limit of each group by itself needs the deduplication of each group by itself. */
function throughputLimit(
  attributes: Attributes,
  scope: QueueSettings['deduplicationScope'],
): QueueSettings['throughputLimit'] {
  const limit = oneOf(attributes, 'FifoThroughputLimit', ['perQueue', 'perMessageGroupId']);
  if (limit === 'perQueue' || scope === 'messageGroup') return limit;
  throw invalidAttribute(
    'FifoThroughputLimit',
    ' Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.',
  );
}

/** With a key of one's own the key of SQS is off; asking for both is refused. */
function managedEncryption(attributes: Attributes, kmsKey: string | undefined): boolean {
  if (attributes['SqsManagedSseEnabled'] === undefined) return kmsKey === undefined;
  const asked = isTrue(attributes, 'SqsManagedSseEnabled');
  if (!asked || kmsKey === undefined) return asked;
  const message =
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.';
  throw sqsException('InvalidAttributeName', message);
}

function inRange(attributes: Attributes, name: keyof typeof RANGES): number {
  const { minimum, maximum, fallback } = RANGES[name];
  const given = attributes[name] ?? fallback;
  const value = given === '' ? Number.NaN : Number(given);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw invalidAttribute(name);
}

function invalidAttribute(name: string, reason = ''): Error {
  return sqsException('InvalidAttributeValue', `Invalid value for the parameter ${name}.${reason}`);
}
