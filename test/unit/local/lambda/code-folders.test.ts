import { existsSync } from 'node:fs';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiWorld, zipOf } from './api.ts';

const FunctionName = 'greet';
const ZipFile = zipOf({ 'index.js': '' });
let world: ApiWorld;
afterEach(() => world.workers.stop());

/** A world that tells its folders of code: those that it has made, and those that are left. */
function setUp() {
  world = new ApiWorld();
  const { workers } = world;
  const made: string[] = [];
  const makeFolder = workers.makeFolder.bind(workers);
  workers.makeFolder = () => {
    const folder = makeFolder();
    made.push(folder);
    return folder;
  };
  const create = (changes: object = {}) =>
    world.client.send(new CreateFunctionCommand({ ...world.input(FunctionName), ...changes }));
  const send = (command: object) => world.client.send(command);
  return { create, send, made, left: () => made.map((folder) => existsSync(folder)) };
}

describe('the folder of a code that came over the API', () => {
  it('goes when there is other code, and with its function', async () => {
    const { create, send, left } = setUp();
    await create();
    await send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    expect(left()).toEqual([false, true]);
    await send(new DeleteFunctionCommand({ FunctionName }));
    expect(left()).toEqual([false, false]);
  });

  it('goes after a dry run, and the one in use stays', async () => {
    const { create, send, left } = setUp();
    await create();
    await send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }));
    expect(left()).toEqual([true, false]);
  });

  it.each([
    ['a role that is refused', { Role: 'arn:aws:iam::111122223333:role/none' }],
    ['a runtime that is not simulated', { Runtime: 'python3.13' }],
    ['a file that stands where a folder does', { Code: { ZipFile: zipOf({ a: '', 'a/b': '' }) } }],
    ['a folder that stands where a file does', { Code: { ZipFile: zipOf({ 'a/b': '', a: '' }) } }],
    ['a file without a name', { Code: { ZipFile: zipOf({ b: '', '': '' }) } }],
  ])('goes with %s', async (_, changes) => {
    const { create, left } = setUp();
    await expect(create(changes)).rejects.toThrow();
    expect(left()).toEqual([false]);
  });

  it('stays as long as an invocation runs in it', async () => {
    const { create, send, left } = setUp();
    await create();
    let finish = (): void => {};
    const { lambda } = world.engines;
    const record = lambda.recordOf(FunctionName);
    const handler = () => new Promise<void>((resolve) => (finish = resolve));
    lambda.configureFunction(record, record.target.settings, { start: () => handler });
    const running = record.target.invoke({});
    await world.pass(1);
    await send(new DeleteFunctionCommand({ FunctionName }));
    expect(left()).toEqual([true]);
    finish();
    await running;
    expect(left()).toEqual([false]);
  });
});

describe('an archive whose files cannot be beside each other', () => {
  it('cannot be unzipped', async () => {
    const { create } = setUp();
    await expect(create({ Code: { ZipFile: zipOf({ a: '', 'a/b': '' }) } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('Could not unzip uploaded file.'),
    });
  });
});
