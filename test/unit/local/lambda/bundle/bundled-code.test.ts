import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { bundledCode } from '../../../../../local/lambda/bundle/bundled-code.ts';
import { zipOf } from '../api.ts';
import { ROLE_ARN, Threads } from './threads.ts';

let threads: Threads;
afterEach(() => threads.stop());

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:greet';

/** A cloud assembly with one function's code, and that function with these properties. */
function functionOf(properties: Record<string, unknown>) {
  threads = new Threads();
  const assembly = threads.host.makeFolder();
  mkdirSync(join(assembly, 'asset.abc'));
  writeFileSync(join(assembly, 'asset.abc', 'index.js'), 'exports.handler = async () => "asset"');
  const files = {
    abc: {
      source: { path: 'asset.abc', packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: 'abc.zip' } },
    },
    template: { source: { path: 'shop.template.json', packaging: 'file' }, destinations: {} },
  };
  writeFileSync(join(assembly, 'shop.assets.json'), JSON.stringify({ version: '48.0.0', files }));
  const source = bundledCode(assembly, threads.host);
  const resource = { stackName: 'shop', logicalId: 'Greet', type: 'AWS::Lambda::Function' };
  const code = source({
    ...resource,
    properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', ...properties },
    ref: 'greet',
    attributes: { Arn: ARN },
  });
  return threads.composed.engines.lambda.createFunction(
    {
      name: 'greet',
      arn: ARN,
      roleArn: ROLE_ARN,
      variables: {},
      memoryMb: 128,
      timeoutMs: 5_000,
      reservedConcurrency: undefined,
      deadLetterArn: undefined,
    },
    code!,
  );
}

describe('the code of a function in a template', () => {
  it('is the folder of its asset', async () => {
    const target = functionOf({ Code: { S3Bucket: 'assets', S3Key: 'abc.zip' } });
    expect(await target.invoke({})).toEqual({ result: 'asset' });
  });

  it('is the text in the template', async () => {
    const target = functionOf({ Code: { ZipFile: 'exports.handler = async () => "inline"' } });
    expect(await target.invoke({})).toEqual({ result: 'inline' });
  });

  it.each([
    [{ Code: { S3Key: 'none.zip' } }, 'not simulated: code none.zip, which is no asset folder'],
    [{ Code: { ImageUri: 'image' } }, 'not simulated: code that is neither an asset nor inline'],
    [{ Code: { S3Key: 'abc.zip' }, Runtime: 'java21' }, 'not simulated: runtime java21'],
  ])('is refused where it is %j', (properties, message) => {
    expect(() => functionOf(properties)).toThrow(message);
  });
});

describe('a function that comes over the API', () => {
  it('runs in a thread as those of templates do', async () => {
    threads = new Threads();
    const client = threads.composed.connect({ kind: 'operator' }, 'operator');
    const text = 'exports.handler = async ({ n }) => n + Number(process.env.MORE)';
    await client.send(
      new CreateFunctionCommand({
        FunctionName: 'add',
        Role: ROLE_ARN,
        Runtime: 'nodejs22.x',
        Handler: 'src/main.handler',
        Code: { ZipFile: zipOf({ 'src/main.js': text }) },
        Environment: { Variables: { MORE: '2' } },
      }),
    );
    const invoke = new InvokeCommand({ FunctionName: 'add', Payload: '{"n":1}', LogType: 'Tail' });
    const answer: { Payload: Uint8Array } = await client.send(invoke);
    expect(Buffer.from(answer.Payload).toString()).toBe('3');
  });
});
