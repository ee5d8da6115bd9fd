import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Clients } from '../../../../local/client.ts';
import type { Service } from '../../../../local/service.ts';
import { World } from './world.ts';

class HeadBucketCommand {
  readonly input = { Bucket: 'b' };
}

/** A service that fails with the errors given before it answers. */
function flaky(...errors: Error[]): Service & { executions: number } {
  return {
    name: 'dynamodb',
    parameters: { GetItem: ['TableName', 'Key'], HeadBucket: ['Bucket'] },
    executions: 0,
    accesses: () => [],
    execute() {
      this.executions += 1;
      const error = errors.shift();
      if (error) throw error;
      return { output: { answered: true }, cost: { readUnits: 2 } };
    },
  };
}

function failure(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

function setUp(...errors: Error[]) {
  const world = new World();
  const service = flaky(...errors);
  const { foundation } = world.composed;
  const client = new Clients([service], foundation).connect({ kind: 'operator' }, 'tester');
  const get = () => client.send(new GetItemCommand({ TableName: 't', Key: {} }));
  return { world, service, client, get, foundation };
}

describe('send', () => {
  it('answers in the same turn where nothing takes time', async () => {
    const { get, world } = setUp();
    expect(await get()).toMatchObject({
      answered: true,
      $metadata: { httpStatusCode: 200, attempts: 1 },
    });
    expect(world.elapsedMs).toBe(0);
  });

  it('leaves the answer of the service as it is: it may give the same to others', async () => {
    const { get, service } = setUp();
    const output = Object.freeze({});
    service.execute = () => ({ output });
    expect(await get()).toMatchObject({ $metadata: { attempts: 1 } });
  });

  it.each([
    ['ThrottlingException', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
  ])('tries again after %s, as the SDK does', async (name, status) => {
    const { get, service, world } = setUp(failure(name, status), failure(name, status));
    expect(await get()).toMatchObject({ $metadata: { attempts: 3 } });
    expect(service.executions).toBe(3);
    expect(world.elapsedMs).toBeGreaterThan(0);
    expect(world.elapsedMs).toBeLessThan(3_000);
  });

  it('gives up after as many attempts as the SDK makes at the service', async () => {
    const errors = Array.from({ length: 4 }, () => failure('ThrottlingException', 400));
    const { get, service } = setUp(...errors);
    await expect(get()).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { attempts: 4 },
    });
    expect(service.executions).toBe(4);
  });

  it('does not repeat what the caller did wrong', async () => {
    const { get, service } = setUp(failure('ValidationException', 400));
    await expect(get()).rejects.toMatchObject({ name: 'ValidationException' });
    expect(service.executions).toBe(1);
  });

  it('meters every attempt, and the cost of those that failed', async () => {
    const failed = Object.assign(failure('InternalServerError', 500), { cost: { writeUnits: 1 } });
    const { get, foundation } = setUp(failed);
    await get();
    const { calls, readUnits, writeUnits } = foundation.meters.of('tester');
    expect(calls.get('dynamodb:GetItem')).toBe(2);
    expect([readUnits, writeUnits]).toEqual([2, 1]);
  });

  it('knows a command without a schema by its name', async () => {
    const { client } = setUp();
    expect(await client.send(new HeadBucketCommand())).toMatchObject({ answered: true });
  });

  it('refuses a parameter that the operation would ignore, and ends the run', async () => {
    const { client, world, service } = setUp();
    const getting = client.send(
      new GetItemCommand({ TableName: 't', Key: {}, AttributesToGet: ['a'] }),
    );
    const refusal = 'not simulated: AttributesToGet of dynamodb:GetItem';
    await expect(getting).rejects.toThrow(refusal);
    await expect(world.drain()).rejects.toThrow(refusal);
    expect(service.executions).toBe(0);
  });

  it('takes a parameter that is undefined for one that is not given', async () => {
    const { client } = setUp();
    const get = new GetItemCommand({ TableName: 't', Key: {}, AttributesToGet: undefined });
    expect(await client.send(get)).toMatchObject({ answered: true });
  });

  it('refuses an operation that no service simulates, and ends the run', async () => {
    const { client, world } = setUp();
    const putting = client.send(new PutItemCommand({ TableName: 't', Item: {} }));
    await expect(putting).rejects.toThrow('not simulated: operation dynamodb:PutItem');
    await expect(world.drain()).rejects.toThrow('not simulated: operation dynamodb:PutItem');
  });
});
