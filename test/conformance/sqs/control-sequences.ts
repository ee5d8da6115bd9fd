import fc, { type Arbitrary } from 'fast-check';
import { type Call, create, on, redriveTo, type Step } from './step.ts';

type Attributes = Readonly<Record<string, string>>;

/** Attributes with values in their range. */
export const inRange: readonly Attributes[] = [
  {},
  { DelaySeconds: '5' },
  { DelaySeconds: '900', VisibilityTimeout: '43200' },
  { MaximumMessageSize: '1024', MessageRetentionPeriod: '60' },
  { ReceiveMessageWaitTimeSeconds: '20' },
  { VisibilityTimeout: '30', DelaySeconds: '0' },
];

/** Attributes with values one past it. */
export const outOfRange: readonly Attributes[] = [
  { DelaySeconds: '901' },
  { VisibilityTimeout: '-1' },
  { MaximumMessageSize: '1023' },
  { MessageRetentionPeriod: '59' },
  { ReceiveMessageWaitTimeSeconds: '21' },
];

/** Where dead letters go, and who may send them. */
export const policies: readonly Attributes[] = [
  redriveTo('b', 3),
  redriveTo('b', '7'),
  { RedriveAllowPolicy: '{"redrivePermission":"allowAll"}' },
];

/** Attributes that there are not, that cannot be set, or that FIFO queues alone have. */
export const misplaced: readonly Attributes[] = [
  { Nonsense: '1' },
  { QueueArn: 'a' },
  { FifoQueue: 'false' },
  { ContentBasedDeduplication: 'true' },
  { DeduplicationScope: 'queue' },
];

/** Names that a queue may have, and names that it may not. */
const names = ['plain', 'with space', 'a'.repeat(60), 'a'.repeat(81), 'dotted.name', 'wrong.fifo'];
const fifoNames = ['other', 'right.fifo', `${'a'.repeat(50)}.fifo`];

/** What an engine lets be asked of it without coming to a judged difference. */
export interface ControlShape {
  maxLength: number;
  /** Attributes that queues are created with. */
  created: readonly Attributes[];
  /** Attributes that are set later. */
  set: readonly Attributes[];
  /** Names of all kinds, deletions, permissions, and lists of dead-letter sources. */
  refinements: boolean;
}

const label = fc.constantFrom('a', 'b', 'c');
const permissionLabel = fc.constantFrom('one', 'two');

/** Queues made, changed, described, shared, tagged and deleted. */
export function controlSequences(shape: ControlShape): Arbitrary<readonly Step[]> {
  const step = fc.oneof(...common(shape), ...(shape.refinements ? refinements : []));
  return fc
    .array(step, { minLength: 3, maxLength: shape.maxLength })
    .map((steps) => [create('a'), create('b'), ...steps]);
}

function common({ created, set }: ControlShape): fc.WeightedArbitrary<Step>[] {
  const making = fc.tuple(label, fc.constantFrom(...created));
  const setting = fc
    .tuple(label, fc.constantFrom<Attributes[]>(...set, { RedrivePolicy: '' }))
    // No queue is its own dead-letter queue: that is a judged difference.
    .filter(([queue, given]) => !given['RedrivePolicy']?.includes(`$arn(${queue})`));
  const tags = fc.constantFrom({ team: 'shop' }, { team: 'other', empty: '' });
  const finding = (queue: string): Call => ({
    call: 'GetQueueUrl',
    input: { QueueName: `$name(${queue})` },
  });
  return [
    { weight: 5, arbitrary: making.map(([queue, given]) => create(queue, given)) },
    {
      weight: 4,
      arbitrary: setting.map(([queue, Attributes]) =>
        on(queue, 'SetQueueAttributes', { Attributes }),
      ),
    },
    {
      weight: 3,
      arbitrary: label.map((queue) => on(queue, 'GetQueueAttributes', { AttributeNames: ['All'] })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(label, tags).map(([queue, Tags]) => on(queue, 'TagQueue', { Tags })),
    },
    {
      weight: 1,
      arbitrary: label.map((queue) => on(queue, 'UntagQueue', { TagKeys: ['team', 'none'] })),
    },
    { weight: 2, arbitrary: label.map((queue) => on(queue, 'ListQueueTags')) },
    { weight: 1, arbitrary: label.map(finding) },
    {
      weight: 1,
      arbitrary: fc.constant({ call: 'ListQueues', input: { QueueNamePrefix: '$prefix' } }),
    },
  ];
}

const permission = fc
  .tuple(
    label,
    permissionLabel,
    fc.constantFrom(['SendMessage'], ['ReceiveMessage', 'DeleteMessage'], ['*'], ['Fly']),
    fc.constantFrom(['111111111111'], ['111111111111', '222222222222']),
  )
  .map(([queue, Label, Actions, AWSAccountIds]) =>
    on(queue, 'AddPermission', { Label, Actions, AWSAccountIds }),
  );

const naming = fc.oneof(
  fc.constantFrom(...names).map((name) => create(name)),
  fc.constantFrom(...fifoNames).map((name) => create(name, { FifoQueue: 'true' })),
);

/** The queue that others send their dead letters to stays. */
const deleted = fc.constantFrom('a', 'c');

const refinements: fc.WeightedArbitrary<Step>[] = [
  { weight: 1, arbitrary: naming },
  { weight: 1, arbitrary: deleted.map((queue) => on(queue, 'DeleteQueue')) },
  { weight: 2, arbitrary: permission },
  {
    weight: 1,
    arbitrary: fc
      .tuple(label, permissionLabel)
      .map(([queue, Label]) => on(queue, 'RemovePermission', { Label })),
  },
  { weight: 1, arbitrary: label.map((queue) => on(queue, 'ListDeadLetterSourceQueues')) },
];
