import { FilterLogEventsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { authorization, jsonRequest } from '../../unit/local/wire/wire-world.ts';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import {
  GROUP_ARN,
  group,
  localstack,
  logGroupName,
  logStreamName,
  put,
  refusal,
  stream,
  withMessages,
} from './setting.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = Date.UTC(2026, 0, 1);
const tooMany =
  "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000";
const badToken = {
  name: 'InvalidParameterException',
  message: 'The specified nextToken is invalid.',
};
const texts = ({ events }: { events: { message: string }[] }): string[] =>
  events.map(({ message }) => message);
const get = (more: object = {}) =>
  new GetLogEventsCommand({ logGroupName, logStreamName, ...more });
const filter = (more: object = {}) => new FilterLogEventsCommand({ logGroupName, ...more });

const WORDS = ['hello', 'world', 'hello world', 'goodbye world', 'hello cruela'];

function matching(filterPattern: string, test: string, found: string[]): VerifiedFact {
  return {
    says: `the filter pattern ${filterPattern} finds "${found.join('", "')}"`,
    source: localstack('filter_events', `TestFilterLogEventsPatterns.${test}`),
    async holds(world: FactWorld) {
      await withMessages(world, [...WORDS, 'goodbye cruel world']);
      const command = filter({ filterPattern, logStreamNames: [logStreamName] });
      world.expect(texts(await world.send(command))).toEqual(found);
    },
  };
}

/** Events, how they are written, read and filtered. */
export const eventFacts: readonly VerifiedFact[] = [
  {
    says: 'events of one instant are taken, and a sequence token is answered that nobody needs',
    source: localstack('events', 'TestLogsEvents.test_put_log_events_basic'),
    async holds({ send, expect }) {
      await send(group());
      await send(stream());
      const events = ['hello', 'world'].map((message) => ({ timestamp: NOW_MS, message }));
      const answer = await send(put(events));
      expect(answer).toMatchObject({ nextSequenceToken: expect.any(String) });
      expect(answer).not.toHaveProperty('rejectedLogEventsInfo');
    },
  },
  {
    says: 'a message of many bytes a character comes back as it was',
    source: localstack('events', 'TestLogsEvents.test_put_events_multi_bytes_msg'),
    async holds(world) {
      const message = '🙀 - 参よ - 日本語';
      await withMessages(world, [message]);
      world.expect(texts(await world.send(get()))).toEqual([message]);
    },
  },
  refusal({
    says: 'events for a stream that there is not are refused',
    source: localstack('events', 'TestLogsEvents.test_put_log_events_to_invalid_stream'),
    after: [group()],
    command: put([{ timestamp: NOW_MS, message: 'test' }], 'invalid-stream'),
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  }),
  refusal({
    says: 'events out of order are refused',
    source: localstack('events', 'TestLogsEvents.test_put_log_events_wrong_order'),
    after: [group(), stream()],
    command: put([
      { timestamp: NOW_MS, message: 'Message 0' },
      { timestamp: NOW_MS - 2 * DAY_MS, message: 'Message 1' },
    ]),
    name: 'InvalidParameterException',
    message: 'Log events in a single PutLogEvents request must be in chronological order.',
  }),
  {
    says: 'an event of thirty days ago is left out, and the answer says so',
    source: localstack('events', 'TestLogsEvents.test_put_log_events_too_old'),
    async holds({ send, expect }) {
      await send(group());
      await send(stream());
      const answer = await send(put([{ timestamp: NOW_MS - 30 * DAY_MS, message: 'Old' }]));
      expect(answer).toMatchObject({
        nextSequenceToken: expect.any(String),
        rejectedLogEventsInfo: { tooOldLogEventEndIndex: expect.any(Number) },
      });
      expect(await send(get())).toMatchObject({ events: [] });
    },
  },
  {
    says: 'an event of tomorrow is left out, and the answer says so',
    source: localstack('events', 'TestLogsEvents.test_put_log_events_too_new'),
    async holds({ send, expect }) {
      await send(group());
      await send(stream());
      const answer = await send(put([{ timestamp: NOW_MS + DAY_MS, message: 'Future' }]));
      expect(answer).toMatchObject({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } });
      expect(await send(get())).toMatchObject({ events: [] });
    },
  },
  {
    says: 'events are read in their order',
    source: localstack('events', 'TestLogsEvents.test_get_log_events_basic'),
    async holds(world) {
      await withMessages(world, ['message 1', 'message 2']);
      world.expect(texts(await world.send(get()))).toEqual(['message 1', 'message 2']);
    },
  },
  {
    says: 'with startFromHead the first events are read',
    source: localstack('events', 'TestLogsEvents.test_get_log_events_start_from_head'),
    async holds(world) {
      const messages = Array.from({ length: 20 }, (_, index) => `message ${index}`);
      await withMessages(world, messages);
      const page = await world.send(get({ limit: 10, startFromHead: true }));
      world.expect(texts(page)).toEqual(messages.slice(0, 10));
    },
  },
  refusal({
    says: 'events are not read from a token that was never given',
    source: localstack('events', 'TestLogsEvents.test_get_log_events_invalid_token'),
    after: [group(), stream()],
    command: get({ nextToken: 'invalid-token' }),
    ...badToken,
  }),
  refusal({
    says: 'more than 10,000 events are not read at once',
    source: localstack('events', 'TestLogsEvents.test_get_log_events_limit_validation'),
    after: [group(), stream()],
    command: get({ limit: 10_001 }),
    name: 'InvalidParameterException',
    message: tooMany,
  }),
  {
    says: 'events are read by the name and by the ARN of their group',
    source: localstack('events', 'TestLogsEvents.test_get_log_events_using_log_group_identifier'),
    async holds(world) {
      await withMessages(world, ['test message']);
      for (const logGroupIdentifier of [logGroupName, GROUP_ARN]) {
        const page = await world.send(
          new GetLogEventsCommand({ logGroupIdentifier, logStreamName }),
        );
        world.expect(texts(page)).toEqual(['test message']);
      }
    },
  },
  refusal({
    says: 'events of a group that there is not are not read',
    source: localstack('events', 'TestLogsEventsErrors.test_resource_does_not_exist'),
    command: get(),
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  }),
  refusal({
    says: 'events of a stream that there is not are not read',
    source: localstack('events', 'TestLogsEventsErrors.test_resource_does_not_exist'),
    after: [group()],
    command: get(),
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  }),
  {
    says: 'filtered events have an id, a stream and both their times',
    source: localstack('filter_events', 'TestFilterLogEvents.test_filter_log_events_interleaved'),
    async holds(world) {
      await withMessages(world, ['hello', 'world']);
      const { send, expect } = world;
      const { events } = await send(filter({ interleaved: true, logStreamNames: ['first'] }));
      expect(events).toMatchObject([
        { message: 'hello', timestamp: NOW_MS, logStreamName: 'first' },
        { message: 'world', timestamp: NOW_MS + 100, ingestionTime: NOW_MS },
      ]);
      expect(events[0]['eventId']).not.toBe(events[1]['eventId']);
    },
  },
  {
    says: 'filtered events come in AWS JSON 1.1',
    source: localstack(
      'filter_events',
      'TestFilterLogEvents.test_filter_log_events_response_header',
    ),
    async holds(world) {
      await withMessages(world, ['hello']);
      const target = 'Logs_20140328.FilterLogEvents';
      const { status, headers } = await world.request(
        jsonRequest(target, JSON.stringify({ logGroupName }), {
          authorization: authorization('logs', 'AKIDEXAMPLE', 'us-east-1'),
        }),
      );
      world.expect(status).toBe(200);
      world.expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    },
  },
  {
    says: 'filtered events go on from page to page',
    source: localstack('filter_events', 'TestFilterLogEvents.test_filter_log_events_pagination'),
    async holds(world) {
      const messages = Array.from({ length: 25 }, (_, index) => `Message number ${index}`);
      await withMessages(world, messages);
      const first = await world.send(filter({ limit: 20 }));
      world.expect(texts(first)).toEqual(messages.slice(0, 20));
      const second = await world.send(filter({ limit: 20, nextToken: first['nextToken'] }));
      world.expect(texts(second)).toEqual(messages.slice(20));
      world.expect(second).not.toHaveProperty('nextToken');
    },
  },
  refusal({
    says: 'events are not filtered from a token that was never given',
    source: localstack('filter_events', 'TestFilterLogEvents.test_filter_log_events_unknown_token'),
    after: [group(), stream()],
    command: filter({ nextToken: 'invalid-token' }),
    ...badToken,
  }),
  refusal({
    says: 'more than 10,000 events are not filtered at once',
    source: localstack(
      'filter_events',
      'TestFilterLogEvents.test_filter_log_events_limit_validation',
    ),
    after: [group()],
    command: filter({ limit: 10_001 }),
    name: 'InvalidParameterException',
    message: tooMany,
  }),
  matching('hello', 'test_filter_simple_word_pattern', ['hello', 'hello world', 'hello cruela']),
  matching('goodbye world', 'test_filter_multiple_words_pattern', [
    ...['goodbye world', 'goodbye cruel world'],
  ]),
  matching('"hello cruel"', 'test_filter_quoted_pattern', ['hello cruela']),
  matching('{$.message = "hello"}', 'test_filter_json_pattern', []),
];
