import { afterAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../local/lambda/outcome.ts';
import { START_MS, Threads } from './threads.ts';

const threads = new Threads();
afterAll(() => threads.stop());

const HOUR_MS = 3_600_000;
let functions = 0;

/** Runs code with these events, one after the other; what the invocations came to. */
async function run(
  text: string,
  events: readonly unknown[] = [{}],
  bundle: Parameters<Threads['function']>[2] = {},
): Promise<Outcome[]> {
  functions += 1;
  const target = threads.function(text, { name: `work-${functions}` }, bundle);
  const outcomes: Outcome[] = [];
  for (const event of events) outcomes.push((await target.invoke(event, 'Root=1-2-3'))!);
  target.retire();
  return outcomes;
}

describe('a bundle in a thread', () => {
  it('answers what its handler returns, promised or not, as JSON', async () => {
    const [promised] = await run('exports.handler = async (event) => ({ event, left: undefined })');
    expect(promised).toEqual({ result: { event: {} } });
    const [plain] = await run('exports.handler = () => {}');
    expect(plain).toEqual({ result: null });
  });

  it('keeps what its module holds from one invocation to the next', async () => {
    const counting = 'let count = 0; exports.handler = async () => (count += 1)';
    expect(await run(counting, [1, 2, 3])).toEqual([{ result: 1 }, { result: 2 }, { result: 3 }]);
  });

  it('is an ES module in a file that says so', async () => {
    const [outcome] = await run('export const handler = async () => import.meta.filename', [{}], {
      file: 'index.mjs',
    });
    expect(outcome).toEqual({ result: expect.stringMatching(/index\.mjs$/) });
  });

  it('takes a callback where the runtime still does', async () => {
    const calling = 'exports.handler = (event, context, done) => { done(event.error, "called") }';
    const events = [{}, { error: 'no' }];
    expect(await run(calling, events, { runtime: 'nodejs22.x' })).toEqual([
      { result: 'called' },
      { error: { errorType: 'string', errorMessage: 'no', trace: [] } },
    ]);
  });

  it('has the variables that Lambda sets and its own, and nothing of this process', async () => {
    const target = threads.function('exports.handler = async () => process.env', {
      name: 'variables',
      variables: { STAGE: 'test' },
    });
    const { result } = (await target.invoke({}, 'Root=1-2-3')) as { result: object };
    target.retire();
    expect(result).toMatchObject({
      STAGE: 'test',
      AWS_LAMBDA_FUNCTION_NAME: 'variables',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4550',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: 'Root=1-2-3',
    });
    expect(result).not.toHaveProperty('VITEST');
  });

  it("is told UTC as its time zone, and keeps this process's", async () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const [outcome] = await run(
      'exports.handler = async () => [process.env.TZ, Intl.DateTimeFormat().resolvedOptions().timeZone]',
    );
    expect(outcome).toEqual({ result: [':UTC', timeZone] });
  });

  it('is told its request, its function and how long it has', async () => {
    const [outcome] = await run(
      'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })',
    );
    const { result } = outcome as { result: { left: number } };
    expect(result).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: `work-${functions}`,
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:work-${functions}`,
    });
    expect(result.left).toBeGreaterThan(9_000);
    expect(result.left).toBeLessThanOrEqual(10_000);
  });

  it('reads the time of the cloud, and hours between two invocations take none', async () => {
    const text =
      'exports.handler = async () => [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(7).getTime()]';
    const target = threads.function(text, { name: 'clock' });
    const read = async () =>
      (await target.invoke({})) as { result: [number, number, number, number] };
    const [firstMs] = (await read()).result;
    await threads.composed.engines.scheduler.sleep(HOUR_MS);
    const [nowMs, newMs, calledMs, givenMs] = (await read()).result;
    target.retire();
    expect(firstMs).toBeGreaterThanOrEqual(START_MS);
    expect(nowMs - firstMs).toBeGreaterThanOrEqual(HOUR_MS);
    expect(Math.abs(newMs - nowMs)).toBeLessThan(1_000);
    expect(Math.abs(calledMs - nowMs)).toBeLessThan(2_000);
    expect(nowMs).toBeLessThanOrEqual(threads.nowMs + 1_000);
    expect(givenMs).toBe(7);
  });

  it('writes its log: the console with time, request and level, the streams as they are', async () => {
    await run(`exports.handler = async () => {
      console.log('read %d', 3);
      console.error(new Error('x').message);
      process.stdout.write('{"raw":');
      process.stdout.write('true}\\n');
    }`);
    expect(threads.lines.slice(-3)).toEqual([
      expect.stringMatching(/^2026-01-01T.*Z\t[0-9a-f-]{36}\tINFO\tread 3$/),
      expect.stringMatching(/\tERROR\tx$/),
      '{"raw":true}',
    ]);
  });
});

describe('an error of a bundle', () => {
  it('is reported by its class, message and stack, and written to the log', async () => {
    const [thrown, again] = await run(
      'exports.handler = () => { throw new TypeError("broken") }',
      [1, 2],
    );
    expect(thrown?.error).toEqual({
      errorType: 'TypeError',
      errorMessage: 'broken',
      trace: expect.arrayContaining(['TypeError: broken']),
    });
    expect(again?.error?.errorType).toBe('TypeError');
    expect(threads.lines.at(-1)).toContain('\tERROR\tInvoke Error \t{"errorType":"TypeError"');
  });

  it('is reported although its members are no texts', async () => {
    const throwing = 'const e = new Error(); e.name = 5; e.message = {}; e.stack = 7; throw e';
    const [outcome] = await run(`exports.handler = async () => { ${throwing} }`);
    expect(outcome?.error).toEqual({
      errorType: '5',
      errorMessage: '[object Object]',
      trace: [],
    });
  });

  it('at the start is reported as the answer, and the next invocation starts anew', async () => {
    const outcomes = await run('throw new RangeError("no start")', [1, 2]);
    for (const { error } of outcomes) {
      expect(error).toMatchObject({ errorType: 'RangeError', errorMessage: 'no start' });
    }
    expect(threads.lines.at(-1)).toContain('\tERROR\tUncaught Exception \t');
  });

  it('is its result, if that is no JSON', async () => {
    const [outcome] = await run('exports.handler = async () => 10n');
    expect(outcome?.error?.errorType).toBe('Runtime.MarshalError');
  });
});

describe('a bundle that writes to the port of its runtime', () => {
  it.each([
    ['null', 'null'],
    ['a line that is no text', '{ kind: "line", line: 5 }'],
    ['a result that is no text', '{ kind: "result", text: 5 }'],
    ['a timer without a time', '{ kind: "timer", id: 1, delayMs: "soon" }'],
    ['a failure without an error', '{ kind: "failed", error: null }'],
    ['a failure without a type', '{ kind: "failed", error: { errorMessage: "x" } }'],
    ['an unknown kind', '{ kind: "odd" }'],
  ])('is not heard: %s', async (_what, message) => {
    const port = 'require("node:worker_threads").parentPort';
    const [outcome] = await run(
      `exports.handler = async () => { ${port}.postMessage(${message}); return "well" }`,
    );
    expect(outcome).toEqual({ result: 'well' });
  });
});

describe('a bundle that ends its environment', () => {
  const once = (text: string): string =>
    `exports.handler = async (first) => { if (first) { ${text}; await new Promise(() => {}) } return "well" }`;

  it.each([
    ['process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['process.exit()', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['process.kill(process.pid)', 'Runtime.ExitError', 'exit status 137'],
    ['setTimeout(() => { throw new Error("late") })', 'Error', 'late'],
    ['Promise.reject(new Error("lost"))', 'Runtime.UnhandledPromiseRejection', 'Error: lost'],
  ])('by %s is reported, and the next invocation has a new one', async (text, type, message) => {
    const [lost, next] = await run(once(text), [true, false]);
    expect(lost?.error).toMatchObject({
      errorType: type,
      errorMessage: expect.stringContaining(message),
    });
    expect(next).toEqual({ result: 'well' });
  });

  it('by taking more memory than it has is reported so', async () => {
    const greedy =
      'exports.handler = () => { const all = []; for (;;) all.push(new Array(1e5).fill({})) }';
    const target = threads.function(greedy, { name: 'greedy', memoryMb: 16 });
    const outcome = await target.invoke({});
    expect(outcome?.error).toMatchObject({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringMatching(
        /^RequestId: .* Error: Runtime exited with error: signal: killed$/,
      ),
    });
  });

  it('by its timeout is ended in the middle of what it does', async () => {
    const target = threads.function(
      'exports.handler = (stuck) => { while (stuck); return "well" }',
      {
        name: 'stuck',
        timeoutMs: 100,
      },
    );
    const stuck = await target.invoke(true);
    expect(stuck?.error).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Task timed out after 0.10 seconds$/),
    });
    expect(await target.invoke(false)).toEqual({ result: 'well' });
    target.retire();
  });
});

describe('the threads of a host', () => {
  it('are ended from the one that waited longest when there are too many', async () => {
    const few = new Threads(2);
    const text = 'let count = 0; exports.handler = async () => (count += 1)';
    const [one, two, three] = ['one', 'two', 'three'].map((name) => few.function(text, { name }));
    for (const target of [one, two, one, three]) await target?.invoke({});
    expect(few.host.size).toBe(2);
    expect(await one?.invoke({})).toEqual({ result: 3 });
    expect(await two?.invoke({})).toEqual({ result: 1 });
    await few.stop();
    expect(few.host.size).toBe(0);
  });

  it('run code for Node only', () => {
    const python = { runtime: 'python3.13' };
    expect(() => threads.function('', { name: 'python' }, python)).toThrow('runtime python3.13');
  });
});
