import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as dynamodbStreams from '@aws-sdk/client-dynamodb-streams';
import { DynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { DynamoDbStreamsService } from '../../../local/dynamodb/streams-service.ts';
import { TableStreams } from '../../../local/dynamodb/table-streams.ts';
import type { Outcome, Side } from '../agreement.ts';
import { normalised } from './normalise.ts';
import { createTableInput, shapes } from './shapes.ts';
import type { Step } from './step.ts';

/** Calls an operation of DynamoDB or of its Streams API; throws the SDK's exceptions. */
export type Call = (operation: string, input: object) => Promise<object>;

/** Pages of one request that are followed at most. */
const MAXIMUM_PAGES = 60;

const START_MS = Date.UTC(2026, 0, 1);

/** The embedded cloud's engine, a new one for each sequence; `wrap` puts something around its calls. */
export function embedded(wrap: (call: Call) => Call = (call) => call): Side<Step> {
  return {
    name: 'embedded cloud',
    run: (steps) => runAll(wrap(embeddedCall()), steps),
  };
}

/** The API of an engine of its own, empty. */
export function embeddedCall(): Call {
  const nowMs = () => START_MS;
  const streams = new TableStreams();
  const engine = new DynamoDb({ nowMs, streams });
  const api = new DynamoDbStreamsService(streams, { nowMs }, { region: 'us-east-1' });
  return async (operation, input) => {
    if (Object.hasOwn(api.parameters, operation)) return api.execute(operation, input).output;
    return engine.execute(operation, input).output;
  };
}

/** Sequences that any reference has run: one engine remembers the tokens of them all for ten minutes. */
let sequence = 0;

/** DynamoDB at an endpoint: the tables are made before each sequence, and deleted after it. */
export function reference(endpoint: string): Side<Step> {
  const call = remoteCall(endpoint);
  return {
    name: 'DynamoDB Local',
    run: async (steps) => {
      sequence += 1;
      const outcomes = await runAll(withOwnTokens(call, sequence), steps);
      for (const { name } of usedBy(steps)) await call('DeleteTable', { TableName: name });
      return outcomes;
    },
  };
}

/** It remembers tokens from one sequence to the next, and from one run to the next. */
function withOwnTokens(call: Call, sequence: number): Call {
  return (operation, input) => {
    const { ClientRequestToken: token } = input as { ClientRequestToken?: string };
    if (token === undefined) return call(operation, input);
    return call(operation, { ...input, ClientRequestToken: `${token}-${process.pid}-${sequence}` });
  };
}

type CommandClass = new (input: object) => never;

/** The SDK's clients for an endpoint, as one function. */
export function remoteCall(endpoint: string): Call {
  const configuration = {
    ...{ endpoint, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'conformance', secretAccessKey: 'conformance' },
  };
  const tables = new dynamodb.DynamoDBClient(configuration);
  const streams = new dynamodbStreams.DynamoDBStreamsClient(configuration);
  return async (operation, input) => {
    const ofStreams = streamCommands.get(`${operation}Command`);
    if (ofStreams !== undefined) return streams.send(new ofStreams(input));
    return tables.send(new (tableCommands.get(`${operation}Command`)!)(input));
  };
}

const tableCommands = new Map(Object.entries(dynamodb as unknown as Record<string, CommandClass>));
const streamCommands = new Map(
  Object.entries(dynamodbStreams as unknown as Record<string, CommandClass>),
);

async function runAll(call: Call, steps: readonly Step[]): Promise<Outcome[]> {
  for (const shape of usedBy(steps)) await call('CreateTable', createTableInput(shape));
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await outcomeOf(call, step));
  return outcomes;
}

function usedBy(steps: readonly Step[]) {
  const text = JSON.stringify(steps);
  return shapes.filter(({ name }) => text.includes(`"${name}"`));
}

async function outcomeOf(call: Call, step: Step): Promise<Outcome> {
  try {
    return normalised(step, { output: await answer(call, step) });
  } catch (error) {
    return normalised(step, { error: error as Error });
  }
}

function answer(call: Call, step: Step): Promise<object> {
  const { operation, input, pages } = step;
  if (operation === 'ReadStream') return readStream(call, String(input['TableName']));
  return pages ? allPages(call, step) : call(operation, input);
}

async function allPages(call: Call, { operation, input }: Step): Promise<object> {
  const found: object[] = [];
  let start: unknown;
  do {
    const asked = start === undefined ? input : { ...input, ExclusiveStartKey: start };
    const page = (await call(operation, asked)) as { LastEvaluatedKey?: unknown };
    found.push(page);
    start = page.LastEvaluatedKey;
  } while (start !== undefined && found.length < MAXIMUM_PAGES);
  return { pages: found };
}

async function readStream(call: Call, TableName: string): Promise<object> {
  const { Table } = (await call('DescribeTable', { TableName })) as dynamodb.DescribeTableOutput;
  const StreamArn = Table!.LatestStreamArn!;
  const { StreamDescription } = (await call('DescribeStream', {
    StreamArn,
  })) as dynamodbStreams.DescribeStreamOutput;
  const records: object[] = [];
  for (const { ShardId } of StreamDescription!.Shards!) {
    const asked = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = (await call(
      'GetShardIterator',
      asked,
    )) as dynamodbStreams.GetShardIteratorOutput;
    let fresh: object[] = [];
    do {
      const page = (await call('GetRecords', {
        ShardIterator,
      })) as dynamodbStreams.GetRecordsOutput;
      fresh = page.Records ?? [];
      records.push(...fresh);
      ShardIterator = page.NextShardIterator;
    } while (ShardIterator !== undefined && fresh.length > 0);
  }
  return { Records: records };
}
