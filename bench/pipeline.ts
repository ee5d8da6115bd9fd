import { realTime, virtualTime } from '../local/scheduler.ts';
import { openOrders, SHIPPED_ORDERS } from '../ops/order-source.ts';
import { OrderRun } from '../simulation/run/order-run.ts';
import { createWorld, type WorldOptions } from '../simulation/world.ts';
import { startPipeline } from './pipeline-engines.ts';
import { ratio } from './ratio.ts';

/** One-line orders through an engine that others wrote: enough for a steady rate, few enough to wait for. */
const ENGINE_ORDERS = { ministack: 200, localstack: 100 } as const;

/** Where virtual time begins. */
const START_MS = Date.UTC(2026, 0, 1);

/** Orders through the whole platform: on the embedded cloud, and on the engines that can be started. */
export async function benchPipeline(): Promise<void> {
  const real = await settledPerSecond({
    time: realTime(() => Date.now()),
    seed: 1,
    latency: 'none',
  });
  const virtual = await settledPerSecond({
    time: virtualTime(START_MS),
    seed: 1,
    latency: 'typical',
  });
  console.log(`embedded cloud, real time      ${rate(real)}`);
  console.log(
    `embedded cloud, virtual clock  ${rate(virtual)}  (${ratio(virtual, real)} of real time)`,
  );
  for (const name of ['ministack', 'localstack'] as const) {
    const engine = await startPipeline(name);
    if (!engine) continue;
    try {
      await engine.run(ENGINE_ORDERS[name] / 4);
      const theirs = await engine.run(ENGINE_ORDERS[name]);
      console.log(
        `${name}, same templates`.padEnd(31) +
          `${rate(theirs)}  (the embedded cloud: ${ratio(real, theirs)})`,
      );
    } finally {
      await engine.stop();
    }
  }
}

/** The shipped file through the pipeline, as fast as it goes. */
async function settledPerSecond(options: WorldOptions): Promise<number> {
  const world = await createWorld(options);
  const run = new OrderRun(world);
  const startMs = performance.now();
  await run.place(await openOrders(SHIPPED_ORDERS));
  await world.cloud.drain();
  const elapsedMs = performance.now() - startMs;
  await world.stop();
  return ((run.progress.fulfilled + run.progress.cancelled) / elapsedMs) * 1_000;
}

function rate(perSecond: number): string {
  return `${perSecond.toFixed(perSecond < 100 ? 1 : 0)} orders/s`;
}
