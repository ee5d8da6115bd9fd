import type { TagQueueRequest, UntagQueueRequest } from '@aws-sdk/client-sqs';
import type { Queue } from './queue.ts';
import { missingParameter, sqsParameterError } from './sqs-errors.ts';

/** Amazon SQS Developer Guide, "Amazon SQS cost allocation tags". */
const MAXIMUM_TAGS = 50;
const MAXIMUM_KEY_LENGTH = 128;
const MAXIMUM_VALUE_LENGTH = 256;

type Tags = ReadonlyMap<string, string>;

/** TagQueue: a tag of a key that is there replaces it. */
export function tagQueue(queue: Queue, { Tags }: TagQueueRequest): object {
  if (!Tags || Object.keys(Tags).length === 0) throw missingParameter('Tags');
  queue.settings.tags = checkedTags(queue.name, queue.settings.tags, Tags);
  return {};
}

/** UntagQueue: keys that are not there are passed over. */
export function untagQueue(queue: Queue, { TagKeys }: UntagQueueRequest): object {
  if (!TagKeys || TagKeys.length === 0) throw missingParameter('TagKeys');
  const left = [...queue.settings.tags].filter(([key]) => !TagKeys.includes(key));
  queue.settings.tags = new Map(left);
  return {};
}

/** ListQueueTags: without any, the answer has no such member. */
export function listQueueTags(queue: Queue): object {
  const { tags } = queue.settings;
  return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
}

/** The tags together; throws InvalidParameterValue for too many, or for a key or value that is too long. */
export function checkedTags(name: string, tags: Tags, more: Record<string, string>): Tags {
  for (const [key, value] of Object.entries(more)) {
    if (key === '' || key.length > MAXIMUM_KEY_LENGTH) {
      const message = `Tag keys must be between 1 and ${MAXIMUM_KEY_LENGTH} characters in length.`;
      throw sqsParameterError(message);
    }
    if (value.length > MAXIMUM_VALUE_LENGTH) {
      const message = `Tag values must be between 0 and ${MAXIMUM_VALUE_LENGTH} characters in length.`;
      throw sqsParameterError(message);
    }
  }
  const all = new Map([...tags, ...Object.entries(more)]);
  if (all.size <= MAXIMUM_TAGS) return all;
  throw sqsParameterError(`Too many tags added for queue ${name}.`);
}
