import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../../local/scheduler.ts';
import { type FileLine, readOrderFile } from '../../../simulation/run/order-file.ts';
import { OrderRun, percentile, type RunOptions } from '../../../simulation/run/order-run.ts';
import { createWorld } from '../../../simulation/world.ts';

const START_MS = Date.UTC(2026, 0, 1);

async function* linesOf(...texts: string[]): AsyncGenerator<FileLine> {
  yield* readOrderFile(Readable.from(texts.map((text) => `${text}\n`)));
}

/** Runs a file to its end; tells the progress as well, and how often a first order was settled. */
async function runOf(lines: AsyncIterable<FileLine>, options: RunOptions = {}) {
  const world = await createWorld({ time: virtualTime(START_MS), seed: 1, latency: 'none' });
  let firsts = 0;
  const onFirstSettled = (): void => {
    firsts += 1;
  };
  const run = new OrderRun(world, { onFirstSettled });
  await run.place(lines, options);
  const summary = run.summarise(await run.settle(), 2_000);
  world.cloud.stop();
  return { run, summary, firsts };
}

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([
    [hundred, 50, 50],
    [hundred, 99, 99],
    [hundred, 100, 100],
    [[7], 1, 7],
    [[7], 99, 7],
    [[1, 2, 3], 50, 2],
    [[1, 2, 3, 4], 50, 2],
    [[1.4, 1.6], 99, 2],
    [[], 50, 0],
  ])('of %j at %d is %d', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });
});

describe('a run of an order file', () => {
  it('counts what it cannot place, says why, and goes on', async () => {
    const rejected: string[] = [];
    const lines = linesOf('4 1 19970101 2 29.33', 'nonsense', '4 1 19970101 2 29.33');
    const { run, summary, firsts } = await runOf(lines, {
      onRejectedLine: (line, reason) => rejected.push(`${line} ${reason}`),
    });
    expect(rejected).toEqual(['2 has 1 columns, not 5: "nonsense"']);
    expect(run.progress).toMatchObject({ placed: 2, fulfilled: 2, malformed: 1, refused: 0 });
    expect(summary).toMatchObject({
      placed: 2,
      fulfilled: 2,
      malformed: 1,
      fileTotal: 5_866,
      placedTotal: 5_868,
      fulfilledTotal: 5_868,
      charged: 5_868,
      refunded: 0,
      stock: { received: 25, available: 21, reserved: 0, shipped: 4 },
      ordersPerSecond: 1,
    });
    expect(firsts).toBe(1);
  });

  describe('whose REST APIs a client has deleted', () => {
    const oneLine = (): AsyncIterable<FileLine> => linesOf('4 1 19970101 2 29.33');

    async function withoutApis(): Promise<OrderRun> {
      const world = await createWorld({ time: virtualTime(START_MS), seed: 1, latency: 'none' });
      const { apigateway } = world.cloud.engines;
      for (const { id } of apigateway.restApis()) apigateway.deleteRestApi(id);
      return new OrderRun(world);
    }

    it('ends', async () => {
      const run = await withoutApis();
      await expect(run.place(oneLine())).rejects.toThrow(/^PUT \/prices\/.* was answered 403/);
    });

    it('goes on where somebody is told', async () => {
      const run = await withoutApis();
      const failed: string[] = [];
      const onFailedLine = (line: number, error: unknown): void =>
        void failed.push(`${line} ${error}`);
      await run.place(oneLine(), { onFailedLine });
      expect(failed).toEqual([
        expect.stringMatching(/^1 Error: PUT \/prices\/.* was answered 403/),
      ]);
    });
  });

  it('has nothing to tell of an empty file', async () => {
    const { summary, firsts } = await runOf(linesOf());
    expect(summary).toMatchObject({ placed: 0, inFlight: 0, p50Ms: 0, p99Ms: 0, calls: 0 });
    expect(firsts).toBe(0);
  });

  it('ends before the file does when it is told to, and settles what it has placed', async () => {
    let asked = 0;
    const stopped = (): boolean => {
      asked += 1;
      return asked > 3;
    };
    const ten = Array.from({ length: 10 }, () => '4 1 19970101 1 14.67');
    const { summary } = await runOf(linesOf(...ten), { stopped });
    expect(summary).toMatchObject({ placed: 3, fulfilled: 3, inFlight: 0 });
  });

  it('places an order each time its pace allows', async () => {
    const placedAtMs: number[] = [];
    const world = await createWorld({ time: virtualTime(START_MS), seed: 1, latency: 'none' });
    world.watch(({ eventType, timestamp }) => {
      if (eventType === 'OrderPlaced') placedAtMs.push(Date.parse(timestamp) - START_MS);
    });
    const lines = linesOf(...Array.from({ length: 3 }, () => '4 1 19970101 1 14.67'));
    await new OrderRun(world).place(lines, { paceMs: 100 });
    await world.cloud.drain();
    // The first one waits a little: for its price, its stock and its customer's token.
    expect(placedAtMs.map((atMs) => Math.floor(atMs / 100))).toEqual([1, 2, 3]);
  });
});
