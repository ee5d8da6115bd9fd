import { readFileSync } from 'node:fs';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  type ListFunctionsCommandOutput,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_METRICS_KEPT } from '../../../../local/cloudwatch/cloudwatch.ts';
import { ApiWorld, zipOf } from './api.ts';

let world: ApiWorld;
afterEach(() => world.workers.stop());

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:greet';
const FunctionName = 'greet';

function setUp() {
  world = new ApiWorld();
  const create = (
    changes: Partial<CreateFunctionCommandInput> = {},
  ): Promise<FunctionConfiguration> =>
    world.client.send(new CreateFunctionCommand({ ...world.input(FunctionName), ...changes }));
  const configuration = (): Promise<FunctionConfiguration> =>
    world.client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return { create, configuration, send: (command: object) => world.client.send(command) };
}

describe('CreateFunction', () => {
  it('makes a function that the API then describes', async () => {
    const { create, send } = setUp();
    const made = await create({
      Description: 'says hello',
      Environment: { Variables: { STAGE: 'test' } },
      MemorySize: 256,
      Timeout: 7,
      Tags: { team: 'shop' },
    });
    expect(made).toMatchObject({
      FunctionName,
      FunctionArn: ARN,
      Role: world.roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Description: 'says hello',
      Environment: { Variables: { STAGE: 'test' } },
      MemorySize: 256,
      Timeout: 7,
      Version: '$LATEST',
      LastModified: '2026-01-01T00:00:00.000+0000',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      CodeSize: world.input(FunctionName).Code.ZipFile.byteLength,
    });
    expect(made.CodeSha256).toMatch(/^[\w+/]{43}=$/);
    const found: GetFunctionCommandOutput = await send(
      new GetFunctionCommand({ FunctionName: ARN }),
    );
    const { $metadata: _metadata, ...described } = made as GetFunctionCommandOutput;
    expect(found).toMatchObject({ Configuration: described, Tags: { team: 'shop' } });
  });

  it('refuses a name that is taken', async () => {
    const { create } = setUp();
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: greet',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it.each([
    [
      { MemorySize: 127 },
      "'memorySize' failed to satisfy constraint: Member must have value greater",
    ],
    [
      { MemorySize: 10_241 },
      "'memorySize' failed to satisfy constraint: Member must have value less",
    ],
    [{ Timeout: 0 }, "'timeout' failed"],
    [{ Timeout: 901 }, "'timeout' failed"],
    [{ FunctionName: 'a b' }, "'functionName' failed"],
    [{ FunctionName: 'x'.repeat(65) }, 'less than or equal to 64'],
    [{ Role: 'role' }, "'role' failed"],
    [{ Architectures: ['sparc' as never] }, "'architectures' failed"],
    [{ Role: 'arn:aws:iam::111122223333:role/none' }, 'cannot be assumed by Lambda'],
    [{ Handler: undefined }, 'Handler is mandatory'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'reserved keys'],
    [{ Environment: { Variables: { BIG: 'x'.repeat(4096) } } }, 'exceeded the 4KB limit'],
    [{ Code: { ZipFile: Buffer.from('no zip') } }, 'Could not unzip uploaded file'],
    [{ Code: { ZipFile: Buffer.alloc(0) } }, 'non-empty zip'],
    [{ Code: {} }, 'Please provide a source'],
    [{ Code: { S3Bucket: 'code', S3Key: 'x' } }, 'not simulated: S3Bucket in Code'],
    [{ Runtime: 'python3.13' as const }, 'not simulated: runtime python3.13'],
    [{ Layers: ['arn'] }, 'not simulated: Layers'],
    [{ PackageType: 'Image' as const }, 'not simulated: PackageType Image'],
    [{ Publish: true }, 'not simulated: Publish'],
  ])('refuses %j', async (changes, message) => {
    const { create } = setUp();
    await expect(create(changes)).rejects.toThrow(message);
    expect([...world.engines.lambda.functions()]).toEqual([]);
  });

  it('refuses code where no threads run functions', async () => {
    const { create } = setUp();
    world.engines.lambda.services.workers = undefined;
    await expect(create()).rejects.toThrow('runs no threads');
  });
});

describe('the code of a function of the API', () => {
  it('is unpacked, folders and all, and changes with an update', async () => {
    const { create, send } = setUp();
    await create({ Code: { ZipFile: zipOf({ 'src/': '', 'src/main.js': 'exports.run = 1' }, 0) } });
    const { folder } = world.engines.lambda.recordOf(FunctionName);
    expect(readFileSync(`${folder}/src/main.js`, 'utf8')).toBe('exports.run = 1');
    const ZipFile = zipOf({ 'index.js': 'x' });
    const updated: FunctionConfiguration = await send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile }),
    );
    expect(updated.CodeSize).toBe(ZipFile.byteLength);
    expect(world.engines.lambda.recordOf(FunctionName).folder).not.toBe(folder);
  });

  it('stays with a dry run', async () => {
    const { create, configuration } = setUp();
    const { CodeSha256 } = await create();
    const ZipFile = zipOf({ 'index.js': 'x' });
    const dry: FunctionConfiguration = await world.client.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }),
    );
    expect(dry.CodeSha256).not.toBe(CodeSha256);
    expect((await configuration()).CodeSha256).toBe(CodeSha256);
  });
});

describe('UpdateFunctionConfiguration', () => {
  it('changes what it names and keeps the rest', async () => {
    const { create, send, configuration } = setUp();
    const { RevisionId } = await create({ Description: 'old', MemorySize: 256 });
    await send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9, Description: 'new' }),
    );
    const changed = await configuration();
    expect(changed).toMatchObject({ Timeout: 9, Description: 'new', MemorySize: 256 });
    expect(changed.RevisionId).not.toBe(RevisionId);
    expect(world.engines.lambda.functionNamed(FunctionName).settings.timeoutMs).toBe(9_000);
  });

  it('refuses a revision that is no longer the latest', async () => {
    const { create, send } = setUp();
    const { RevisionId } = await create();
    const change = () =>
      send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9, RevisionId }));
    await change();
    await expect(change()).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
  });

  it('refuses other code for a function whose code came with a template', async () => {
    const { send } = setUp();
    world.function(FunctionName, async () => undefined);
    const changing = send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Handler: 'other.handler' }),
    );
    await expect(changing).rejects.toThrow('code came with a template');
  });
});

describe('DeleteFunction', () => {
  it('takes the function away, and its policy and reservation with it', async () => {
    const { create, send } = setUp();
    await create();
    await send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 100 }),
    );
    await send(new DeleteFunctionCommand({ FunctionName }));
    await expect(send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}`,
    });
    await expect(send(new InvokeCommand({ FunctionName }))).rejects.toThrow('not found');
    expect(world.engines.lambda.concurrency.unreservedLimit).toBe(1_000);
  });

  it('leaves the room of its metrics to others', async () => {
    const { create, send } = setUp();
    await create();
    const { cloudwatch } = world.composed.foundation;
    const series = (name: string) => cloudwatch.series({ namespace: 'Shop', name, dimensions: {} });
    const before = cloudwatch.metrics().length;
    for (let index = before; index < MAX_METRICS_KEPT; index += 1) series(`m${index}`);
    expect(() => series('more')).toThrow('more than');
    await send(new DeleteFunctionCommand({ FunctionName }));
    expect(series('more').metric.name).toBe('more');
  });

  it('takes nothing by the name of what is latest', async () => {
    const { create, send } = setUp();
    await create();
    const deleting = send(new DeleteFunctionCommand({ FunctionName, Qualifier: '$LATEST' }));
    await expect(deleting).rejects.toThrow('$LATEST version cannot be deleted');
  });
});

describe('ListFunctions', () => {
  it('gives pages of them all', async () => {
    const { send } = setUp();
    for (const name of ['c', 'a', 'b']) world.function(name, async () => undefined);
    const page = (input: object): Promise<ListFunctionsCommandOutput> =>
      send(new ListFunctionsCommand(input));
    const first = await page({ MaxItems: 2 });
    const second = await page({ MaxItems: 2, Marker: first.NextMarker });
    const names = [first, second].flatMap(({ Functions = [] }) =>
      Functions.map((one) => one.FunctionName),
    );
    expect(names).toEqual(['a', 'b', 'c']);
    expect(second.NextMarker).toBeUndefined();
    await expect(page({ Marker: 'never' })).rejects.toThrow('Invalid pagination token');
    await expect(page({ MaxItems: 0 })).rejects.toThrow("'maxItems'");
  });
});

describe('the policy of a function', () => {
  const StatementId = 'bus';
  const permission = {
    FunctionName,
    StatementId,
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/hello',
  };
  const bus = {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: permission.SourceArn,
  } as const;

  it('lets in whom a permission names, as long as it is there', async () => {
    const { create, send } = setUp();
    await create();
    const { lambda } = world.engines;
    const invoke = () => lambda.invokeLater(ARN, '{}', bus);
    expect(invoke).toThrow('not authorized');
    await send(new AddPermissionCommand(permission));
    expect(invoke).not.toThrow();
    const { Policy } = (await send(new GetPolicyCommand({ FunctionName }))) as { Policy: string };
    expect(JSON.parse(Policy)).toMatchObject({
      Id: 'default',
      Statement: [{ Sid: StatementId, Resource: ARN, Principal: { Service: bus.service } }],
    });
    await send(new RemovePermissionCommand({ FunctionName, StatementId }));
    expect(invoke).toThrow('not authorized');
    await expect(send(new GetPolicyCommand({ FunctionName }))).rejects.toThrow('does not exist');
  });

  it('has one statement of a name, and none to remove of another', async () => {
    const { create, send } = setUp();
    await create();
    await send(new AddPermissionCommand(permission));
    await expect(send(new AddPermissionCommand(permission))).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('The statement id (bus) provided already exists.'),
    });
    const removing = send(new RemovePermissionCommand({ FunctionName, StatementId: 'none' }));
    await expect(removing).rejects.toThrow('Statement none is not found in resource policy.');
    const naming = send(new AddPermissionCommand({ ...permission, StatementId: 'a b' }));
    await expect(naming).rejects.toThrow("'statementId'");
  });
});

describe('reserved concurrency', () => {
  it('is put, told and given back', async () => {
    const { create, send } = setUp();
    await create();
    const told = () => send(new GetFunctionConcurrencyCommand({ FunctionName }));
    const put = (ReservedConcurrentExecutions: number) =>
      send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    await put(0);
    expect(await told()).toMatchObject({ ReservedConcurrentExecutions: 0 });
    await expect(send(new InvokeCommand({ FunctionName }))).rejects.toThrow('Rate Exceeded.');
    await put(900);
    await expect(put(901)).rejects.toThrow('below its minimum value of [100]');
    await send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await told()).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('the tags of a function', () => {
  it('are added, taken away and listed', async () => {
    const { create, send } = setUp();
    await create({ Tags: { a: '1' } });
    await send(new TagResourceCommand({ Resource: ARN, Tags: { b: '2' } }));
    await send(new UntagResourceCommand({ Resource: ARN, TagKeys: ['a'] }));
    expect(await send(new ListTagsCommand({ Resource: ARN }))).toMatchObject({ Tags: { b: '2' } });
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, '']));
    const tagging = send(new TagResourceCommand({ Resource: ARN, Tags: tags }));
    await expect(tagging).rejects.toThrow('Number of tags exceeds resource tag limit.');
  });

  it.each([
    ['greet', "'resource' failed"],
    [`${ARN}:$LATEST`, 'aliases and versions are not supported'],
    [`${ARN}s`, 'Function not found'],
  ])('are not on %s', async (Resource, message) => {
    const { create, send } = setUp();
    await create();
    await expect(send(new ListTagsCommand({ Resource }))).rejects.toThrow(message);
  });
});
