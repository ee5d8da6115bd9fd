import fc, { type Arbitrary } from 'fast-check';
import { type Call, create, on, redriveTo, type Step } from './step.ts';

/** A visibility or delay that a wait outlasts, and that no busy machine takes for a few calls. */
const SHORT_SECONDS = 2;

/** Longer than that, and than the second an engine may take to see that it is over. */
const WAIT: Step = { wait: 4_000 };

/** What an engine lets be asked of it without coming to a judged difference. */
export interface Shape {
  /** Whether steps wait for real seconds. */
  waits: boolean;
  maxLength: number;
  /** Whether messages received may be visible again while their handles are still used. */
  expires: boolean;
  /** Whether messages are deleted. */
  deletes: boolean;
  /** Whether visibilities are changed. */
  changes: boolean;
  /** Whether dead letters are moved back, at the end. */
  moves: boolean;
  purges: boolean;
}

/** So few that one receive takes all there are: which ones a smaller one takes of a standard queue is chance. */
const ALL = 10;

const DEAD = 'dead';
const WORK = 'work';

const index = fc.integer({ min: 0, max: 20 });
const queue = fc.constantFrom(WORK, WORK, WORK, DEAD);

const attributes = fc.constantFrom(
  undefined,
  { trace: { DataType: 'String', StringValue: 'é 1' } },
  {
    'shop.a': { DataType: 'Number', StringValue: '17' },
    'shop.b': { DataType: 'Binary', BinaryValue: '$bytes(data)' },
  },
  { typed: { DataType: 'String.json', StringValue: '{}' } },
);

const shown = fc.constantFrom(
  { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] },
  { MessageSystemAttributeNames: ['ApproximateReceiveCount'], MessageAttributeNames: ['shop.*'] },
  { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['trace', 'none'] },
);

const lasting = ({ waits, expires }: Shape): Arbitrary<number> =>
  fc.constantFrom(
    60,
    ...(expires ? [0, 0] : []),
    ...(expires && waits ? [SHORT_SECONDS, SHORT_SECONDS] : []),
  );

function counts(name: string): Call {
  const prefix = 'ApproximateNumberOfMessages';
  return on(name, 'GetQueueAttributes', {
    AttributeNames: [prefix, `${prefix}NotVisible`, `${prefix}Delayed`],
  });
}

const describe: Arbitrary<Call> = queue.map(counts);

const removal: Arbitrary<Call> = fc
  .tuple(queue, index)
  .map(([name, at]) => on(name, 'DeleteMessage', { ReceiptHandle: `$handle(${name},${at})` }));

const change = (shape: Shape): Arbitrary<Call> =>
  fc.tuple(queue, index, lasting(shape)).map(([name, at, VisibilityTimeout]) =>
    on(name, 'ChangeMessageVisibility', {
      ReceiptHandle: `$handle(${name},${at})`,
      VisibilityTimeout,
    }),
  );

const batch = <Entry>(entries: readonly Entry[]): (Entry & { Id: string })[] =>
  entries.map((entry, at) => ({ ...entry, Id: `e${at}` }));

const removals: Arbitrary<Call> = fc
  .tuple(queue, fc.uniqueArray(index, { minLength: 1, maxLength: 3 }))
  .map(([name, several]) =>
    on(name, 'DeleteMessageBatch', {
      Entries: batch(several.map((at) => ({ ReceiptHandle: `$handle(${name},${at})` }))),
    }),
  );

/** On a standard queue each receive takes all; which messages a smaller one takes is chance. */
const receive = (shape: Shape, limits: readonly number[] = [ALL]): Arbitrary<Call> =>
  fc
    .tuple(queue, fc.constantFrom(...limits), lasting(shape), shown)
    .map(([name, MaxNumberOfMessages, VisibilityTimeout, names]) =>
      on(name, 'ReceiveMessage', { MaxNumberOfMessages, VisibilityTimeout, ...names }),
    );

/** The dead letters back to where they came from, or to the queue that is named. */
function moved(to: 'origin' | 'named'): Step[] {
  const destination = to === 'named' ? { DestinationArn: `$arn(${WORK})` } : {};
  const source = { SourceArn: `$arn(${DEAD})` };
  return [
    { call: 'StartMessageMoveTask', input: { SourceArn: `$arn(${WORK})` } },
    { call: 'StartMessageMoveTask', input: { ...source, ...destination } },
    { call: 'ListMessageMoveTasks', input: { ...source, MaxResults: 3 } },
  ];
}

const purge: Arbitrary<Call> = queue.map((name) => on(name, 'PurgeQueue'));

/** Something to work on from the start. */
function opening(entry: object, limit = ALL): Step[] {
  const Entries = batch([1, 2, 3].map(() => ({ MessageBody: 'm#', ...entry })));
  const receive = { MaxNumberOfMessages: limit, VisibilityTimeout: 60 };
  return [
    on(WORK, 'SendMessageBatch', { Entries }),
    on(WORK, 'ReceiveMessage', { ...receive, MessageSystemAttributeNames: ['All'] }),
  ];
}

/** What the messages of a sequence are named: each send its own, so that they can be told apart. */
function numbered(steps: readonly Step[]): Step[] {
  let count = 0;
  const rename = (text: string): string =>
    text.replaceAll('#', () => {
      count += 1;
      return String(count).padStart(2, '0');
    });
  return steps.map((step) => JSON.parse(rename(JSON.stringify(step))) as Step);
}

function messagesOf(name: string, content: Arbitrary<Record<string, unknown>>): Arbitrary<Call> {
  const one = content.map((entry) => on(name, 'SendMessage', entry));
  const several = fc
    .array(content, { minLength: 1, maxLength: 3 })
    .map((entries) => on(name, 'SendMessageBatch', { Entries: batch(entries) }));
  return fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: several });
}

/** What happens to messages once they are there, by how often. */
function handling(shape: Shape, receiving: Arbitrary<Step>): fc.WeightedArbitrary<Step>[] {
  return [
    { weight: 5, arbitrary: receiving },
    { weight: shape.deletes ? 3 : 0, arbitrary: removal },
    { weight: shape.changes ? 2 : 0, arbitrary: change(shape) },
    { weight: 1, arbitrary: describe },
    { weight: shape.waits ? 3 : 0, arbitrary: fc.constant(WAIT) },
  ];
}

const allowedReceives = fc.integer({ min: 1, max: 3 });
/** Dead letters moved back, where the engine does so; and what there is then. */
function ending({ moves }: Shape): Arbitrary<Step[]> {
  const kinds = fc.constantFrom<'origin' | 'named'>('origin', 'named');
  const moving = moves ? kinds.map(moved) : fc.constant<Step[]>([]);
  return moving.map((steps) => [...steps, counts(DEAD), counts(WORK)]);
}

/** Messages through a standard queue and its dead-letter queue. */
export function standardSequences(shape: Shape): Arbitrary<readonly Step[]> {
  const delay = fc.constantFrom(0, ...(shape.waits ? [SHORT_SECONDS, 60] : []));
  const content = fc.tuple(attributes, delay).map(([MessageAttributes, DelaySeconds]) => ({
    MessageBody: 'm#',
    DelaySeconds,
    ...(MessageAttributes ? { MessageAttributes } : {}),
  }));
  const step = fc.oneof(
    { weight: 5, arbitrary: messagesOf(WORK, content) as Arbitrary<Step> },
    ...handling(shape, receive(shape)),
    { weight: 1, arbitrary: removals },
    { weight: shape.purges ? 1 : 0, arbitrary: purge },
  );
  const steps = fc.array(step, { minLength: 3, maxLength: shape.maxLength });
  return fc
    .tuple(allowedReceives, steps, ending(shape))
    .map(([receives, middle, end]) =>
      numbered([
        create(DEAD),
        create(WORK, redriveTo(DEAD, receives)),
        ...opening({}),
        ...middle,
        ...end,
      ]),
    );
}

/** The same for a FIFO queue. */
export interface FifoShape extends Shape {
  groups: readonly [string, ...string[]];
  /** Receives until a message is a dead letter: at least one, at most as many. */
  receives: { min: number; max: number };
  /** How many messages a receive takes at most: one of these. */
  limits: readonly [number, ...number[]];
}

/** Messages through a FIFO queue and its dead-letter queue; some repeat an earlier one. */
export function fifoSequences(shape: FifoShape): Arbitrary<readonly Step[]> {
  const { groups, limits } = shape;
  const content = fc
    .tuple(fc.constantFrom(...groups), fc.constantFrom('m#', 'm#', 'same'), attributes)
    .map(([MessageGroupId, MessageBody, MessageAttributes]) => ({
      MessageGroupId,
      MessageBody,
      ...(MessageAttributes ? { MessageAttributes } : {}),
    }));
  const receiving = receive(shape, limits).map(({ call, input }) => ({
    call,
    // The group in the answer tells that its messages are in order.
    input: { ...input, MessageSystemAttributeNames: ['All'] },
  }));
  const step = fc.oneof(
    { weight: 5, arbitrary: messagesOf(WORK, content) as Arbitrary<Step> },
    ...handling(shape, receiving),
  );
  const kind = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const steps = fc.array(step, { minLength: 3, maxLength: shape.maxLength });
  return fc
    .tuple(fc.integer(shape.receives), steps, ending(shape))
    .map(([receives, middle, end]) => {
      const queues = [create(DEAD, kind), create(WORK, { ...kind, ...redriveTo(DEAD, receives) })];
      const begin = opening({ MessageGroupId: groups[0] }, Math.max(...limits));
      return fifoNamed(numbered([...queues, ...begin, ...middle, ...end]));
    });
}

/** With the names that FIFO queues have. */
function fifoNamed(steps: readonly Step[]): Step[] {
  const label = /(?<=\$(?:url|name|arn|handle)\((?:work|dead))/g;
  return JSON.parse(JSON.stringify(steps).replaceAll(label, '.fifo'));
}
