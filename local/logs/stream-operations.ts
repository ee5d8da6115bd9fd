import type { LogGroup, LogStream } from './log-group.ts';
import { alreadyExists, constraintError, invalidParameter } from './logs-errors.ts';
import {
  groupIn,
  groupName,
  limitIn,
  nameOf,
  type OnGroup,
  paged,
  streamIn,
  streamName,
} from './logs-input.ts';
import { type LogsOperation, type LogsPlace, streamArn } from './operation.ts';

const LARGEST_PAGE = 50;
const ORDERS = ['LogStreamName', 'LastEventTime'];

/** The parameters that say which stream is meant. */
export interface OnStream extends OnGroup {
  logStreamName?: string | undefined;
}

interface DescribeInput extends OnGroup {
  logStreamNamePrefix?: string | undefined;
  orderBy?: string | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  nextToken?: string | undefined;
}

/** The resource of an operation on one stream, or on all of a group. */
export const onStream: LogsOperation['resource'] = (
  { logGroupName, logGroupIdentifier = '', logStreamName }: OnStream,
  place,
) => streamArn(place, logGroupName ?? nameOf(logGroupIdentifier), logStreamName);

/** The operations on log streams. Amazon CloudWatch Logs API Reference. */
export const streamOperations: Readonly<Record<string, LogsOperation>> = {
  CreateLogStream: {
    parameters: ['logGroupName', 'logStreamName'],
    resource: onStream,
    run: (input: OnStream, { logs, scheduler }) => {
      const name = streamName(input.logStreamName);
      const group = logs.group(groupName(input.logGroupName));
      if (group.streams.has(name)) throw alreadyExists('log stream');
      group.addStream(name, scheduler.nowMs());
      return {};
    },
  },
  DeleteLogStream: {
    parameters: ['logGroupName', 'logStreamName'],
    resource: onStream,
    run: (input: OnStream, { logs }) => {
      const group = logs.group(groupName(input.logGroupName));
      group.deleteStream(streamIn(group, input.logStreamName));
      return {};
    },
  },
  DescribeLogStreams: {
    parameters: [
      ...['logGroupName', 'logGroupIdentifier', 'logStreamNamePrefix', 'orderBy', 'descending'],
      ...['limit', 'nextToken'],
    ],
    resource: onStream,
    run: describeStreams,
  },
};

function describeStreams(input: DescribeInput, place: LogsPlace): object {
  const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending, nextToken } = input;
  if (!ORDERS.includes(orderBy)) {
    const set = `Member must satisfy enum value set: [${ORDERS.join(', ')}]`;
    throw constraintError(orderBy, 'orderBy', set);
  }
  const byTime = orderBy === 'LastEventTime';
  if (byTime && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = groupIn(place.logs, input);
  const limit = limitIn(input.limit, LARGEST_PAGE);
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ''));
  const keyed = inOrder(streams, byTime, descending ?? false);
  const { items, ...page } = paged(keyed, ({ key }) => key, { limit, nextToken });
  return { logStreams: items.map(({ stream }) => streamView(group, stream, place)), ...page };
}

/** Each stream with its place in the order that is asked for. */
function inOrder(
  streams: readonly LogStream[],
  byTime: boolean,
  descending: boolean,
): { key: string; stream: LogStream }[] {
  const time = ({ lastMs = 0 }: LogStream): string => String(lastMs).padStart(16, '0');
  const keyOf = (stream: LogStream): string =>
    byTime ? `${time(stream)} ${stream.name}` : stream.name;
  const ordered = [...streams].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  if (!descending) return ordered.map((stream) => ({ key: keyOf(stream), stream }));
  // A page goes on after a key, in rising order.
  return ordered.map((stream) => ({ key: complement(keyOf(stream)), stream }));
}

/** Text that sorts the other way round. */
function complement(text: string): string {
  const turned = [...text].map((letter) => String.fromCharCode(0xffff - letter.charCodeAt(0)));
  return Buffer.from(`${turned.join('')}\uffff`, 'utf16le')
    .swap16()
    .toString('hex');
}

function streamView({ name }: LogGroup, stream: LogStream, { logs }: LogsPlace): object {
  const { firstMs, lastMs, ingestedMs } = stream;
  return {
    ...{ logStreamName: stream.name, creationTime: stream.createdMs },
    ...(firstMs !== undefined && {
      ...{ firstEventTimestamp: firstMs, lastEventTimestamp: lastMs },
      ...{ lastIngestionTime: ingestedMs, uploadSequenceToken: UPLOAD_TOKEN },
    }),
    ...{ arn: `${logs.arnOf(name)}:log-stream:${stream.name}`, storedBytes: 0 },
  };
}

/** Nobody has to send it any more. */
export const UPLOAD_TOKEN = '49'.padEnd(56, '0');
