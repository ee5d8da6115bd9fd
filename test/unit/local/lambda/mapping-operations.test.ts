import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandOutput,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

const FunctionName = 'work';

function setUp() {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders', { VisibilityTimeout: 60 });
  const bodies: string[] = [];
  const target = world.function(FunctionName, async (event) => {
    const { Records } = event as { Records: { body: string }[] };
    bodies.push(...Records.map(({ body }) => body));
  });
  const send = <Output>(command: object): Promise<Output> => world.client.send(command);
  const create = (input: object = {}): Promise<EventSourceMappingConfiguration> =>
    send(
      new CreateEventSourceMappingCommand({
        FunctionName,
        EventSourceArn: queue.settings.arn,
        ...input,
      }),
    );
  const deliver = async (body: string): Promise<string[]> => {
    queue.send({ body, senderId: 'test' });
    await world.drain();
    return bodies.splice(0);
  };
  const stateOf = async (UUID: string | undefined): Promise<string | undefined> => {
    const found = await send<EventSourceMappingConfiguration>(
      new GetEventSourceMappingCommand({ UUID }),
    );
    return found.State;
  };
  return { world, queue, target, bodies, send, create, deliver, stateOf };
}

describe('CreateEventSourceMapping', () => {
  it('delivers to the function, and says that it is being made before it says so', async () => {
    const { create, deliver, stateOf, target, queue, world } = setUp();
    const Filters = [{ Pattern: '{"body":{"a":[1]}}' }];
    const made = await create({ BatchSize: 5, FilterCriteria: { Filters } });
    expect(made).toMatchObject({
      State: 'Creating',
      FunctionArn: target.settings.arn,
      EventSourceArn: queue.settings.arn,
      EventSourceMappingArn: world.arn('lambda', `event-source-mapping:${made.UUID}`),
      BatchSize: 5,
      MaximumBatchingWindowInSeconds: 0,
      FilterCriteria: { Filters },
      LastModified: expect.any(Date),
    });
    expect(await deliver('{"a":1}')).toEqual(['{"a":1}']);
    expect(await stateOf(made.UUID)).toBe('Enabled');
  });

  it('describes the mapping of a stream with all that it has', async () => {
    const { create, world } = setUp();
    const EventSourceArn = world.table('orders');
    const made = await create({ EventSourceArn, StartingPosition: 'LATEST', Enabled: false });
    expect(made).toMatchObject({
      StartingPosition: 'LATEST',
      BatchSize: 100,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      DestinationConfig: { OnFailure: {} },
    });
  });

  it.each([
    [{ EventSourceArn: undefined }, 'InvalidParameterValueException', 'Unrecognized event source.'],
    [{ FunctionName: 'none' }, 'InvalidParameterValueException', 'Function does not exist'],
    [{ BatchSize: 0 }, 'ValidationException', "'batchSize' failed"],
    [
      { FilterCriteria: { Filters: [{ Pattern: '[' }] } },
      'InvalidParameterValueException',
      'Invalid filter pattern definition.',
    ],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":1}}' }] } },
      'InvalidParameterValueException',
      'Invalid filter pattern definition.',
    ],
    [{ DestinationConfig: { OnSuccess: {} } }, 'NotSimulatedError', 'OnSuccess'],
    [{ TumblingWindowInSeconds: 3 }, 'NotSimulatedError', 'TumblingWindowInSeconds'],
  ])('refuses %j', async (input, name, message) => {
    const { create, world } = setUp();
    await expect(create(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(world.engines.lambda.mappings()).toEqual([]);
  });

  it('maps a queue to a function once', async () => {
    const { create } = setUp();
    const { UUID } = await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining(`the existing mapping with UUID ${UUID}`),
    });
  });

  it('names what the role of the function may not do', async () => {
    const { create, world } = setUp();
    const roleArn = world.role('narrow', []);
    world.function('narrow', async () => undefined, { roleArn });
    await expect(create({ FunctionName: 'narrow' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        'The provided execution role does not have permissions to call ReceiveMessage on SQS',
    });
  });
});

describe('UpdateEventSourceMapping', () => {
  it('switches a consumer off, and on again', async () => {
    const { create, send, deliver, stateOf, world } = setUp();
    const { UUID } = await create({ BatchSize: 5 });
    await world.drain();
    const off: EventSourceMappingConfiguration = await send(
      new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
    );
    expect(off).toMatchObject({ State: 'Disabling', BatchSize: 5 });
    expect(await deliver('while off')).toEqual([]);
    expect(await stateOf(UUID)).toBe('Disabled');
    const on: EventSourceMappingConfiguration = await send(
      new UpdateEventSourceMappingCommand({ UUID, Enabled: true }),
    );
    expect(on.State).toBe('Enabling');
    expect((await deliver('while on')).sort()).toEqual(['while off', 'while on']);
    expect(await stateOf(UUID)).toBe('Enabled');
  });

  it('changes what it names and goes on with the rest', async () => {
    const { create, send, deliver, world } = setUp();
    const { UUID } = await create({ BatchSize: 5 });
    await world.drain();
    const Filters = [{ Pattern: '{"body":{"a":[1]}}' }];
    const changed: EventSourceMappingConfiguration = await send(
      new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: { Filters } }),
    );
    expect(changed).toMatchObject({ State: 'Updating', BatchSize: 5, FilterCriteria: { Filters } });
    expect(await deliver('{"a":2}')).toEqual([]);
    expect(await deliver('{"a":1}')).toEqual(['{"a":1}']);
  });

  it('is refused while the mapping is on its way to another state', async () => {
    const { create, send, stateOf, world } = setUp();
    const { UUID } = await create();
    const changing = send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 3 }));
    await expect(changing).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Cannot update the event source mapping because it is in use.',
    });
    await world.drain();
    expect(await stateOf(UUID)).toBe('Enabled');
  });

  it('keeps the records that a stream has given', async () => {
    const { world, create, send } = setUp();
    const EventSourceArn = world.table('orders');
    let seen = 0;
    world.function('relay', async (event) => {
      seen += (event as { Records: unknown[] }).Records.length;
    });
    const { UUID } = await create({
      EventSourceArn,
      FunctionName: 'relay',
      StartingPosition: 'LATEST',
      Enabled: false,
    });
    await world.drain();
    await send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' } } }));
    await send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 1 }));
    await world.drain();
    expect(seen).toBe(1);
  });
});

describe('DeleteEventSourceMapping', () => {
  it('stops at once, and is gone soon', async () => {
    const { create, send, deliver, stateOf, world } = setUp();
    const { UUID } = await create();
    await world.drain();
    const deleting: EventSourceMappingConfiguration = await send(
      new DeleteEventSourceMappingCommand({ UUID }),
    );
    expect(deleting.State).toBe('Deleting');
    expect(await deliver('late')).toEqual([]);
    await expect(stateOf(UUID)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });
});

describe('the mapping of a function that is deleted', () => {
  it('polls no more, until there is a function of that name', async () => {
    const { create, send, deliver, bodies, world } = setUp();
    await create();
    await world.drain();
    await send(new DeleteFunctionCommand({ FunctionName }));
    expect(await deliver('early')).toEqual([]);
    world.function(FunctionName, async () => {
      bodies.push('anew');
    });
    await world.drain();
    expect(bodies).toEqual(['anew']);
  });
});

describe('ListEventSourceMappings', () => {
  it('gives those of a function or a source, page by page', async () => {
    const { create, send, world } = setUp();
    const other = world.queue('others', { VisibilityTimeout: 60 });
    const made = [await create(), await create({ EventSourceArn: other.settings.arn })];
    const list = async (input: object): Promise<ListEventSourceMappingsCommandOutput> =>
      send(new ListEventSourceMappingsCommand(input));
    const first = await list({ FunctionName, MaxItems: 1 });
    const second = await list({ FunctionName, MaxItems: 1, Marker: first.NextMarker });
    const ids = [first, second].flatMap(({ EventSourceMappings = [] }) =>
      EventSourceMappings.map(({ UUID }) => UUID),
    );
    expect(ids.toSorted()).toEqual(made.map(({ UUID }) => UUID).toSorted());
    const ofOther = await list({ EventSourceArn: other.settings.arn });
    expect(ofOther.EventSourceMappings?.map(({ UUID }) => UUID)).toEqual([made[1]?.UUID]);
  });
});
