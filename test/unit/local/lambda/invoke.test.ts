import {
  CreateAliasCommand,
  InvokeCommand,
  type InvokeCommandInput,
  type InvokeCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type {
  ExecutionEnvironment,
  Handler,
  InvocationContext,
} from '../../../../local/lambda/handler.ts';
import type { FunctionSettings } from '../../../../local/lambda/lambda-function.ts';
import { World } from '../cloud/world.ts';

/** Of an answer, in bytes and with the quotes of a text. */
const LARGEST_ANSWER = 6_291_556;
const SIX_MIB = 6 * 1024 * 1024;

function setUp(handler: Handler, settings: Partial<FunctionSettings> = {}, latency?: 'typical') {
  const world = new World({ conduct: 'server', ...(latency ? { latency } : {}) });
  const target = world.function('greet', handler, settings);
  const invoke = (input: Partial<InvokeCommandInput> = {}): Promise<InvokeCommandOutput> =>
    world.client.send(new InvokeCommand({ FunctionName: 'greet', ...input }));
  return { world, target, invoke };
}

const payloadOf = ({ Payload }: InvokeCommandOutput): unknown =>
  JSON.parse(Payload?.transformToString() ?? '');

describe('Invoke', () => {
  it('answers what the function returns, as JSON bytes', async () => {
    const { invoke } = setUp(async (event) => ({ hello: event, left: undefined }));
    const output = await invoke({ Payload: JSON.stringify({ name: 'world' }) });
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.FunctionError).toBeUndefined();
    expect(payloadOf(output)).toEqual({ hello: { name: 'world' } });
  });

  it('takes bytes, a name, an ARN and an unqualified partial ARN', async () => {
    const { invoke, target } = setUp(async (event) => event);
    const Payload = Buffer.from('{"n":1}');
    for (const FunctionName of ['greet', target.settings.arn, `${target.settings.arn}:$LATEST`]) {
      expect(payloadOf(await invoke({ FunctionName, Payload }))).toEqual({ n: 1 });
    }
  });

  it('answers null for a function that returns nothing', async () => {
    const { invoke } = setUp(async () => undefined);
    expect(payloadOf(await invoke())).toBeNull();
  });

  it('reports an error of the function in the answer, without its stack', async () => {
    const { invoke } = setUp(async () => {
      throw new TypeError('broken');
    });
    const output = await invoke();
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payloadOf(output)).toEqual({
      errorType: 'TypeError',
      errorMessage: 'broken',
      trace: [],
    });
  });

  it('takes a handler that throws before its first await for one that rejects', async () => {
    const handler = (() => {
      throw new Error('at once');
    }) as Handler;
    const { invoke } = setUp(handler);
    await invoke();
    expect(payloadOf(await invoke())).toMatchObject({ errorMessage: 'at once' });
  });

  it('ends a function at its timeout; its later calls never happen', async () => {
    const calls: string[] = [];
    const world = new World();
    const queue = world.queue('orders');
    const roleArn = world.role('role', [{ Action: '*', Resource: '*' }]);
    const code = {
      start: ({ client, clock }: ExecutionEnvironment): Handler => {
        return async () => {
          await clock.sleep(5000);
          calls.push('woke');
          const QueueUrl = queue.settings.url;
          await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
          calls.push('sent');
        };
      },
    };
    const settings = { ...setUp(async () => undefined).target.settings, roleArn, timeoutMs: 3000 };
    world.engines.lambda.createFunction(settings, code);
    const output: InvokeCommandOutput = await world.client.send(
      new InvokeCommand({ FunctionName: 'greet' }),
    );
    expect(payloadOf(output)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: .* Error: Task timed out after 3.00 seconds$/,
      ),
    });
    expect(world.elapsedMs).toBe(3000);
    await world.drain();
    expect(calls).toEqual(['woke']);
    expect(queue.visible).toBe(0);
  });

  it('reports a result that is no JSON, or too large', async () => {
    const half = (LARGEST_ANSWER - 2) / 2;
    const results = [10n, 'é'.repeat(half), `${'é'.repeat(half)}x`];
    const { invoke } = setUp(async () => results.shift());
    expect(payloadOf(await invoke())).toMatchObject({ errorType: 'Runtime.MarshalError' });
    expect((await invoke()).FunctionError).toBeUndefined();
    expect(payloadOf(await invoke())).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: expect.stringContaining('(6291556 bytes)'),
    });
  });

  it.each([
    ['RequestResponse', SIX_MIB],
    ['Event', 1024 * 1024],
  ] as const)('takes the largest payload for %s and refuses one byte more', async (type, limit) => {
    const { invoke } = setUp(async () => undefined);
    const payload = (bytes: number) => ({
      InvocationType: type,
      Payload: JSON.stringify('x'.repeat(bytes - 2)),
    });
    expect((await invoke(payload(limit))).StatusCode).toBe(type === 'Event' ? 202 : 200);
    await expect(invoke(payload(limit + 1))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
  });

  it('refuses a payload that is no JSON', async () => {
    const { invoke } = setUp(async () => undefined);
    await expect(invoke({ Payload: '{' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });

  it('names a function that does not exist with the exception of the SDK', async () => {
    const { invoke } = setUp(async () => undefined);
    await expect(invoke({ FunctionName: 'none' })).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  it.each([
    [{ ClientContext: 'e30=' }, 'ClientContext'],
    [{ Qualifier: '3' }, 'Qualifier'],
    [{ FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:greet:live' }, 'alias live'],
  ])('refuses %j, which is not simulated', async (input, what) => {
    const { invoke } = setUp(async () => undefined);
    await expect(invoke(input)).rejects.toThrow(what);
  });

  it('only says that it could when it is a dry run', async () => {
    let runs = 0;
    const { invoke } = setUp(async () => {
      runs += 1;
    });
    expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    await expect(invoke({ InvocationType: 'DryRun', FunctionName: 'none' })).rejects.toThrow(
      'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:none',
    );
    expect(runs).toBe(0);
  });

  it('gives the end of the log where it is asked for', async () => {
    const world = new World();
    const { settings } = setUp(async () => undefined).target;
    const roleArn = world.role('role', []);
    const code = {
      start:
        ({ log }: ExecutionEnvironment): Handler =>
        async (event) =>
          log(String(event)),
    };
    world.engines.lambda.createFunction({ ...settings, roleArn }, code);
    const tail = async (text: string, LogType?: 'Tail'): Promise<string | undefined> => {
      const input = { FunctionName: 'greet', Payload: JSON.stringify(text), LogType };
      const { LogResult } = (await world.client.send(
        new InvokeCommand(input),
      )) as InvokeCommandOutput;
      return LogResult && Buffer.from(LogResult, 'base64').toString();
    };
    expect(await tail('read', 'Tail')).toMatch(
      /^START RequestId: .* Version: \$LATEST\nread\nEND RequestId: .*\nREPORT RequestId: .*\tDuration: 0.00 ms/,
    );
    expect(await tail('x'.repeat(5_000), 'Tail')).toHaveLength(4096);
    expect(await tail('read')).toBeUndefined();
  });

  it.each([
    [{ InvocationType: 'Later' as never }, "Value 'Later' at 'invocationType'"],
    [{ LogType: 'Head' as never }, "Value 'Head' at 'logType'"],
  ])('refuses %j, which there is not', async (input, message) => {
    const { invoke } = setUp(async () => undefined);
    await expect(invoke(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses operations that are not simulated by name', async () => {
    const { world } = setUp(async () => undefined);
    const creating = world.client.send(new CreateAliasCommand({} as never));
    await expect(creating).rejects.toThrow('CreateAlias');
  });

  it('throttles beyond the reserved concurrency, after three attempts of the SDK', async () => {
    const { invoke, world } = setUp(async () => undefined, { reservedConcurrency: 0 });
    await expect(invoke()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429, attempts: 3 },
    });
    expect(world.elapsedMs).toBeGreaterThan(0);
  });

  it('goes through once an earlier invocation is over', async () => {
    const { invoke, world } = setUp(() => world.engines.scheduler.sleep(10), {
      reservedConcurrency: 1,
    });
    const outputs = await Promise.all([invoke(), invoke()]);
    expect(outputs.map(({ $metadata }) => $metadata.attempts)).toEqual([1, 2]);
  });
});

describe('an asynchronous Invoke', () => {
  const failing = (times: number): { handler: Handler; atMs: number[]; world?: World } => {
    const state = { atMs: [] as number[], world: undefined as World | undefined };
    const handler: Handler = async () => {
      state.atMs.push(state.world?.elapsedMs ?? 0);
      if (state.atMs.length <= times) throw new Error('broken');
    };
    return Object.assign(state, { handler }) as never;
  };

  it('is answered before the function runs', async () => {
    let runs = 0;
    const { invoke, world } = setUp(async () => {
      runs += 1;
    });
    expect((await invoke({ InvocationType: 'Event' })).StatusCode).toBe(202);
    expect(runs).toBe(0);
    await world.drain();
    expect(runs).toBe(1);
  });

  it('is tried three times, after one and two minutes', async () => {
    const attempts = failing(2);
    const { invoke, world } = setUp(attempts.handler);
    attempts.world = world;
    await invoke({ InvocationType: 'Event' });
    await world.drain();
    expect(attempts.atMs).toEqual([0, 60_000, 180_000]);
  });

  it('ends in the dead-letter queue of the function with what became of it', async () => {
    const attempts = failing(3);
    const deadLetterArn = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const { invoke, world } = setUp(attempts.handler, { deadLetterArn });
    const dead = world.queue('dead');
    await invoke({ InvocationType: 'Event', Payload: '{"n":1}' });
    await world.drain();
    const [buried] = dead.receive(1);
    expect(buried?.message).toMatchObject({
      body: '{"n":1}',
      attributes: {
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: 'broken' },
      },
    });
  });

  it('waits out throttling', async () => {
    const { invoke, target, world } = setUp(() => world.engines.scheduler.sleep(3000), {
      reservedConcurrency: 1,
    });
    const blocking = target.invoke({});
    await invoke({ InvocationType: 'Event' });
    await blocking;
    await world.drain();
    expect(world.facts.filter((fact) => fact === 'lambda.ended greet ok')).toHaveLength(2);
  });

  it('gives up after six hours of throttling', async () => {
    const { invoke, world } = setUp(async () => undefined, { reservedConcurrency: 0 });
    await invoke({ InvocationType: 'Event' });
    await world.drain();
    expect(world.facts).toContain('lambda.dropped greet Rate Exceeded.');
    expect(world.elapsedMs).toBeGreaterThanOrEqual(6 * 3_600_000);
  });
});

describe('an execution environment', () => {
  it('serves one invocation after the other, and is made anew only for those at once', async () => {
    let starts = 0;
    const world = new World();
    const template = setUp(async () => undefined).target.settings;
    const roleArn = world.role('role', [{ Action: '*', Resource: '*' }]);
    const target = world.engines.lambda.createFunction(
      { ...template, roleArn },
      {
        start: async () => {
          starts += 1;
          return () => world.engines.scheduler.sleep(10);
        },
      },
    );
    await target.invoke({});
    await target.invoke({});
    expect(starts).toBe(1);
    await Promise.all([target.invoke({}), target.invoke({})]);
    expect(starts).toBe(2);
  });

  it('is lost with a timeout, and kept with an error', async () => {
    let starts = 0;
    const answers: (() => Promise<unknown>)[] = [
      () => Promise.reject(new Error('broken')),
      () => new Promise(() => {}),
      () => Promise.resolve(),
    ];
    const world = new World();
    const template = setUp(async () => undefined).target.settings;
    const roleArn = world.role('role', [{ Action: '*', Resource: '*' }]);
    const target = world.engines.lambda.createFunction(
      { ...template, roleArn },
      {
        start: () => {
          starts += 1;
          return () => answers.shift()!();
        },
      },
    );
    await target.invoke({});
    await target.invoke({});
    await target.invoke({});
    expect(starts).toBe(2);
  });

  it('takes longer to start than to go on, by the latency profile', async () => {
    const { invoke, world } = setUp(async () => undefined, {}, 'typical');
    await invoke();
    const coldMs = world.elapsedMs;
    await invoke();
    expect(coldMs).toBeGreaterThan(200);
    expect(world.elapsedMs - coldMs).toBeLessThan(20);
  });

  it('tells the handler its request, its function, its trace and the time it has left', async () => {
    const contexts: InvocationContext[] = [];
    const left: number[] = [];
    const { target, world } = setUp(async (_event, context) => {
      contexts.push(context);
      left.push(context.getRemainingTimeInMillis());
      await world.engines.scheduler.sleep(400);
      left.push(context.getRemainingTimeInMillis());
    });
    await target.invoke({}, 'Root=1-2-3');
    await target.invoke({});
    expect(contexts[0]).toMatchObject({
      functionName: 'greet',
      invokedFunctionArn: target.settings.arn,
      traceHeader: 'Root=1-2-3',
    });
    expect(contexts[1]?.traceHeader).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/,
    );
    expect(contexts[0]?.awsRequestId).not.toBe(contexts[1]?.awsRequestId);
    expect(left.slice(0, 2)).toEqual([10_000, 9600]);
  });

  it('shares the account’s concurrency with functions that reserve none', async () => {
    const { target, world } = setUp(() => world.engines.scheduler.sleep(10));
    world.function('reserved', async () => undefined, { reservedConcurrency: 990 });
    const invocations = Array.from({ length: 11 }, () => target.invoke({}));
    expect(invocations.filter((invocation) => invocation === undefined)).toHaveLength(1);
    await Promise.all(invocations);
    expect(target.invoke({})).toBeInstanceOf(Promise);
    await world.drain();
  });
});
