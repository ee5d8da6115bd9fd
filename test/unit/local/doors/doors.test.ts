import { validateHeaderName, validateHeaderValue } from 'node:http';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../../local/apigateway/http.ts';
import { type RandomSource, seededRandom } from '../../../../local/random.ts';
import { DoorsWorld } from './doors-world.ts';
import { FUZZ_SEED } from './fuzz-seed.ts';
import { broken, oddJson, oddText, oddWithin, pick } from './odd-json.ts';
import { tryOddRestApi } from './odd-rest-api.ts';

/** One input by a door; what is wrong with the answer, if anything is. */
type Door = (world: DoorsWorld, random: RandomSource, round: number) => Promise<string | undefined>;

const PATHS = ['$.detail.order', '$.detail.lines[0].sku', '$', '$.detail.*', '$.detail-type'];
const TEMPLATES = [
  '{"order":<order>,"all":<aws.events.event.json>}',
  '"order <order> of <aws.events.rule-name>"',
  '{"a":"<order>"}',
];
const SCHEDULES = [
  'rate(5 minutes)',
  'rate(1 hour)',
  'cron(0/15 8-18 ? * MON-FRI *)',
  'cron(0 0 L * ? 2027)',
  'cron(0 12 ? * 6#3 *)',
];
const PATTERNS = [
  '{"source":["shop"],"detail":{"order":[{"prefix":"a"}],"n":[{"numeric":[">",1,"<=",5]}]}}',
  '{"detail":{"$or":[{"a":[{"exists":false}]},{"b":[{"wildcard":"*a*b"}]}]}}',
  '{"detail":{"ip":[{"cidr":"10.0.0.0/8"}],"s":[{"anything-but":{"suffix":["x"]}}]}}',
];
const PROXY_ANSWERS = [
  ...['{"statusCode":?}', '{"statusCode":200,"headers":?}', '{"headers":{"a":?}}', '{"body":?}'],
  ...['{"headers":{~:"a"}}', '{"headers":{"a":~}}', '{"multiValueHeaders":{~:[~,?]}}'],
  ...['{"multiValueHeaders":?}', '{"statusCode":200,"body":~,"isBase64Encoded":?}'],
];
const ALLOW = '"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"';
const AUTHORISER_ANSWERS = [
  `{"principalId":?,"policyDocument":{"Statement":[{${ALLOW}}]}}`,
  `{"principalId":"a","policyDocument":{"Version":?,"Statement":[{${ALLOW}}]}}`,
  `{"principalId":"a","policyDocument":{"Statement":[{${ALLOW}},?]}}`,
  `{"principalId":"a","policyDocument":{"Statement":{${ALLOW},"Condition":?}}}`,
  `{"principalId":"a","policyDocument":{"Statement":{${ALLOW},"NotResource":?,~:~}}}`,
  '{"principalId":"a","policyDocument":{"Statement":[{"Effect":?,"Action":?,"Resource":[~,~]}]}}',
  `{"principalId":"a","context":{~:?},"policyDocument":{"Statement":[{${ALLOW}}]}}`,
  `{"principalId":"a","context":?,"usageIdentifierKey":?,"policyDocument":{"Statement":[{${ALLOW}}]}}`,
];
const BATCH_ANSWERS = [
  ...['{"batchItemFailures":?}', '{"batchItemFailures":[?]}', '{"batchItemFailures":[null,?]}'],
  ...[
    '{"batchItemFailures":[{"itemIdentifier":?}]}',
    '{"batchItemFailures":[{"itemIdentifier":~}]}',
  ],
  ...['{~:?}', '{"batchItemFailures":[{~:~}]}'],
];
const EVENT_DETAILS = ['{"order":?}', '{"order":~,"lines":[{"sku":?}]}', '{"lines":?,"a":~}'];

/** Refused as AWS refuses, or by name as not simulated. */
function wrongRefusal(error: Error | undefined): string | undefined {
  if (error === undefined || error.name === 'NotSimulatedError') return undefined;
  const { $fault, $metadata } = error as {
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  if ($fault === 'client' && status >= 400 && status < 500) return undefined;
  return `${error.name}: ${error.message.slice(0, 200)}`;
}

/** What API Gateway answers, whatever its functions do, and what HTTP can send. */
function wrongAnswer({ status, headers, body }: HttpResponse): string | undefined {
  if (!Number.isInteger(status) || status < 100 || status > 599) return `status ${status}`;
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      for (const one of [value].flat()) validateHeaderValue(name, one);
    } catch (error) {
      return `header: ${error}`;
    }
  }
  return typeof body === 'string' ? undefined : 'no body';
}

const doors: Readonly<Record<string, readonly [count: number, door: Door]>> = {
  'requests to a REST API': [
    1_500,
    async (world, random) => {
      world.answer = '{"statusCode":200,"body":"ok"}';
      const path = broken([`${world.stage}/open`, `${world.stage}/mock`, '/open'], random);
      return wrongAnswer(
        await world.http({
          method: pick(['GET', 'POST', 'PUT', 'TRACE', ''], random),
          path,
          headers: { [oddText(random) || 'x']: oddText(random), authorization: oddText(random) },
          query: { [oddText(random)]: [oddText(random), oddText(random)] },
          body: random.below(3) === 0 ? oddJson(random) : oddText(random),
        }),
      );
    },
  ],
  'answers of a function behind a REST API': [
    1_500,
    async (world, random) => {
      world.answer = oddWithin(PROXY_ANSWERS, random);
      return wrongAnswer(await world.http({ path: `${world.stage}/open` }));
    },
  ],
  'tokens, and answers of an authoriser': [
    1_500,
    async (world, random) => {
      world.answer = oddWithin(AUTHORISER_ANSWERS, random);
      const authorization = broken(['Bearer abc', 'Bearer  xyz'], random);
      return wrongAnswer(
        await world.http({ path: `${world.stage}/guarded`, headers: { authorization } }),
      );
    },
  ],
  'settings, templates and expressions of a REST API': [
    1_000,
    async (world, random) => {
      world.answer = '{"statusCode":200,"body":"up"}';
      const { answers, refusals } = await tryOddRestApi(world, random);
      const neighbour = answers.at(-1)!;
      if (neighbour.body !== 'up') return `its neighbour answers ${neighbour.body}`;
      return answers.map(wrongAnswer).find(Boolean) ?? refusals.map(wrongRefusal).find(Boolean);
    },
  ],
  'messages, filters and answers of a mapping from a queue': [
    1_500,
    async (world, random, round) => {
      if (round % 250 === 0) await mappedQueue(world, random, round);
      world.answer = oddWithin(BATCH_ANSWERS, random);
      const QueueUrl = `https://sqs/work-${round - (round % 250)}`;
      const MessageBody = oddWithin(['{"order":?}', '{"order":"a","a":?}'], random);
      return wrongRefusal(await world.refusal(new SendMessageCommand({ QueueUrl, MessageBody })));
    },
  ],
  'items, and answers of a mapping from a stream': [
    500,
    async (world, random, round) => {
      world.answer = oddWithin(BATCH_ANSWERS, random);
      const Item = { id: { S: `${round}` }, value: { S: oddText(random) } };
      return wrongRefusal(await world.refusal(new PutItemCommand({ TableName: 'streamed', Item })));
    },
  ],
  'events, input paths and templates of a target': [
    1_500,
    async (world, random) => {
      const Arn = world.events.settings.arn;
      const shape = pick(
        [
          { InputPath: broken(PATHS, random) },
          { Input: oddJson(random) },
          {
            InputTransformer: {
              InputPathsMap: { order: broken(PATHS, random) },
              InputTemplate: broken(TEMPLATES, random),
            },
          },
        ],
        random,
      );
      const Targets = [{ Id: 'q', Arn, ...shape }];
      const refused = await world.refusal(new PutTargetsCommand({ Rule: 'shaped', Targets }));
      const entry = {
        Source: 'shop',
        DetailType: oddText(random),
        Detail: oddWithin(EVENT_DETAILS, random),
      };
      const put = await world.refusal(new PutEventsCommand({ Entries: [entry] }));
      return wrongRefusal(refused) ?? wrongRefusal(put);
    },
  ],
  'schedules and patterns of a rule': [
    1_500,
    async (world, random) => {
      const Event = JSON.stringify({
        ...{ id: '1', account: '1', source: 'shop', time: 't', region: 'r', 'detail-type': 'd' },
        detail: { order: oddText(random), n: 3 },
      });
      const command = pick(
        [
          new PutRuleCommand({ Name: 'tick', ScheduleExpression: broken(SCHEDULES, random) }),
          new PutRuleCommand({ Name: 'match', EventPattern: broken(PATTERNS, random) }),
          new TestEventPatternCommand({ EventPattern: broken(PATTERNS, random), Event }),
        ],
        random,
      );
      return wrongRefusal(await world.refusal(command));
    },
  ],
  'payloads of an invocation': [
    500,
    async (world, random) => {
      world.answer = oddJson(random);
      const InvocationType = pick(['RequestResponse', 'Event', 'DryRun', 'x'], random);
      const input = { FunctionName: 'answers', Payload: Buffer.from(oddJson(random)) };
      const command = new InvokeCommand({ ...input, InvocationType: InvocationType as 'Event' });
      return wrongRefusal(await world.refusal(command));
    },
  ],
};

/** A new queue with a mapping of odd filters, where these are taken. */
async function mappedQueue(world: DoorsWorld, random: RandomSource, round: number): Promise<void> {
  const EventSourceArn = world.queue(`work-${round}`, {
    ...{ VisibilityTimeout: 10, MessageRetentionPeriod: 60 },
  }).settings.arn;
  const mapping = {
    ...{ FunctionName: 'answers', EventSourceArn },
    FunctionResponseTypes: ['ReportBatchItemFailures' as const],
  };
  for (let tries = 0; tries < 20; tries += 1) {
    const Pattern = broken(['{"body":{"order":["a",{"exists":false}]}}', '{"body":["a"]}'], random);
    const filtered = { ...mapping, FilterCriteria: { Filters: [{ Pattern }] } };
    const refused = await world.refusal(new CreateEventSourceMappingCommand(filtered));
    if (!refused) return;
    expect(wrongRefusal(refused)).toBeUndefined();
  }
  await world.send(new CreateEventSourceMappingCommand(mapping));
}

/** All that was wrong after these inputs by one door. */
async function knock(name: string, seed: number): Promise<string[]> {
  const [count, door] = doors[name]!;
  const world = new DoorsWorld();
  await world.open();
  await world.rule('shaped', 'shop', world.events, {});
  const stream = world.table('streamed');
  const streamMapping = {
    FunctionName: 'answers',
    EventSourceArn: stream,
    MaximumRetryAttempts: 1,
  };
  await world.send(
    new CreateEventSourceMappingCommand({
      ...{ ...streamMapping, StartingPosition: 'TRIM_HORIZON' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  const random = seededRandom(seed);
  const wrong: string[] = [];
  for (let round = 0; round < count; round += 1) {
    const fault = await door(world, random, round);
    if (fault !== undefined) wrong.push(fault);
    if (round % 100 === 99) {
      await world.pass(30_000);
      world.events.purge();
    }
  }
  return [...wrong, ...(await world.harm())];
}

describe('a server', () => {
  it.each(Object.entries(doors).map(([name, [count]]) => [name, count] as const))(
    'survives odd %s, %d of them, and harms nobody',
    async (name) => {
      expect((await knock(name, FUZZ_SEED)).slice(0, 10)).toEqual([]);
    },
  );

  it('is tried by 20,000 inputs, those over the wire included', () => {
    const OVER_THE_WIRE = 10_000;
    const counts = Object.values(doors).map(([count]) => count);
    expect(OVER_THE_WIRE + counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
      20_000,
    );
  });
});
