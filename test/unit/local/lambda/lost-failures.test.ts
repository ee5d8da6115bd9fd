import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { Conduct } from '../../../../local/foundation.ts';
import { World } from '../cloud/world.ts';
import { ApiWorld } from './api.ts';

const FunctionName = 'work';
const ABSENT = 'arn:aws:sqs:eu-west-1:111122223333:gone';

/** How often a function's metric was counted. */
function counted({ engines }: World, name: string): number {
  const metric = { namespace: 'AWS/Lambda', name, dimensions: { FunctionName } };
  const endMs = engines.scheduler.nowMs() + 60_000;
  const period = {
    statistic: 'Sum' as const,
    periodMs: endMs - (endMs % 60_000),
    startMs: 0,
    endMs,
  };
  return engines.cloudwatch
    .statistics({ metric, ...period })
    .reduce((sum, { value }) => sum + value, 0);
}

async function fail(world: World, settings: object): Promise<void> {
  world.function(
    FunctionName,
    async () => {
      throw new Error('broken');
    },
    settings,
  );
  await world.client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }));
  await world.drain();
}

describe('an event for a dead-letter queue', () => {
  it.each(['run', 'server'] as const)(
    'is lost and counted where there is none, in a %s',
    async (conduct) => {
      const world = new World({ conduct });
      await fail(world, { deadLetterArn: ABSENT });
      expect(world.facts).toContain('lambda.unburied work QueueDoesNotExist');
      expect(counted(world, 'DeadLetterErrors')).toBe(1);
    },
  );

  it('is lost where the role may not send there, and ends a run', async () => {
    const failing = async (conduct: Conduct): Promise<World> => {
      const world = new World({ conduct });
      const roleArn = world.role('narrow', []);
      await fail(world, { roleArn, deadLetterArn: world.queue('dead').settings.arn });
      return world;
    };
    expect(counted(await failing('server'), 'DeadLetterErrors')).toBe(1);
    await expect(failing('run')).rejects.toThrow('sqs:SendMessage');
  });
});

describe('the dead-letter queue of a function', () => {
  const DeadLetterConfig = { TargetArn: ABSENT };
  const message =
    'The provided execution role does not have permissions to call SendMessage on SQS';

  it('must be open to the role of the function', async () => {
    const world = new ApiWorld();
    const input = world.input(FunctionName);
    const Role = world.role('narrow', []);
    const create = (changes: object) =>
      world.client.send(new CreateFunctionCommand({ ...input, ...changes }));
    await expect(create({ Role, DeadLetterConfig })).rejects.toThrow(message);
    await create({ Role });
    const changing = world.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig }),
    );
    await expect(changing).rejects.toThrow(message);
    await world.workers.stop();
  });

  it('is refused by name where it is a topic', async () => {
    const world = new ApiWorld();
    const TargetArn = 'arn:aws:sns:eu-west-1:111122223333:dead';
    const input = { ...world.input(FunctionName), DeadLetterConfig: { TargetArn } };
    const creating = world.client.send(new CreateFunctionCommand(input));
    await expect(creating).rejects.toThrow(
      `not simulated: DeadLetterConfig.TargetArn ${TargetArn}`,
    );
  });
});

describe('the records that a mapping gives up', () => {
  const mappingOf = (EventSourceArn: string, Destination: string) =>
    new CreateEventSourceMappingCommand({
      ...{ FunctionName, EventSourceArn, StartingPosition: 'LATEST', MaximumRetryAttempts: 0 },
      DestinationConfig: { OnFailure: { Destination } },
    });

  it('are lost and counted where their bucket is absent', async () => {
    const world = new World();
    const stream = world.table('orders');
    world.function(FunctionName, async () => {
      throw new Error('broken');
    });
    await world.client.send(mappingOf(stream, 'arn:aws:s3:::absent'));
    const Item = { id: { S: 'a' } };
    await world.client.send(new PutItemCommand({ TableName: 'orders', Item }));
    await world.drain();
    expect(world.facts).toContain('stream.undelivered work NoSuchBucket');
    expect(counted(world, 'DestinationDeliveryFailures')).toBe(1);
  });

  it('cannot go to a queue that is absent', async () => {
    const world = new World({ conduct: 'server' });
    world.function(FunctionName, async () => undefined);
    const creating = world.client.send(mappingOf(world.table('orders'), ABSENT));
    await expect(creating).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `The destination ARN ${ABSENT} is invalid.`,
    });
  });
});
