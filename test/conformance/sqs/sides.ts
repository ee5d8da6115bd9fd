import { setTimeout as pause } from 'node:timers/promises';
import type { ListMessageMoveTasksResult } from '@aws-sdk/client-sqs';
import * as sdk from '@aws-sdk/client-sqs';
import type { Outcome, Side } from '../agreement.ts';
import type { SqsDifference } from './differences.ts';
import { embeddedSqs } from './embedded-sqs.ts';
import { normaliseError, normaliseOutput } from './normalise.ts';
import type { Call, Step } from './step.ts';
import { type Place, Symbols } from './symbols.ts';

/** Where the other engines have their queues, and so ours too. */
const PLACE: Place = { account: '000000000000', region: 'us-east-1' };

/** How often it is looked whether a move task is over, and how long between two looks. */
const LOOKS = 50;
const LOOK_AGAIN_MS = 100;

/** An engine that is open for one sequence. */
interface Session {
  send(command: object): Promise<object>;
  pass(durationMs: number): Promise<void>;
}

/** The embedded cloud: an empty one for each sequence, on a clock that only its waits move. */
export function embedded(judged: readonly SqsDifference[] = []): Side<Step> {
  const open = (): Session => {
    const { client, scheduler } = embeddedSqs(PLACE);
    return {
      send: async (command) => {
        const output: object = await client.send(command);
        // What is due at once, such as the end of a visibility of zero, has happened when the next call comes.
        await scheduler.sleep(1);
        return output;
      },
      pass: (durationMs) => scheduler.sleep(durationMs),
    };
  };
  return { name: 'the embedded cloud', run: (steps) => runAll(steps, open(), judged) };
}

/** An engine behind an endpoint. Its queues stay; their names are those of one sequence each. */
export function remote(
  name: string,
  endpoint: string,
  judged: readonly SqsDifference[] = [],
): Side<Step> {
  const client = new sdk.SQSClient({
    endpoint,
    region: PLACE.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const session: Session = {
    send: (command) => client.send(command as never),
    pass: (durationMs) => pause(durationMs),
  };
  return { name, run: (steps) => runAll(steps, session, judged) };
}

let runs = 0;

async function runAll(
  steps: readonly Step[],
  session: Session,
  judged: readonly SqsDifference[],
): Promise<Outcome[]> {
  runs += 1;
  const symbols = new Symbols(`c${process.pid.toString(36)}x${runs}-`, PLACE);
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const outcome = await runOne(step, session, symbols);
    outcomes.push(judged.reduce((seen, { level }) => level?.(step, seen) ?? seen, outcome));
  }
  return outcomes;
}

async function runOne(step: Step, session: Session, symbols: Symbols): Promise<Outcome> {
  if ('wait' in step) {
    await session.pass(step.wait);
    return {};
  }
  const command = commandOf(step, symbols);
  let output: object;
  try {
    output = await session.send(command);
  } catch (error) {
    // What is no answer of SQS is a mistake of the suite or of an engine, and no outcome.
    if (error instanceof sdk.SQSServiceException) return normaliseError(error, symbols);
    throw error;
  }
  symbols.learn(step, sortedMessages(output));
  if (step.call === 'StartMessageMoveTask') await untilMoved(step, session, symbols);
  return normaliseOutput(output, symbols);
}

/** A move task goes on after its answer. */
async function untilMoved({ input }: Call, session: Session, symbols: Symbols): Promise<void> {
  const list = { call: 'ListMessageMoveTasks', input: { SourceArn: input['SourceArn'] } };
  for (let look = 0; look < LOOKS; look += 1) {
    await session.pass(LOOK_AGAIN_MS);
    const { Results } = (await session.send(
      commandOf(list, symbols),
    )) as ListMessageMoveTasksResult;
    if (Results?.[0]?.Status !== 'RUNNING') return;
  }
}

interface Received {
  Messages?: { Body?: string; MessageId?: string; ReceiptHandle?: string; Attributes?: object }[];
}

/** Handles are numbered in the order that the outcome shows the messages in. */
function sortedMessages(output: object): Received {
  const { Messages, ...others } = output as Received;
  if (
    !Messages ||
    Messages.some(({ Attributes }) => Attributes && 'MessageGroupId' in Attributes)
  ) {
    return output;
  }
  const sorted = Messages.toSorted((one, other) =>
    (one.Body ?? '') < (other.Body ?? '') ? -1 : 1,
  );
  return { ...others, Messages: sorted };
}

type CommandClass = new (input: unknown) => object;

function commandOf({ call, input }: Call, symbols: Symbols): object {
  const Command = (sdk as unknown as Record<string, CommandClass>)[`${call}Command`];
  if (!Command) throw new TypeError(`the SDK has no ${call}Command`);
  return new Command(symbols.resolve(input));
}
