import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  type EventSourceMappingConfiguration,
  InvokeCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

const FunctionName = 'work';

async function setUp(input: object = {}) {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders', { VisibilityTimeout: 60 });
  const runs: string[] = [];
  const make = (run: string, settings: object = {}) =>
    world.function(FunctionName, async () => void runs.push(run), settings);
  make('first');
  const { UUID }: EventSourceMappingConfiguration = await world.client.send(
    new CreateEventSourceMappingCommand({
      ...{ FunctionName, EventSourceArn: queue.settings.arn },
      ...input,
    }),
  );
  await world.pass(1000);
  const send = (command: object): Promise<unknown> => world.client.send(command);
  const deliver = async (): Promise<string[]> => {
    queue.send({ body: 'hello', senderId: 'test' });
    await world.drain();
    return runs.splice(0);
  };
  return { world, queue, make, send, deliver, UUID };
}

describe('the mapping of a function that is made anew', () => {
  it('stays deleted where the mapping was deleted a moment before', async () => {
    const { send, make, deliver, world, UUID } = await setUp();
    await send(new DeleteEventSourceMappingCommand({ UUID }));
    await send(new DeleteFunctionCommand({ FunctionName }));
    make('second');
    await world.pass(1000);
    expect(world.engines.lambda.mappings()).toEqual([]);
    expect(await deliver()).toEqual([]);
  });

  it('polls no more where the new function does not fit, and the function is there', async () => {
    const { send, make, deliver, world, UUID } = await setUp();
    await send(new DeleteFunctionCommand({ FunctionName }));
    make('second', { timeoutMs: 90_000 });
    expect(world.facts).toContain('mapping.orphaned work InvalidParameterValueException');
    const [mapping] = world.engines.lambda.mappings();
    mapping!.enable();
    expect(await deliver()).toEqual([]);
    const enabling = send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await expect(enabling).rejects.toThrow('less than Function timeout');
    expect(await deliver()).toEqual([]);
  });

  it('goes on with it when it is updated', async () => {
    const { send, make, deliver, queue, UUID } = await setUp();
    const QueueUrl = queue.settings.url;
    await send(new DeleteFunctionCommand({ FunctionName }));
    await send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
    make('second');
    expect(await deliver()).toEqual([]);
    await send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '60' } }),
    );
    await send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 2 }));
    expect(await deliver()).toEqual(['second']);
  });
});

describe('the mapping of a function that is gone', () => {
  it('cannot be switched on', async () => {
    const { send, deliver, UUID } = await setUp({ Enabled: false });
    await send(new DeleteFunctionCommand({ FunctionName }));
    const enabling = send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await expect(enabling).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Function does not exist',
    });
    expect(await deliver()).toEqual([]);
  });
});

describe('the events that wait for a function', () => {
  it('are gone with it', async () => {
    const world = new World({ conduct: 'server' });
    let runs = 0;
    world.function(FunctionName, async () => {
      runs += 1;
      throw new Error('broken');
    });
    await world.client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }));
    await world.pass(10);
    await world.client.send(new DeleteFunctionCommand({ FunctionName }));
    await world.drain();
    expect(runs).toBe(1);
  });
});
