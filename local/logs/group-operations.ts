import { NotSimulatedError } from '../errors.ts';
import { addTags, MAX_TAGS } from '../tags.ts';
import type { LogGroup } from './log-group.ts';
import { constraintError, exclusive, invalidParameter } from './logs-errors.ts';
import {
  groupName,
  groupOfArn,
  limitIn,
  nameOf,
  type OnGroup,
  paged,
  tagsIn,
} from './logs-input.ts';
import { type LogsOperation, type LogsPlace, streamArn } from './operation.ts';

/** Days that a group may keep its events. CloudWatch Logs API Reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
];
const LARGEST_PAGE = 50;

interface CreateInput extends OnGroup {
  kmsKeyId?: string | undefined;
  tags?: Record<string, string> | undefined;
  logGroupClass?: string | undefined;
}

interface DescribeInput {
  logGroupNamePrefix?: string | undefined;
  logGroupNamePattern?: string | undefined;
  limit?: number | undefined;
  nextToken?: string | undefined;
}

interface TagInput extends OnGroup {
  resourceArn?: string | undefined;
  tags?: Record<string, string> | undefined;
  tagKeys?: readonly string[] | undefined;
}

const onGroup: LogsOperation['resource'] = ({ logGroupName = '' }: OnGroup, place) =>
  streamArn(place, logGroupName);
const onArn: LogsOperation['resource'] = ({ resourceArn = '' }: TagInput, place) =>
  place.logs.arnOf(nameOf(resourceArn));

/** The operations on log groups. Amazon CloudWatch Logs API Reference. */
export const groupOperations: Readonly<Record<string, LogsOperation>> = {
  CreateLogGroup: {
    parameters: ['logGroupName', 'kmsKeyId', 'tags', 'logGroupClass'],
    resource: onGroup,
    run: createGroup,
  },
  DeleteLogGroup: {
    parameters: ['logGroupName'],
    resource: onGroup,
    run: (input: OnGroup, { logs }) => {
      logs.delete(logs.group(groupName(input.logGroupName)));
      return {};
    },
  },
  DescribeLogGroups: {
    parameters: ['logGroupNamePrefix', 'logGroupNamePattern', 'limit', 'nextToken'],
    resource: ({ logGroupNamePrefix = '' }: DescribeInput, place) =>
      streamArn(place, logGroupNamePrefix),
    run: describeGroups,
  },
  PutRetentionPolicy: {
    parameters: ['logGroupName', 'retentionInDays'],
    resource: onGroup,
    run: (input: OnGroup & { retentionInDays?: number | undefined }, { logs }) => {
      const group = logs.group(groupName(input.logGroupName));
      group.retentionDays = retentionIn(input.retentionInDays);
      return {};
    },
  },
  DeleteRetentionPolicy: {
    parameters: ['logGroupName'],
    resource: onGroup,
    run: (input: OnGroup, { logs }) => {
      logs.group(groupName(input.logGroupName)).retentionDays = undefined;
      return {};
    },
  },
  TagResource: {
    parameters: ['resourceArn', 'tags'],
    resource: onArn,
    run: ({ resourceArn, tags }: TagInput, { logs }) => tag(groupOfArn(logs, resourceArn), tags),
  },
  UntagResource: {
    parameters: ['resourceArn', 'tagKeys'],
    resource: onArn,
    run: ({ resourceArn, tagKeys }: TagInput, { logs }) =>
      untag(groupOfArn(logs, resourceArn), tagKeys),
  },
  ListTagsForResource: {
    parameters: ['resourceArn'],
    resource: onArn,
    run: ({ resourceArn }: TagInput, { logs }) => tagsOf(groupOfArn(logs, resourceArn)),
  },
  TagLogGroup: {
    parameters: ['logGroupName', 'tags'],
    resource: onGroup,
    run: ({ tags, logGroupName }: TagInput, { logs }) =>
      tag(logs.group(groupName(logGroupName)), tags),
  },
  UntagLogGroup: {
    parameters: ['logGroupName', 'tags'],
    resource: onGroup,
    run: ({ tags, logGroupName }: OnGroup & { tags?: readonly string[] | undefined }, { logs }) =>
      untag(logs.group(groupName(logGroupName)), tags),
  },
  ListTagsLogGroup: {
    parameters: ['logGroupName'],
    resource: onGroup,
    run: ({ logGroupName }: TagInput, { logs }) => tagsOf(logs.group(groupName(logGroupName))),
  },
};

function createGroup(input: CreateInput, { logs, scheduler }: LogsPlace): object {
  const name = groupName(input.logGroupName);
  if (/^aws\//i.test(name)) {
    throw invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
  }
  const { logGroupClass = 'STANDARD', kmsKeyId } = input;
  if (logGroupClass !== 'STANDARD') throw new NotSimulatedError(`logGroupClass ${logGroupClass}`);
  const tags = tagsIn(input.tags);
  if (Object.keys(tags).length > MAX_TAGS) throw tooManyTags();
  logs.create({ name, createdMs: scheduler.nowMs(), tags, kmsKeyId });
  return {};
}

/** Days of an input; a group's template says it the same way. */
export function retentionIn(days: number | undefined): number {
  if (days === undefined) throw constraintError(days, 'retentionInDays', 'Member must not be null');
  if (RETENTION_DAYS.includes(days)) return days;
  const set = `Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`;
  throw constraintError(days, 'retentionInDays', set);
}

function describeGroups(input: DescribeInput, place: LogsPlace): object {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, nextToken } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const limit = limitIn(input.limit, LARGEST_PAGE);
  const found = [...place.logs.groups()].filter(
    ({ name }) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''),
  );
  const { items, ...page } = paged(found, ({ name }) => name, { limit, nextToken });
  // What is found by a part of its name is told with less.
  const view = pattern === undefined ? fullView : briefView;
  return { logGroups: items.map((group) => view(group, place)), ...page };
}

function briefView({ name, createdMs, ...group }: LogGroup, { logs }: LogsPlace): object {
  const { retentionDays, kmsKeyId } = group;
  return {
    ...{ logGroupName: name, creationTime: createdMs, metricFilterCount: 0 },
    ...(retentionDays !== undefined && { retentionInDays: retentionDays }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...{ arn: `${logs.arnOf(name)}:*`, logGroupArn: logs.arnOf(name), logGroupClass: 'STANDARD' },
  };
}

function fullView(group: LogGroup, place: LogsPlace): object {
  const storedBytes = group.storedBytes(place.scheduler.nowMs());
  return { ...briefView(group, place), storedBytes, deletionProtectionEnabled: false };
}

function tag({ tags }: LogGroup, given: Record<string, string> | undefined): object {
  addTags(tags, tagsIn(given), tooManyTags);
  return {};
}

function untag({ tags }: LogGroup, keys: readonly string[] = []): object {
  for (const key of keys) tags.delete(key);
  return {};
}

function tagsOf({ tags }: LogGroup): object {
  return { tags: Object.fromEntries(tags) };
}

function tooManyTags(): Error {
  return exclusive(`A resource may have at most ${MAX_TAGS} tags.`);
}
