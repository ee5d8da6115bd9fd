import type { PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { bytesOf, type LogGroup, type NewEvent } from './log-group.ts';
import { constraintError, invalidParameter } from './logs-errors.ts';
import { groupName, streamIn } from './logs-input.ts';
import type { LogsPlace } from './operation.ts';
import { UPLOAD_TOKEN } from './stream-operations.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Limits of one call. Amazon CloudWatch Logs API Reference, PutLogEvents. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const MAX_SPAN_MS = DAY_MS;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * HOUR_MS;

/** Writes events to a stream; those too old or too new are left out, and the answer says which. */
export function putLogEvents(input: PutLogEventsRequest, { logs, scheduler }: LogsPlace): object {
  const events = eventsIn(input.logEvents);
  const group = logs.group(groupName(input.logGroupName));
  const stream = streamIn(group, input.logStreamName);
  checkOrder(events);
  const nowMs = scheduler.nowMs();
  const rejected = rejectedOf(events, group, nowMs);
  for (const event of events.slice(rejected.fromIndex, rejected.toIndex)) {
    group.add(stream, event, nowMs);
  }
  return { nextSequenceToken: UPLOAD_TOKEN, ...rejected.told };
}

function eventsIn(given: PutLogEventsRequest['logEvents']): NewEvent[] {
  if (given === undefined) throw constraintError(undefined, 'logEvents', 'Member must not be null');
  if (given.length === 0 || given.length > MAX_EVENTS) {
    const bound = given.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 10000';
    throw constraintError('[...]', 'logEvents', `Member must have length ${bound}`);
  }
  const events = given.map(({ timestamp, message }, index) => {
    const member = (name: string): string => `logEvents.${index + 1}.member.${name}`;
    if (timestamp === undefined) {
      throw constraintError(undefined, member('timestamp'), 'Member must not be null');
    }
    if (timestamp < 0) {
      const constraint = 'Member must have value greater than or equal to 0';
      throw constraintError(timestamp, member('timestamp'), constraint);
    }
    if (message === undefined) {
      throw constraintError(undefined, member('message'), 'Member must not be null');
    }
    if (message === '') {
      const constraint = 'Member must have length greater than or equal to 1';
      throw constraintError('', member('message'), constraint);
    }
    return { timestampMs: timestamp, message };
  });
  const bytes = events.reduce((sum, { message }) => sum + bytesOf(message), 0);
  if (bytes > MAX_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
  }
  return events;
}

function checkOrder(events: readonly NewEvent[]): void {
  const isLate = ({ timestampMs }: NewEvent, index: number): boolean =>
    timestampMs < (events[index - 1]?.timestampMs ?? 0);
  if (events.some(isLate)) {
    throw invalidParameter(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  }
  const [first] = events;
  if (events.at(-1)!.timestampMs - first!.timestampMs <= MAX_SPAN_MS) return;
  throw invalidParameter(
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  );
}

interface Rejected {
  /** Those between are taken. */
  fromIndex: number;
  toIndex: number;
  told: { rejectedLogEventsInfo?: object };
}

function rejectedOf(
  events: readonly NewEvent[],
  { retentionDays = Number.POSITIVE_INFINITY }: LogGroup,
  nowMs: number,
): Rejected {
  const before = (ms: number): number => {
    const index = events.findIndex(({ timestampMs }) => timestampMs >= ms);
    return index === -1 ? events.length : index;
  };
  const tooOld = before(nowMs - OLDEST_MS);
  const expired = before(nowMs - retentionDays * DAY_MS);
  const toIndex = before(nowMs + NEWEST_MS + 1);
  const info = {
    ...(toIndex < events.length && { tooNewLogEventStartIndex: toIndex }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
  };
  const told = Object.keys(info).length > 0 ? { rejectedLogEventsInfo: info } : {};
  return { fromIndex: Math.max(tooOld, expired), toIndex, told };
}
