import { type PageRequest, pageOf } from '../page.ts';
import type { LogGroup, LogStream } from './log-group.ts';
import type { Logs } from './logs.ts';
import {
  constraintError,
  exclusive,
  invalidParameter,
  invalidToken,
  notFound,
} from './logs-errors.ts';

const GROUP_NAME = /^[.\-_/#A-Za-z0-9]+$/;
const STREAM_NAME = /^[^:*]*$/;
const NAME_CHARACTERS = 512;
const GROUP_ARN = /^arn:[\w-]+:logs:([\w-]+):(\d{12}):log-group:([^:]+)(:\*)?$/;

/** The parameters that say which group is meant. */
export interface OnGroup {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}

/** The name of a group that an input gives; throws InvalidParameterException for what is none. */
export function groupName(name: string | undefined, member = 'logGroupName'): string {
  return checkedName(name, { member, pattern: GROUP_NAME, written: '[\\.\\-_/#A-Za-z0-9]+' });
}

/** The name of a stream that an input gives. */
export function streamName(name: string | undefined): string {
  const member = 'logStreamName';
  return checkedName(name, { member, pattern: STREAM_NAME, written: '[^:*]*' });
}

interface NameRule {
  member: string;
  pattern: RegExp;
  written: string;
}

function checkedName(name: string | undefined, { member, pattern, written }: NameRule): string {
  if (name === undefined) throw constraintError(name, member, 'Member must not be null');
  if (name === '') {
    throw constraintError(name, member, 'Member must have length greater than or equal to 1');
  }
  if (name.length > NAME_CHARACTERS) {
    throw invalidParameter(
      `Invalid LogGroup or LogStream, both must have length less than or equal to ${NAME_CHARACTERS}.`,
    );
  }
  if (pattern.test(name)) return name;
  throw constraintError(name, member, `Member must satisfy regular expression pattern: ${written}`);
}

/** The group that an input names, by its name or its ARN; throws ResourceNotFoundException. */
export function groupIn(logs: Logs, { logGroupName, logGroupIdentifier }: OnGroup): LogGroup {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw exclusive('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  if (logGroupIdentifier === undefined) return logs.group(groupName(logGroupName));
  const named = nameOf(logGroupIdentifier);
  return logs.group(groupName(named, 'logGroupIdentifier'));
}

/** The name in the ARN of a group, or the name itself. */
export function nameOf(identifier: string): string {
  return GROUP_ARN.exec(identifier)?.[3] ?? identifier;
}

/** The group of an ARN; throws ResourceNotFoundException. */
export function groupOfArn(logs: Logs, arn: string | undefined): LogGroup {
  if (arn === undefined) throw constraintError(arn, 'resourceArn', 'Member must not be null');
  const found = logs.find(GROUP_ARN.exec(arn)?.[3] ?? '');
  if (!found) throw notFound('resource');
  return found;
}

/** The stream of a group; throws ResourceNotFoundException. */
export function streamIn(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(streamName(name));
  if (!stream) throw notFound('log stream');
  return stream;
}

/** The `limit` of an input, from 1 to `maximum`, which it is unless given. */
export function limitIn(limit: number | undefined, maximum: number): number {
  if (limit === undefined) return maximum;
  const bound = (words: string): Error =>
    constraintError(limit, 'limit', `Member must have value ${words}`);
  if (limit < 1) throw bound('greater than or equal to 1');
  if (limit > maximum) throw bound(`less than or equal to ${maximum}`);
  return limit;
}

/** The tags of an input; throws InvalidParameterException for more than a group may have. */
export function tagsIn(tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  const wrong = Object.entries(tags).find(
    ([key, value]) => !TAG_KEY.test(key) || !TAG_VALUE.test(value),
  );
  if (!wrong) return tags;
  throw constraintError(
    `{${wrong[0]}=${wrong[1]}}`,
    'tags',
    `Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${TAG_WRITTEN}]`,
  );
}

const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const TAG_WRITTEN = '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)';

/** One page of a list, as the API answers it. */
export function paged<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  { limit, nextToken: token }: { limit: number; nextToken?: string | undefined },
): { items: Item[]; nextToken?: string } {
  const request: PageRequest = { limit, token, invalidToken };
  const page = pageOf(items, keyOf, request);
  return { items: page.items, ...(page.token !== undefined && { nextToken: page.token }) };
}
