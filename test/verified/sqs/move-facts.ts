import {
  CancelMessageMoveTaskCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { bodies, named, redrive } from './letters.ts';

const MOVES = 'localstack/localstack tests/aws/services/sqs/test_sqs_move_task.py';

/** A queue whose dead letters go to another, with `count` of them there, and a third queue. */
async function deadLetters(world: FactWorld, count: number) {
  const { send } = world;
  const dead = await named(world, 'dead');
  const source = await named(world, 'source', redrive(dead.arn));
  const destination = await named(world, 'destination');
  for (let index = 0; index < count; index += 1) await bury(world, source.QueueUrl, index);
  const start = (input: object = {}): Promise<Record<string, string>> =>
    send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn, ...input }));
  const list = async (): Promise<Record<string, unknown>> => {
    const listed = await send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    return listed['Results'][0];
  };
  return { dead, source, destination, start, list };
}

/** Receives a message once more than it may be: it becomes a dead letter. */
async function bury({ send, pass }: FactWorld, QueueUrl: string, index: number): Promise<void> {
  await send(new SendMessageCommand({ QueueUrl, MessageBody: `message-${index}` }));
  for (let receive = 0; receive < 2; receive += 1) {
    await send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    await pass(1);
  }
}

async function receiveAll({ send }: FactWorld, QueueUrl: string): Promise<unknown[]> {
  const input = { QueueUrl, MaxNumberOfMessages: 10 };
  return bodies((await send(new ReceiveMessageCommand(input)))['Messages'] ?? []);
}

function handle(sourceArn: string): string {
  const taskId = '10f57157-fc38-4da9-a113-4de7e12d05aa';
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
}

function cancelRefused(
  says: string,
  [test, name, message]: [test: string, name: string, message: string],
  handleIn: (world: FactWorld) => Promise<string>,
): VerifiedFact {
  return {
    says,
    source: `${MOVES}, ${test}`,
    async holds(world) {
      const TaskHandle = await handleIn(world);
      const cancel = world.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
      await world.expect(cancel).rejects.toMatchObject({ name, message });
    },
  };
}

/** What AWS says of tasks that move dead letters. */
export const moveFacts: readonly VerifiedFact[] = [
  {
    says: 'a task that has moved all dead letters is completed, and shows its handle no more',
    source: `${MOVES}, test_basic_move_task_workflow`,
    async holds(world) {
      const { dead, destination, start, list } = await deadLetters(world, 2);
      await start({ DestinationArn: destination.arn });
      await world.pass(1_000);
      world.expect(await receiveAll(world, destination.QueueUrl)).toHaveLength(2);
      world.expect(await receiveAll(world, dead.QueueUrl)).toEqual([]);
      world.expect(await list()).toEqual({
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        DestinationArn: destination.arn,
        SourceArn: dead.arn,
        StartedTimestamp: world.expect.any(Number),
        Status: 'COMPLETED',
      });
    },
  },
  {
    says: 'the handle of a task holds its id and its source',
    source: `${MOVES}, test_basic_move_task_workflow`,
    async holds(world) {
      const { dead, destination, start } = await deadLetters(world, 0);
      const { TaskHandle = '' } = await start({ DestinationArn: destination.arn });
      world.expect(JSON.parse(Buffer.from(TaskHandle, 'base64').toString())).toEqual({
        taskId: world.expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        sourceArn: dead.arn,
      });
    },
  },
  {
    says: 'without a destination dead letters go back to the queue they came from',
    source: `${MOVES}, test_move_task_workflow_with_default_destination`,
    async holds(world) {
      const { source, start, list } = await deadLetters(world, 2);
      await start();
      await world.pass(1_000);
      const back = await receiveAll(world, source.QueueUrl);
      world.expect(back).toEqual(['message-0', 'message-1']);
      world.expect(await list()).not.toHaveProperty('DestinationArn');
    },
  },
  {
    says: 'without a destination each of several source queues gets its own dead letters back',
    source: `${MOVES}, test_move_task_workflow_with_multiple_sources_as_default_destination`,
    async holds(world) {
      const { dead, source, start, list } = await deadLetters(world, 1);
      const other = await named(world, 'other', redrive(dead.arn));
      await bury(world, other.QueueUrl, 1);
      await start();
      await world.pass(1_000);
      world.expect(await receiveAll(world, source.QueueUrl)).toEqual(['message-0']);
      world.expect(await receiveAll(world, other.QueueUrl)).toEqual(['message-1']);
      world.expect(await list()).toMatchObject({ ApproximateNumberOfMessagesMoved: 2 });
    },
  },
  {
    says: 'a task moves no more messages a second than it may',
    source: `${MOVES}, test_move_task_with_throughput_limit`,
    async holds(world) {
      const { destination, start } = await deadLetters(world, 4);
      await start({ DestinationArn: destination.arn, MaxNumberOfMessagesPerSecond: 1 });
      await world.pass(2_900);
      world.expect(await receiveAll(world, destination.QueueUrl)).toHaveLength(3);
      await world.pass(200);
      world.expect(await receiveAll(world, destination.QueueUrl)).toHaveLength(1);
    },
  },
  {
    says: 'a running task shows its handle and can be cancelled, which leaves the rest where it is',
    source: `${MOVES}, test_move_task_cancel`,
    async holds(world) {
      const { dead, destination, start, list } = await deadLetters(world, 5);
      const limited = { DestinationArn: destination.arn, MaxNumberOfMessagesPerSecond: 1 };
      const { TaskHandle } = await start(limited);
      await world.pass(1_500);
      world.expect(await list()).toMatchObject({
        ...{ ApproximateNumberOfMessagesToMove: 5, MaxNumberOfMessagesPerSecond: 1 },
        ...{ Status: 'RUNNING', TaskHandle },
      });
      await world.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
      await world.pass(9_000);
      const cancelled = await list();
      world.expect(cancelled).toMatchObject({ Status: 'CANCELLED' });
      world.expect(cancelled).not.toHaveProperty('TaskHandle');
      world.expect(await receiveAll(world, dead.QueueUrl)).toHaveLength(3);
    },
  },
  {
    says: 'a task whose destination is deleted fails, and says so',
    source: `${MOVES}, test_move_task_delete_destination_queue_while_running`,
    async holds(world) {
      const { dead, destination, start, list } = await deadLetters(world, 4);
      await start({ DestinationArn: destination.arn, MaxNumberOfMessagesPerSecond: 1 });
      await world.pass(500);
      await world.send(new DeleteQueueCommand({ QueueUrl: destination.QueueUrl }));
      await world.pass(9_000);
      const FailureReason = 'AWS.SimpleQueueService.NonExistentQueue';
      world.expect(await list()).toMatchObject({ Status: 'FAILED', FailureReason });
      world.expect(await receiveAll(world, dead.QueueUrl)).not.toEqual([]);
    },
  },
  {
    says: 'a queue has one running task at most',
    source: `${MOVES}, test_start_multiple_move_tasks`,
    async holds(world) {
      const { destination, start } = await deadLetters(world, 3);
      const input = { DestinationArn: destination.arn, MaxNumberOfMessagesPerSecond: 1 };
      await start(input);
      await world.expect(start(input)).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message:
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      });
    },
  },
  {
    says: 'the source of a task is the dead-letter queue of another',
    source: `${MOVES}, test_source_needs_redrive_policy`,
    async holds(world) {
      const { arn } = await named(world, 'plain');
      const { destination, start } = await deadLetters(world, 0);
      const starting = start({ SourceArn: arn, DestinationArn: destination.arn });
      await world.expect(starting).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: 'Source queue must be configured as a Dead Letter Queue.',
      });
    },
  },
  {
    says: 'the destination of a task must exist',
    source: `${MOVES}, test_destination_needs_to_exist`,
    async holds(world) {
      const { destination, start } = await deadLetters(world, 0);
      const starting = start({ DestinationArn: `${destination.arn}doesntexist` });
      await world.expect(starting).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
        $metadata: { httpStatusCode: 404 },
      });
    },
  },
  cancelRefused(
    'a handle of a task that is none is refused',
    [
      'test_cancel_with_invalid_task_handle',
      'InvalidParameterValue',
      'Value for parameter TaskHandle is invalid.',
    ],
    async () => 'foobared',
  ),
  cancelRefused(
    'the handle of a task of a queue that does not exist is refused for its source',
    [
      'test_cancel_with_invalid_source_arn_in_task_handle',
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    async () => handle('arn:aws:sqs:us-east-1:000000000000:test-queue-doesnt-exist-123456'),
  ),
  cancelRefused(
    'the handle of a task that does not exist is refused',
    [
      'test_cancel_with_invalid_task_id_in_task_handle',
      'ResourceNotFoundException',
      'Task does not exist.',
    ],
    async (world) => handle((await named(world, 'plain')).arn),
  ),
];
