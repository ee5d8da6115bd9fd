import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiWorld } from './api.ts';

const FunctionName = 'greet';
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:greet';
let world: ApiWorld;
afterEach(() => world.workers.stop());

async function setUp() {
  world = new ApiWorld();
  const send = (command: object): Promise<unknown> => world.client.send(command);
  const create = (changes: object = {}) =>
    send(new CreateFunctionCommand({ ...world.input(FunctionName), ...changes }));
  return { send, create };
}

describe('CreateFunction', () => {
  const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, '']));
  it.each([
    [{ Tags: tags }, 'Number of tags exceeds resource tag limit.'],
    [{ TracingConfig: { Mode: 'Foo' } }, "'tracingConfig.mode' failed"],
    [{ Handler: '' }, "'handler' failed"],
    [{ Handler: 'x'.repeat(129) }, 'less than or equal to 128'],
    [
      { Role: undefined },
      "Value null at 'role' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %j', async (changes, message) => {
    const { create } = await setUp();
    await expect(create(changes)).rejects.toThrow(message);
  });

  it('refuses an archive of more than 50 MB, as an update does', async () => {
    const { create, send } = await setUp();
    await create();
    const ZipFile = Buffer.alloc(50 * 1024 * 1024 + 1);
    await expect(create({ FunctionName: 'large', Code: { ZipFile } })).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
      message: 'Request must be smaller than 70167211 bytes for the CreateFunction operation',
      $metadata: { httpStatusCode: 413 },
    });
    const updating = send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await expect(updating).rejects.toThrow('smaller than 69905067 bytes');
  });

  it('reserves whole executions only', async () => {
    const { create, send } = await setUp();
    await create();
    const put = new PutFunctionConcurrencyCommand({
      ...{ FunctionName, ReservedConcurrentExecutions: 1.5 },
    });
    await expect(send(put)).rejects.toThrow("'reservedConcurrentExecutions' failed");
  });
});

describe('the name of a function', () => {
  it.each([
    [ARN.replace('eu-west-1', 'us-east-1'), 'ResourceNotFoundException', 'not reachable'],
    [ARN.replace('111122223333', '999999999999'), 'NotSimulatedError', 'of another account'],
    ['999999999999:function:greet', 'NotSimulatedError', 'of another account'],
    ['nonsense/function:greet', 'ValidationException', "'functionName' failed"],
    [ARN.replace('lambda', 'sqs'), 'ValidationException', "'functionName' failed"],
  ])('is not in %s', async (name, error, message) => {
    const { create, send } = await setUp();
    await create();
    await expect(send(new GetFunctionCommand({ FunctionName: name }))).rejects.toMatchObject({
      name: error,
      message: expect.stringContaining(message),
    });
    const making = create({ FunctionName: name });
    await expect(making).rejects.toMatchObject({ name: error });
  });

  it.each(['greet', 'function:greet', '111122223333:greet', '111122223333:function:greet', ARN])(
    'is in %s',
    async (name) => {
      const { create, send } = await setUp();
      await create();
      expect(await send(new GetFunctionCommand({ FunctionName: name }))).toMatchObject({
        Configuration: { FunctionArn: ARN },
      });
    },
  );
});

describe('AddPermission', () => {
  const permission = {
    ...{ FunctionName, StatementId: 'bus' },
    ...{ Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' },
  };

  it.each([
    [{ Principal: 'hey you' }, 'The provided principal was invalid.'],
    [{ Action: 'nonsense' }, "'action' failed"],
    [{ Action: 'sqs:SendMessage' }, "'action' failed"],
  ])('leaves the policy as it is where it refuses %j', async (changes, message) => {
    const { create, send } = await setUp();
    await create();
    const adding = send(new AddPermissionCommand({ ...permission, ...changes }));
    await expect(adding).rejects.toThrow(message);
    await expect(send(new GetPolicyCommand({ FunctionName }))).rejects.toThrow('does not exist');
    await send(new AddPermissionCommand(permission));
    const { Policy } = (await send(new GetPolicyCommand({ FunctionName }))) as { Policy: string };
    expect(JSON.parse(Policy).Statement).toHaveLength(1);
  });

  it('keeps no statement that the policy does not take', async () => {
    const { create, send } = await setUp();
    await create();
    const { lambda } = world.engines;
    const record = lambda.recordOf(FunctionName);
    const bad = { Action: 'lambda:InvokeFunction', Principal: 'hey you' };
    expect(() => lambda.addPermission(record, 'bad', bad)).toThrow();
    await send(new AddPermissionCommand(permission));
    expect([...record.statements.keys()]).toEqual(['bus']);
  });
});

describe('the role of a function', () => {
  it('is passed to Lambda only by who may', async () => {
    const { create } = await setUp();
    await create();
    const roleArn = world.role('maker', [{ Action: 'lambda:*', Resource: '*' }]);
    const maker = world.composed.connect({ kind: 'role', roleArn, session: 'maker' }, 'maker');
    const denied = `not authorized to perform: iam:PassRole on resource: ${world.roleArn}`;
    const making = maker.send(new CreateFunctionCommand(world.input('other')));
    await expect(making).rejects.toThrow(denied);
    const change = (changes: object) =>
      maker.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
    await expect(change({ Role: world.roleArn })).rejects.toThrow(denied);
    await expect(change({ Timeout: 5 })).resolves.toMatchObject({ Timeout: 5 });
  });
});

describe('the access that an operation on a mapping needs', () => {
  it('brings the function that is mapped', async () => {
    const { create } = await setUp();
    await create();
    const { lambda } = world.engines;
    const queue = world.queue('orders');
    const input = { FunctionName, EventSourceArn: queue.settings.arn };
    const context = { 'lambda:functionarn': ARN };
    expect(lambda.accesses('CreateEventSourceMapping', input)).toMatchObject([{ context }]);
    const made = await world.client.send(new CreateEventSourceMappingCommand(input));
    const { UUID } = made as { UUID: string };
    for (const name of ['Get', 'Update', 'Delete']) {
      expect(lambda.accesses(`${name}EventSourceMapping`, { UUID })).toMatchObject([{ context }]);
    }
  });
});
