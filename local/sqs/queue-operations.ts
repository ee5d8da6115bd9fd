import { isDeepStrictEqual } from 'node:util';
import type {
  CreateQueueRequest,
  GetQueueUrlRequest,
  ListDeadLetterSourceQueuesRequest,
  ListQueuesRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Queue } from './queue.ts';
import { checkAttributeNames, settingTexts } from './queue-attributes.ts';
import { checkQueueName, queueUrl } from './queue-name.ts';
import { type Attributes, isTrue, type QueueSettings, queueSettings } from './queue-settings.ts';
import { checkedTags } from './queue-tags.ts';
import type { Sqs } from './sqs.ts';
import { invalidValue, sqsException, sqsParameterError } from './sqs-errors.ts';

const MAXIMUM_RESULTS = 1000;

/** After a purge the next one has to wait so long. Amazon SQS API Reference, PurgeQueue. */
const PURGE_INTERVAL_MS = 60_000;

/** CreateQueue: finds the queue there is, if the attributes given are those it has. Amazon SQS API Reference. */
export function createQueue(sqs: Sqs, input: CreateQueueRequest): object {
  const { surroundings, scheduler } = sqs.foundation;
  const { QueueName, Attributes = {}, tags } = input;
  const given = withoutUndefined(Attributes);
  const fifo = isTrue(given, 'FifoQueue');
  const name = checkQueueName(QueueName, fifo);
  checkAttributeNames(given, fifo);
  const arn = regionalArn(surroundings, 'sqs', name);
  const url = queueUrl(surroundings, name);
  const wanted = settingsWith(given, { name, arn, url, createdMs: scheduler.nowMs() });
  const present = sqs.find(arn);
  if (present) {
    checkSame(present, wanted, Object.keys(given));
    return { QueueUrl: present.settings.url };
  }
  wanted.tags = tags ? checkedTags(name, new Map(), tags) : new Map();
  sqs.create(wanted);
  return { QueueUrl: url };
}

/** SetQueueAttributes: what is not named stays; an empty policy is taken away. Amazon SQS API Reference. */
export function setQueueAttributes(
  sqs: Sqs,
  { QueueUrl, Attributes = {} }: SetQueueAttributesRequest,
): object {
  const queue = sqs.queueByUrl(QueueUrl);
  const { settings } = queue;
  const given = withoutUndefined(Attributes);
  checkAttributeNames(given, settings.fifo);
  const asked = given['FifoQueue'];
  if (asked !== undefined && String(asked).toLowerCase() !== String(settings.fifo)) {
    const message =
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.';
    throw sqsException('InvalidAttributeValue', message);
  }
  const changed = settingsWith(
    { ...withoutUndefined(present(settings, given)), ...given },
    settings,
  );
  changed.modifiedMs = sqs.foundation.scheduler.nowMs();
  changed.tags = settings.tags;
  sqs.change(queue, changed);
  return {};
}

/** DeleteQueue. */
export function deleteQueue(sqs: Sqs, { QueueUrl }: { QueueUrl?: string | undefined }): object {
  sqs.delete(sqs.queueByUrl(QueueUrl));
  return {};
}

/** PurgeQueue. Throws PurgeQueueInProgress within a minute of the last one. */
export function purgeQueue(sqs: Sqs, queue: Queue): object {
  const nowMs = sqs.foundation.scheduler.nowMs();
  const { purgedMs, name } = queue;
  if (purgedMs !== undefined && nowMs - purgedMs < PURGE_INTERVAL_MS) {
    const message = `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`;
    throw sqsException('PurgeQueueInProgress', message);
  }
  queue.purge();
  queue.purgedMs = nowMs;
  return {};
}

/** GetQueueUrl. */
export function getQueueUrl(sqs: Sqs, input: GetQueueUrlRequest): object {
  const { QueueName, QueueOwnerAWSAccountId: owner } = input;
  const { account } = sqs.foundation.surroundings;
  if (owner !== undefined && owner !== account) {
    throw new NotSimulatedError(`the queue of another account, ${owner}`);
  }
  return { QueueUrl: sqs.queueNamed(QueueName).settings.url };
}

/** ListQueues. */
export function listQueues(sqs: Sqs, input: ListQueuesRequest): object {
  const { QueueNamePrefix = '' } = input;
  const named = [...sqs.queues()].filter(({ name }) => name.startsWith(QueueNamePrefix));
  const { urls, NextToken } = urlPage(named, input);
  return { ...(urls.length > 0 ? { QueueUrls: urls } : {}), ...NextToken };
}

/** ListDeadLetterSourceQueues. */
export function listDeadLetterSourceQueues(
  sqs: Sqs,
  input: ListDeadLetterSourceQueuesRequest,
): object {
  const sources = sqs.sourcesOf(sqs.queueByUrl(input.QueueUrl));
  const { urls, NextToken } = urlPage(sources, input);
  return { queueUrls: urls, ...NextToken };
}

interface PageInput {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

/** A token follows only where the caller set a limit of its own. */
function urlPage(
  queues: readonly Queue[],
  { MaxResults, NextToken }: PageInput,
): { urls: string[]; NextToken: { NextToken?: string } } {
  if (MaxResults !== undefined && !(MaxResults >= 1 && MaxResults <= MAXIMUM_RESULTS)) {
    throw invalidValue(
      MaxResults,
      'MaxResults',
      `MaxResults must be an integer between 1 and ${MAXIMUM_RESULTS}.`,
    );
  }
  const { items, token } = pageOf(queues, ({ settings }) => settings.url, {
    limit: MaxResults ?? MAXIMUM_RESULTS,
    token: NextToken,
    invalidToken: () => sqsParameterError('Invalid or expired next token.'),
  });
  const more = MaxResults !== undefined && token !== undefined;
  return {
    urls: items.map(({ settings }) => settings.url),
    NextToken: more ? { NextToken: token } : {},
  };
}

/** Settings of a call's attributes, its policy included. */
function settingsWith(
  attributes: Attributes,
  identity: Parameters<typeof queueSettings>[1],
): QueueSettings {
  const { name, arn, url, createdMs } = identity;
  const settings = queueSettings(attributes, { name, arn, url, createdMs });
  const policy = attributes['Policy'];
  if (typeof policy === 'string' && policy !== '') settings.policy = checkedPolicy(policy);
  return settings;
}

/** The attributes a queue has, without those that one given puts out of force. */
function present(settings: QueueSettings, given: Attributes): Attributes {
  const { SqsManagedSseEnabled: managed, ...texts } = settingTexts(settings);
  const encrypted = given['KmsMasterKeyId'] !== undefined || settings.kmsKey !== undefined;
  return encrypted ? texts : { ...texts, SqsManagedSseEnabled: managed };
}

function checkSame({ settings }: Queue, wanted: QueueSettings, names: readonly string[]): void {
  const [has, asked] = [settingTexts(settings), settingTexts(wanted)];
  for (const name of names) {
    if (isDeepStrictEqual(readable(name, has[name]), readable(name, asked[name]))) continue;
    const message = `A queue already exists with the same name and a different value for attribute ${name}`;
    throw sqsException('QueueNameExists', message);
  }
}

function readable(name: string, text: string | undefined): unknown {
  return name === 'Policy' && text !== undefined ? JSON.parse(text) : text;
}

function checkedPolicy(text: string): string {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return text;
  } catch {
    // Not JSON: no policy either.
  }
  throw sqsException('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
}

function withoutUndefined(attributes: Attributes): Record<string, string> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
