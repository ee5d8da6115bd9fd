import {
  CreateTableCommand,
  type CreateTableCommandOutput,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { StreamMapping } from '../../../../local/lambda/stream-mapping.ts';
import { World } from '../cloud/world.ts';

const FunctionName = 'work';
const DAY_MS = 24 * 60 * 60_000;

/** A message, or a record of a stream. */
interface Shown {
  body?: string;
  dynamodb: { Keys: { id: { S: string } } };
}

function setUp() {
  const world = new World({ conduct: 'server' });
  const seen: string[] = [];
  const handler = async (event: unknown) => {
    const { Records } = event as { Records: Shown[] };
    for (const { body, dynamodb } of Records) seen.push(body ?? dynamodb.Keys.id.S);
  };
  world.function(FunctionName, handler);
  world.function('other', handler);
  const send = <Output>(command: object): Promise<Output> => world.client.send(command);
  const map = async (EventSourceArn: string, input: object = {}) => {
    const command = new CreateEventSourceMappingCommand({
      ...{ FunctionName, EventSourceArn },
      ...input,
    });
    const made = await send<EventSourceMappingConfiguration>(command);
    await world.pass(1000);
    return made;
  };
  /** Writes items; what the function has seen by then. */
  const put = async (...ids: string[]): Promise<string[]> => {
    for (const id of ids) {
      await send(new PutItemCommand({ TableName: 'things', Item: { id: { S: id } } }));
    }
    await world.pass(5000);
    return seen;
  };
  return { world, queue: world.queue('orders', { VisibilityTimeout: 60 }), seen, send, map, put };
}

/** A table that the API makes, active; gives its stream. */
async function apiTable({ world, send }: ReturnType<typeof setUp>): Promise<string> {
  const { TableDescription }: CreateTableCommandOutput = await send(
    new CreateTableCommand({
      TableName: 'things',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await world.pass(60_000);
  return TableDescription!.LatestStreamArn!;
}

describe('a mapping of a queue', () => {
  it.each([
    [{ StartingPosition: 'LATEST' }, 'StartingPosition is not valid for SQS event sources.'],
    [{ BisectBatchOnFunctionError: true }, 'Unsupported BisectBatchOnFunctionError parameter'],
    [{ MaximumRetryAttempts: 3 }, 'Unsupported MaximumRetryAttempts parameter'],
    [{ MaximumRecordAgeInSeconds: 60 }, 'Unsupported MaximumRecordAgeInSeconds parameter'],
    [{ ParallelizationFactor: 2 }, 'Unsupported ParallelizationFactor parameter'],
  ])('refuses %j, which streams have', async (input, message) => {
    const { map, queue, world } = setUp();
    await expect(map(queue.settings.arn, input)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
    expect(world.engines.lambda.mappings()).toEqual([]);
  });

  it('says that there is no such queue', async () => {
    const { map } = setUp();
    await expect(map('arn:aws:sqs:eu-west-1:111122223333:gone')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    });
  });

  it('goes on as it was where an update is refused', async () => {
    const { map, queue, send, seen, world } = setUp();
    const { UUID } = await map(queue.settings.arn);
    const Filters = [{ Pattern: '{"body":{"a":1}}' }];
    const changing = send(
      new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: { Filters } }),
    );
    await expect(changing).rejects.toThrow('Invalid filter pattern definition.');
    queue.send({ body: 'hello', senderId: 'test' });
    await world.drain();
    expect(seen).toEqual(['hello']);
    const found = await send<EventSourceMappingConfiguration>(
      new GetEventSourceMappingCommand({ UUID }),
    );
    expect(found).toMatchObject({ State: 'Enabled' });
    expect(found).not.toHaveProperty('FilterCriteria');
  });

  it('keeps what an update leaves undefined', async () => {
    const { map, queue, send } = setUp();
    const { UUID } = await map(queue.settings.arn, { BatchSize: 3 });
    const change = { BatchSize: undefined, MaximumBatchingWindowInSeconds: 1 };
    const changed = await send<EventSourceMappingConfiguration>(
      new UpdateEventSourceMappingCommand({ UUID, ...change }),
    );
    expect(changed).toMatchObject({ BatchSize: 3, MaximumBatchingWindowInSeconds: 1 });
  });
});

describe('a mapping of a stream', () => {
  it('refuses the scaling of a queue', async () => {
    const made = setUp();
    const mapping = made.map(await apiTable(made), {
      ...{ StartingPosition: 'LATEST', ScalingConfig: { MaximumConcurrency: 2 } },
    });
    await expect(mapping).rejects.toThrow(
      'Unsupported ScalingConfig parameter for given event source mapping type.',
    );
  });

  it.each([
    ['TRIM_HORIZON', ['a', 'b', 'c']],
    ['LATEST', ['c']],
  ])('begins at %s', async (StartingPosition, expected) => {
    const made = setUp();
    const stream = await apiTable(made);
    await made.put('a', 'b');
    await made.map(stream, { StartingPosition });
    expect((await made.put('c')).toSorted()).toEqual(expected);
  });

  it('begins with what is less than a day old', async () => {
    const made = setUp();
    const stream = await apiTable(made);
    await made.put('expired');
    await made.world.pass(DAY_MS);
    await made.put('kept');
    await made.map(stream, { StartingPosition: 'TRIM_HORIZON' });
    expect(await made.put()).toEqual(['kept']);
  });

  it('refuses to begin with records that were not kept', async () => {
    const { world, map, put } = setUp();
    const stream = world.table('things');
    await put('lost');
    const mapping = map(stream, { StartingPosition: 'TRIM_HORIZON' });
    await expect(mapping).rejects.toThrow(`not simulated: TRIM_HORIZON of ${stream}`);
    expect(world.engines.lambda.mappings()).toEqual([]);
  });

  it('begins anew where records that were not kept have expired', async () => {
    const { world, map, put } = setUp();
    const stream = world.table('things');
    await put('lost');
    await world.pass(DAY_MS);
    await map(stream, { StartingPosition: 'TRIM_HORIZON' });
    expect(await put('new')).toEqual(['new']);
  });

  it('reads no more once it is deleted, and others read on', async () => {
    const made = setUp();
    const stream = await apiTable(made);
    const { UUID } = await made.map(stream, { StartingPosition: 'LATEST' });
    await made.send(new DeleteEventSourceMappingCommand({ UUID }));
    await made.world.pass(1000);
    const taking = vi.spyOn(StreamMapping.prototype, 'take');
    expect(await made.put('unread')).toEqual([]);
    expect(taking).not.toHaveBeenCalled();
    await made.map(stream, { StartingPosition: 'LATEST', FunctionName: 'other' });
    expect(await made.put('read')).toEqual(['read']);
  });

  it('counts the age of its records for the function that it goes to', async () => {
    const made = setUp();
    const { UUID } = await made.map(await apiTable(made), { StartingPosition: 'LATEST' });
    await made.send(new UpdateEventSourceMappingCommand({ UUID, FunctionName: 'other' }));
    await made.put('a', 'b');
    const { cloudwatch, scheduler } = made.world.engines;
    const countOf = (name: string): number => {
      const dimensions = { FunctionName: name };
      const metric = { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions };
      const endMs = scheduler.nowMs() + 60_000;
      const period = { periodMs: 60_000, startMs: endMs - DAY_MS, endMs };
      return cloudwatch
        .statistics({ metric, statistic: 'SampleCount', ...period })
        .reduce((sum, { value }) => sum + value, 0);
    };
    expect([countOf(FunctionName), countOf('other')]).toEqual([0, 2]);
  });
});

describe('the keys of a function', () => {
  it('are the same in each of its environments, and others in another role', () => {
    const { world } = setUp();
    const { credentials } = world.composed;
    const keysOf = (roleArn: string) =>
      credentials.issue({ kind: 'role', roleArn, session: 'work' });
    const first = keysOf('arn:aws:iam::111122223333:role/one');
    expect(keysOf('arn:aws:iam::111122223333:role/one')).toEqual(first);
    const other = keysOf('arn:aws:iam::111122223333:role/two');
    expect(other.accessKeyId).not.toBe(first.accessKeyId);
    expect(credentials.principalOf(first.accessKeyId)).toMatchObject({ session: 'work' });
  });
});
