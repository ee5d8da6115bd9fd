import { LOCALSTACK_VERSION } from '../../engines/localstack.ts';
import { MINISTACK_VERSION } from '../../engines/ministack.ts';
import type { Outcome } from '../agreement.ts';
import type { Comparison, JudgedDifference } from '../judgement.ts';
import {
  isCall,
  isMisplaced,
  withoutBlame,
  withoutDefaults,
  withoutMovedDeduplicationId,
  withoutRefusedHandles,
} from './levels.ts';
import type { Step } from './step.ts';

/** A judged difference, and how sequences get past it. */
export interface SqsDifference extends JudgedDifference {
  /** Makes outcomes the same that differ only so; without it, sequences do not come to the difference. */
  level?(step: Step, outcome: Outcome): Outcome | undefined;
}

/** A suite against one engine. */
export interface SqsComparison extends Comparison {
  differences: readonly SqsDifference[];
}

const API = 'Amazon SQS API Reference';
const GUIDE = 'Amazon SQS Developer Guide';

const data = [
  ...['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage', 'DeleteMessageBatch'],
  ...['GetQueueAttributes'],
];
const control = [
  ...['CreateQueue', 'SetQueueAttributes', 'GetQueueUrl', 'ListQueues'],
  ...['TagQueue', 'UntagQueue', 'ListQueueTags'],
];
const moves = ['StartMessageMoveTask', 'ListMessageMoveTasks'];
const visibility = ['ChangeMessageVisibility'];
const refinements = [
  ...['DeleteQueue', 'AddPermission', 'RemovePermission', 'ListDeadLetterSourceQueues'],
  ...['PurgeQueue'],
];

const LOCALSTACK = `LocalStack ${LOCALSTACK_VERSION}`;
const MINISTACK = `MiniStack ${MINISTACK_VERSION}`;

/** The suite against LocalStack. */
export const localStack: SqsComparison = {
  reference: LOCALSTACK,
  covers: [...data, ...control, ...moves, ...visibility, ...refinements].map(row),
  differences: [
    judged(LOCALSTACK, ['DeleteMessageBatch'], {
      differs:
        'An entry refused for what the sender gave: SenderFault is true here; in LocalStack it is false, with the name of an exception as the code.',
      awsAgreesWith: 'embedded cloud',
      source: `${API}, BatchResultErrorEntry`,
      level: (step, outcome) =>
        isCall(step, 'DeleteMessageBatch') && outcome['Failed']
          ? { ...outcome, Failed: withoutBlame(outcome['Failed']) }
          : undefined,
    }),
    judged(LOCALSTACK, ['CreateQueue', 'SetQueueAttributes'], {
      differs:
        'LocalStack takes attributes outside their range, and a redrive policy to a queue that does not exist.',
      awsAgreesWith: 'embedded cloud',
      source: `${API}, CreateQueue and SetQueueAttributes: the range of each attribute`,
    }),
    judged(LOCALSTACK, ['CreateQueue'], {
      differs:
        'The name of a queue deleted within the last minute, with an attribute that no queue has: refused for the attribute here, for the name in LocalStack.',
      awsAgreesWith: 'not documented',
      source: `${API}, CreateQueue, lists both errors without their order`,
      level: (step, { error }) =>
        isMisplaced(step) && (error === 'QueueDeletedRecently' || error === 'InvalidAttributeName')
          ? { error: 'refused' }
          : undefined,
    }),
    judged(LOCALSTACK, ['DeleteMessage', 'ChangeMessageVisibility'], {
      differs:
        'The handle of an earlier receive: a delete by it has no effect here, and on a FIFO queue it is refused, for a change of visibility too; LocalStack takes it for the message as it is now.',
      awsAgreesWith: 'embedded cloud',
      source: `${API}, DeleteMessage: with an older handle "the request succeeds, but the message will not be deleted"`,
    }),
    judged(LOCALSTACK, [...visibility, 'DeleteMessage'], {
      differs:
        'The handle of a message that the redrive policy has moved since: a change of its visibility is refused here and without effect in LocalStack; a delete from a FIFO queue the other way round.',
      awsAgreesWith: 'not documented',
      source: `${API}, ChangeMessageVisibility`,
      level: (step, { message }) =>
        isCall(step, 'ChangeMessageVisibility', 'DeleteMessage') &&
        /Message does not exist|handle has expired/.test(String(message))
          ? {}
          : undefined,
    }),
    judged(LOCALSTACK, ['ReceiveMessage'], {
      differs:
        'A message in a FIFO dead-letter queue is known by its own id here; in LocalStack it keeps its deduplication id, and what repeats it is lost.',
      awsAgreesWith: 'embedded cloud',
      source: `${GUIDE}, "Using dead-letter queues": the deduplication id is replaced by the message id`,
      level: withoutMovedDeduplicationId,
    }),
    judged(LOCALSTACK, ['ReceiveMessage'], {
      differs:
        'A group of a FIFO queue with messages in flight, of which one is given back: it can be received here, and what follows those in flight stays blocked; LocalStack hands out what follows.',
      awsAgreesWith: 'embedded cloud',
      source:
        'answers of AWS recorded for the tests of LocalStack (test_fifo_message_group_visibility_after_partial_delete and after_change_message_visibility)',
    }),
    judged(LOCALSTACK, ['ReceiveMessage'], {
      differs:
        'A group of a FIFO queue whose first message becomes a dead letter at a receive: it goes to the end of the line here; LocalStack goes on with it.',
      awsAgreesWith: 'not documented',
      source: `${GUIDE}, "FIFO queue delivery logic", promises no order of groups`,
    }),
    judged(LOCALSTACK, ['CreateQueue'], {
      differs:
        'The words for a FIFO name that is too long: those for FIFO names here, those for names in LocalStack.',
      awsAgreesWith: 'not documented',
      source: `${API}, CreateQueue`,
    }),
    judged(LOCALSTACK, ['DeleteMessage', ...visibility], {
      differs: 'The status for a receipt handle that is none: 404 here, 400 in LocalStack.',
      awsAgreesWith: 'embedded cloud',
      source: 'the model of SQS in the AWS SDK: the HTTP status of ReceiptHandleIsInvalid',
      level: (_step, { status: _status, ...outcome }) =>
        outcome['error'] === 'ReceiptHandleIsInvalid' ? outcome : undefined,
    }),
    selfRedrive(LOCALSTACK),
    judged(LOCALSTACK, ['StartMessageMoveTask'], {
      differs:
        'A message moved back is a new one here, with an id and a count of receives of its own; in LocalStack it goes on as it was.',
      awsAgreesWith: 'embedded cloud',
      source: `${GUIDE}, "Dead-letter queue redrive": redriven messages get a new message id and enqueue time`,
    }),
  ],
};

/** The suite against MiniStack. */
export const miniStack: SqsComparison = {
  reference: MINISTACK,
  covers: [...data, ...control].map(row),
  differences: [
    judged(MINISTACK, [...data, ...control], {
      differs: 'Errors have the same names; their words are MiniStack’s own.',
      awsAgreesWith: 'embedded cloud',
      source:
        'answers of AWS recorded for the tests of LocalStack (tests/aws/services/sqs/test_sqs.snapshot.json)',
      level: (_step, { error }) => (error === undefined ? undefined : { error }),
    }),
    judged(MINISTACK, ['DeleteMessage', 'DeleteMessageBatch'], {
      differs:
        'The handle of a message that is gone: nothing is left to do here; MiniStack refuses it.',
      awsAgreesWith: 'embedded cloud',
      source: `${API}, DeleteMessage: deleting a message again succeeds`,
      level: withoutRefusedHandles,
    }),
    judged(MINISTACK, ['DeleteMessage'], {
      differs: 'An expired handle on a FIFO queue: refused here; MiniStack deletes the message.',
      awsAgreesWith: 'embedded cloud',
      source: 'answers of AWS recorded for the tests of LocalStack',
    }),
    judged(MINISTACK, ['GetQueueAttributes'], {
      differs: 'MiniStack does not show what has its default of encryption and of throughput.',
      awsAgreesWith: 'embedded cloud',
      source: 'answers of AWS recorded for the tests of LocalStack',
      level: withoutDefaults,
    }),
    judged(MINISTACK, visibility, {
      differs:
        'A message that is visible again: its visibility is no longer changed here; MiniStack hides it.',
      awsAgreesWith: 'embedded cloud',
      source: `${GUIDE}, "Amazon SQS visibility timeout": a change holds for the message in flight`,
    }),
    judged(MINISTACK, ['ReceiveMessage'], {
      differs:
        'The order of groups in a FIFO queue: as many of one group as there are here; in MiniStack by the time of sending.',
      awsAgreesWith: 'embedded cloud',
      source: `${GUIDE}, "FIFO queue delivery logic": as many messages with the same group as possible`,
    }),
    judged(MINISTACK, ['ReceiveMessage'], {
      differs:
        'A message in a FIFO dead-letter queue is known by its own id here; in MiniStack it keeps its deduplication id.',
      awsAgreesWith: 'embedded cloud',
      source: `${GUIDE}, "Using dead-letter queues": the deduplication id is replaced by the message id`,
      level: withoutMovedDeduplicationId,
    }),
    selfRedrive(MINISTACK),
    judged(MINISTACK, [...moves, 'ListDeadLetterSourceQueues'], {
      differs: 'MiniStack does not have these operations.',
      awsAgreesWith: 'embedded cloud',
      source: API,
    }),
    judged(MINISTACK, ['CreateQueue', 'SetQueueAttributes', 'DeleteQueue', 'PurgeQueue'], {
      differs:
        'MiniStack takes names and attributes that no queue has, the name of a queue just deleted, and one purge after the other.',
      awsAgreesWith: 'embedded cloud',
      source: `${API}, CreateQueue, DeleteQueue and PurgeQueue`,
    }),
    judged(MINISTACK, ['AddPermission', 'RemovePermission'], {
      differs: 'MiniStack writes another policy, takes any action, and removes what is not there.',
      awsAgreesWith: 'embedded cloud',
      source: 'answers of AWS recorded for the tests of LocalStack',
    }),
  ],
};

function judged(
  reference: string,
  operations: readonly string[],
  difference: Omit<SqsDifference, 'reference' | 'concerns'>,
): SqsDifference {
  return { reference, concerns: operations.map(row), ...difference };
}

function selfRedrive(reference: string): SqsDifference {
  return judged(reference, ['SetQueueAttributes'], {
    differs: 'A queue as its own dead-letter queue: refused by name here; the reference takes it.',
    awsAgreesWith: 'not documented',
    source: `${API}, SetQueueAttributes, does not speak of it`,
  });
}

function row(operation: string): string {
  return `sqs:${operation}`;
}
