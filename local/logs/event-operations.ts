import type { PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { compileFilter } from './filter-pattern.ts';
import { bytesOf, type LogEvent, type LogGroup } from './log-group.ts';
import { constraintError, invalidParameter, invalidToken } from './logs-errors.ts';
import { groupIn, limitIn, type OnGroup, streamIn } from './logs-input.ts';
import type { LogsOperation, LogsPlace } from './operation.ts';
import { putLogEvents } from './put-events.ts';
import { type OnStream, onStream } from './stream-operations.ts';

/** Events of one page, and bytes of one. Amazon CloudWatch Logs API Reference, GetLogEvents, FilterLogEvents. */
const LARGEST_PAGE = 10_000;
const PAGE_BYTES = 1024 * 1024;
const MAX_STREAM_NAMES = 100;
const ID_DIGITS = 56;

interface GetInput extends OnStream {
  startTime?: number | undefined;
  endTime?: number | undefined;
  limit?: number | undefined;
  nextToken?: string | undefined;
  startFromHead?: boolean | undefined;
}

interface FilterInput extends OnGroup {
  logStreamNames?: string[] | undefined;
  logStreamNamePrefix?: string | undefined;
  startTime?: number | undefined;
  endTime?: number | undefined;
  filterPattern?: string | undefined;
  nextToken?: string | undefined;
  limit?: number | undefined;
  interleaved?: boolean | undefined;
}

/** The operations on events. Amazon CloudWatch Logs API Reference. */
export const eventOperations: Readonly<Record<string, LogsOperation>> = {
  PutLogEvents: {
    parameters: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken'],
    resource: onStream,
    run: (input: PutLogEventsRequest, place) => putLogEvents(input, place),
  },
  GetLogEvents: {
    parameters: [
      ...['logGroupName', 'logGroupIdentifier', 'logStreamName', 'startTime', 'endTime'],
      ...['nextToken', 'limit', 'startFromHead'],
    ],
    resource: onStream,
    run: getEvents,
  },
  FilterLogEvents: {
    parameters: [
      ...['logGroupName', 'logGroupIdentifier', 'logStreamNames', 'logStreamNamePrefix'],
      ...['startTime', 'endTime', 'filterPattern', 'nextToken', 'limit', 'interleaved'],
    ],
    resource: onStream,
    run: filterEvents,
  },
};

/** Forward from an event that it leaves out, or backward to one. */
const TOKEN = /^([fb])\/(\d{56})$/;

function getEvents(input: GetInput, { logs, scheduler }: LogsPlace): object {
  const { nextToken, startFromHead = false } = input;
  const limit = limitIn(input.limit, LARGEST_PAGE);
  const group = groupIn(logs, input);
  const stream = streamIn(group, input.logStreamName);
  const [, way, position] = TOKEN.exec(nextToken ?? '') ?? [];
  if (nextToken !== undefined && way === undefined) throw invalidToken();
  const { startTime: fromMs = 0, endTime: toMs = Number.POSITIVE_INFINITY } = input;
  const within = group
    .events(scheduler.nowMs())
    .filter((event) => event.stream === stream)
    .filter(({ timestampMs }) => timestampMs >= fromMs && timestampMs < toMs)
    .filter(({ id }) => !position || (way === 'f' ? id > position : id < position));
  const fromHead = way === 'f' || (way === undefined && startFromHead);
  const page = fromHead ? head(within, limit) : head(within.reverse(), limit).reverse();
  const ends = endsOf(page, way as 'f' | 'b' | undefined, position);
  return {
    events: page.map(({ timestampMs, message, ingestedMs }) => ({
      ...{ timestamp: timestampMs, message, ingestionTime: ingestedMs },
    })),
    nextForwardToken: `f/${ends.last}`,
    nextBackwardToken: `b/${ends.first}`,
  };
}

/** The first events, as many as fit a page. */
function head(events: readonly LogEvent[], limit: number): LogEvent[] {
  let bytes = 0;
  const page: LogEvent[] = [];
  for (const event of events) {
    bytes += bytesOf(event.message);
    if (page.length === limit || (bytes > PAGE_BYTES && page.length > 0)) break;
    page.push(event);
  }
  return page;
}

/** Where to go on from a page: both ways, nothing twice; the end of a way is told by the token it was asked with. */
function endsOf(
  page: readonly LogEvent[],
  way: 'f' | 'b' | undefined,
  position = ''.padStart(ID_DIGITS, '0'),
): { first: string; last: string } {
  if (page.length > 0) return { first: page[0]!.id, last: page.at(-1)!.id };
  if (way === 'f') return { first: beside(position, 1n), last: position };
  return { first: position, last: way === 'b' ? beside(position, -1n) : position };
}

function beside(id: string, step: bigint): string {
  const moved = BigInt(id) + step;
  return String(moved < 0n ? 0n : moved).padStart(ID_DIGITS, '0');
}

function filterEvents(input: FilterInput, { logs, scheduler }: LogsPlace): object {
  const { startTime: fromMs = 0, endTime: toMs = Number.POSITIVE_INFINITY, nextToken } = input;
  const limit = limitIn(input.limit, LARGEST_PAGE);
  const matches = compileFilter(input.filterPattern ?? '');
  const group = groupIn(logs, input);
  const inStream = streamsIn(input, group);
  const after = nextToken === undefined ? '' : Buffer.from(nextToken, 'base64url').toString();
  if (nextToken !== undefined && !/^\d{56}$/.test(after)) throw invalidToken();
  const found = group
    .events(scheduler.nowMs())
    .filter(({ id, timestampMs }) => id > after && timestampMs >= fromMs && timestampMs <= toMs)
    .filter(({ stream, message }) => inStream(stream.name) && matches(message));
  const page = head(found, limit);
  const last = page.length < found.length ? page.at(-1) : undefined;
  return {
    events: page.map(({ id, stream, timestampMs, message, ingestedMs }) => ({
      ...{ logStreamName: stream.name, timestamp: timestampMs, message },
      ...{ ingestionTime: ingestedMs, eventId: id },
    })),
    searchedLogStreams: [],
    ...(last && { nextToken: Buffer.from(last.id).toString('base64url') }),
  };
}

function streamsIn(
  { logStreamNames, logStreamNamePrefix }: FilterInput,
  group: LogGroup,
): (name: string) => boolean {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNamePrefix and logStreamNames are mutually exclusive.');
  }
  if (logStreamNames === undefined) return (name) => name.startsWith(logStreamNamePrefix ?? '');
  if (logStreamNames.length === 0 || logStreamNames.length > MAX_STREAM_NAMES) {
    const bound =
      logStreamNames.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 100';
    throw constraintError(
      `[${logStreamNames.join(', ')}]`,
      'logStreamNames',
      `Member must have length ${bound}`,
    );
  }
  const names = new Set(logStreamNames.map((name) => streamIn(group, name).name));
  return (name) => names.has(name);
}
