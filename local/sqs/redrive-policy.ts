import { invalidValue, sqsException } from './sqs-errors.ts';

/** Moves a message away at the receive after `maxReceiveCount` of them. */
export interface RedrivePolicy {
  deadLetterArn: string;
  maxReceiveCount: number;
  /** The policy as it was given, for messages. */
  text: string;
}

/** Which queues may name this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  permission: 'allowAll' | 'denyAll' | 'byQueue';
  sourceArns: readonly string[];
}

const MAXIMUM_RECEIVES = 1000;
const MAXIMUM_SOURCES = 10;
const QUEUE_ARN = /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+$/;

type Document = Readonly<Record<string, unknown>>;

/**
 * The redrive policy given as an object or as its text; an empty text is none.
 * Amazon SQS API Reference, SetQueueAttributes.
 */
export function redrivePolicy(value: unknown): RedrivePolicy | undefined {
  if (value === undefined || value === '') return undefined;
  const name = 'RedrivePolicy';
  const policy = documentOf(value, () =>
    invalidDocument(name, 'Redrive policy is not a valid JSON map.'),
  );
  const text = textOf(value);
  for (const attribute of ['maxReceiveCount', 'deadLetterTargetArn']) {
    if (policy[attribute] !== undefined) continue;
    const reason = `Redrive policy does not contain mandatory attribute: ${attribute}.`;
    throw invalidValue(text, name, reason);
  }
  const { maxReceiveCount: count, deadLetterTargetArn: deadLetterArn, ...others } = policy;
  if (Object.keys(others).length > 0) {
    const reason =
      'Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].';
    throw invalidValue(text, name, reason);
  }
  const maxReceiveCount = Number(count);
  if (!(Number.isInteger(maxReceiveCount) && isWithin(maxReceiveCount, 1, MAXIMUM_RECEIVES))) {
    const reason = `Invalid value for maxReceiveCount: ${count}, valid values are from 1 to ${MAXIMUM_RECEIVES} both inclusive.`;
    throw invalidValue(text, name, reason);
  }
  if (typeof deadLetterArn === 'string' && QUEUE_ARN.test(deadLetterArn)) {
    return { deadLetterArn, maxReceiveCount, text };
  }
  throw invalidValue(text, name, 'Invalid value for deadLetterTargetArn.');
}

/** The redrive allow policy given as an object or as its text; an empty text is none. */
export function redriveAllowPolicy(value: unknown): RedriveAllowPolicy | undefined {
  if (value === undefined || value === '') return undefined;
  const unsupported = (): Error =>
    invalidDocument(
      'RedriveAllowPolicy',
      "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    );
  const policy = documentOf(value, unsupported);
  const { redrivePermission: permission, sourceQueueArns = [], ...others } = policy;
  const known = permission === 'allowAll' || permission === 'denyAll' || permission === 'byQueue';
  const sourceArns = [sourceQueueArns].flat().map(String);
  if (!known || Object.keys(others).length > 0) throw unsupported();
  const reason = sourcesRefused(permission, sourceArns.length);
  if (reason === undefined) return { permission, sourceArns };
  const refused = `Amazon SQS can't create the redrive allow policy. ${reason}`;
  throw invalidValue(textOf(value), 'RedriveAllowPolicy', refused);
}

/** Whether a queue may send its dead letters to one with this policy. */
export function allowsSource(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy === undefined || policy.permission === 'allowAll') return true;
  return policy.permission === 'byQueue' && policy.sourceArns.includes(sourceArn);
}

function sourcesRefused(
  permission: RedriveAllowPolicy['permission'],
  count: number,
): string | undefined {
  if (permission !== 'byQueue') {
    return count === 0
      ? undefined
      : 'To specify one or more source queue ARNs, you must set redrivePermission to byQueue.';
  }
  if (isWithin(count, 1, MAXIMUM_SOURCES)) return undefined;
  return count === 0
    ? 'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.'
    : `The maximum number of source queue ARNs you can specify is ${MAXIMUM_SOURCES}.`;
}

function isWithin(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum;
}

function invalidDocument(name: string, reason: string): Error {
  const message = `Invalid value for the parameter ${name}. Reason: ${reason}`;
  return sqsException('InvalidAttributeValue', message);
}

function documentOf(value: unknown, invalid: () => Error): Document {
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Document;
  }
  throw invalid();
}

/** Undefined for what is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
