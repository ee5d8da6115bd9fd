import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Cloud } from '../local/cloud.ts';
import { realTime } from '../local/scheduler.ts';
import { startDynamoDbLocal } from '../test/engines/dynamodb-local.ts';
import { answers, type Engine, onceAnswering } from '../test/engines/engine.ts';
import { ratio } from './ratio.ts';

/** How fast single items are written: by the embedded cloud, and by DynamoDB Local. */
interface DynamoDbRates {
  operation: string;
  /** Writes a second through the embedded cloud's client, in process. */
  inProcess: number;
  /** Writes a second over HTTP, the same client for both. */
  overTheWire: number;
  theirs: number;
}

const OUR_PORT = 4_534;
const THEIR_PORT = 4_535;

/** Each is measured this long in each round; the rounds take turns, and the median counts. */
const ROUND_MS = 1_000;
const ROUNDS = 3;

/** Requests that are under way at once, over HTTP and in process. */
const IN_FLIGHT = 8;

/** Between two looks whether a table can be used. */
const LOOK_AGAIN_MS = 50;

/** Items that writes go round. */
const ITEMS = 1_000;

const table = {
  TableName: 'bench',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

/** A write of the item with this number, as it goes in process and over the wire alike. */
type Write = (at: number) => { TableName: string } & Record<string, unknown>;

const put: Write = (at) => ({
  TableName: 'bench',
  Item: {
    id: { S: `item-${at % ITEMS}` },
    customer: { S: 'customer-4711' },
    amount: { N: String(at) },
    lines: { L: [{ M: { sku: { S: 'SKU-1' }, quantity: { N: '2' } } }] },
  },
});

const update: Write = (at) => ({
  TableName: 'bench',
  Key: { id: { S: `item-${at % ITEMS}` } },
  UpdateExpression: 'SET amount = :amount ADD revision :one',
  ConditionExpression: 'attribute_not_exists(revision) OR revision < :limit',
  ExpressionAttributeValues: {
    ':amount': { N: String(at) },
    ':one': { N: '1' },
    ':limit': { N: '1000000000' },
  },
});

/** Writes the item with this number. */
type Writer = (at: number) => Promise<unknown>;

/** Prints how fast single items are written, and against DynamoDB Local. */
export async function benchDynamoDb(): Promise<void> {
  for (const { operation, inProcess, overTheWire, theirs } of await measureDynamoDb()) {
    const perSecond = (rate: number): string => `${rate.toFixed(0)}/s`;
    console.log(
      `${operation}: in process ${perSecond(inProcess)}, over the wire ${perSecond(overTheWire)}, ` +
        `DynamoDB Local ${perSecond(theirs)}; ${ratio(inProcess, theirs)}, and ${ratio(overTheWire, theirs)} over the wire`,
    );
  }
}

/** Measures both sides in one run. Throws if DynamoDB Local cannot be had, or if a port is taken. */
async function measureDynamoDb(): Promise<DynamoDbRates[]> {
  const theirs = await startTheirs();
  try {
    const ours = await startOurs();
    try {
      return await measureBoth(ours, theirs);
    } finally {
      await ours.stop();
    }
  } finally {
    await theirs.stop();
  }
}

/** Turn by turn. */
async function measureBoth(ours: Engine, theirs: Engine): Promise<DynamoDbRates[]> {
  const cloud = await Cloud.load({
    ...{ time: realTime(() => Date.now()), seed: 1, latency: 'none', code: () => undefined },
  });
  const client = cloud.client();
  try {
    await makeTable((operation, input) =>
      client.send(operation === 'CreateTable' ? new CreateTableCommand(table) : describe(input)),
    );
    for (const { endpoint } of [ours, theirs]) {
      await makeTable((operation, input) => call(endpoint, operation, input));
    }
    const wire = (operation: string, write: Write) => ({
      overTheWire: (at: number) => call(ours.endpoint, operation, write(at)),
      theirs: (at: number) => call(theirs.endpoint, operation, write(at)),
    });
    return [
      await measure('PutItem', {
        inProcess: (at) => client.send(new PutItemCommand(put(at) as never)),
        ...wire('PutItem', put),
      }),
      await measure('UpdateItem with a condition', {
        inProcess: (at) => client.send(new UpdateItemCommand(update(at) as never)),
        ...wire('UpdateItem', update),
      }),
    ];
  } finally {
    agent.destroy();
    cloud.stop();
  }
}

async function measure(
  operation: string,
  writers: Record<'inProcess' | 'overTheWire' | 'theirs', Writer>,
): Promise<DynamoDbRates> {
  const rates = { inProcess: [], overTheWire: [], theirs: [] } as Record<string, number[]>;
  // The first round is the warm-up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [side, write] of Object.entries(writers)) {
      const rate = await writesASecond(write);
      if (round > 0) rates[side]!.push(rate);
    }
  }
  const [inProcess, overTheWire, theirs] = Object.values(rates).map(median);
  return { operation, inProcess: inProcess!, overTheWire: overTheWire!, theirs: theirs! };
}

async function writesASecond(write: Writer): Promise<number> {
  const startMs = performance.now();
  let written = 0;
  const writing = async (): Promise<void> => {
    while (performance.now() - startMs < ROUND_MS) await write(written++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, writing));
  return (written / (performance.now() - startMs)) * 1_000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1]!;
}

type Ask = (operation: string, input: object) => Promise<unknown>;

/** Makes the table and waits until it can be used. */
async function makeTable(ask: Ask): Promise<void> {
  await ask('CreateTable', table);
  for (;;) {
    const { Table } = (await ask('DescribeTable', { TableName: 'bench' })) as {
      Table: { TableStatus: string };
    };
    if (Table.TableStatus === 'ACTIVE') return;
    await pause(LOOK_AGAIN_MS);
  }
}

function describe(input: object): object {
  return new DescribeTableCommand(input as never);
}

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

/** The bare protocol, for the SDK's client takes as long as the engines do. */
function call(endpoint: string, operation: string, input: object): Promise<unknown> {
  const body = JSON.stringify(input);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.once('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${operation} answered ${response.statusCode}: ${text}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function startTheirs(): Promise<Engine> {
  return startDynamoDbLocal({ port: THEIR_PORT, install: true });
}

/** `orderly cloud --empty`, in a process of its own. Throws if it does not come up, or if somebody else is there. */
async function startOurs(): Promise<Engine> {
  const endpoint = `http://127.0.0.1:${OUR_PORT}`;
  if (await answers(endpoint)) throw new Error(`orderly cloud cannot start: ${endpoint} is taken`);
  const command = ['bin/orderly.ts', 'cloud', '--empty', '--port', String(OUR_PORT)];
  const server = spawn(process.execPath, command, { stdio: 'ignore' });
  return onceAnswering(server, { name: 'orderly cloud', endpoint });
}
