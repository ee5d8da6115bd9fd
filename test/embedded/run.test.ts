import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../local/scheduler.ts';
import { openOrders, SHIPPED_ORDERS } from '../../ops/order-source.ts';
import { replayAndRepublish } from '../../ops/verify.ts';
import type { FileLine } from '../../simulation/run/order-file.ts';
import { OrderRun } from '../../simulation/run/order-run.ts';
import { createWorld, type World } from '../../simulation/world.ts';
import { START_MS } from '../acceptance/embedded-target.ts';

async function* first(count: number): AsyncGenerator<FileLine> {
  for await (const line of await openOrders(SHIPPED_ORDERS)) {
    if (line.line > count) return;
    yield line;
  }
}

const aWorld = (seed: number, trace?: (line: string) => void): Promise<World> =>
  createWorld({ time: virtualTime(START_MS), seed, latency: 'typical', trace });

describe('a run of real orders', () => {
  it('ends every order, with the money and the stock adding up, and nothing in a DLQ', async () => {
    const world = await aWorld(1);
    const run = new OrderRun(world);
    await run.place(first(600), { paceMs: 10 });
    const books = await run.settle();
    const summary = run.summarise(books, 1_000);
    expect(summary).toMatchObject({ placed: 600, inFlight: 0, dlq: 0, malformed: 0, refused: 0 });
    expect(summary.fulfilled + summary.cancelled).toBe(600);
    expect(summary.charged - summary.refunded).toBe(summary.fulfilledTotal);
    const { received, available, reserved, shipped } = summary.stock;
    expect(available + reserved + shipped).toBe(received);
    expect(books.openAuthorisations).toBe(0);
    expect(Object.keys(summary.cancelledBy)).toEqual(
      expect.arrayContaining([
        'customer-request',
        'out-of-stock',
        'payment-declined',
        'capture-refused',
      ]),
    );
  });

  it('is not changed by a replay of the whole archive and a republish of all outboxes', async () => {
    const world = await aWorld(2);
    const run = new OrderRun(world);
    await run.place(first(200), { paceMs: 10 });
    const { replayed, republished, changes } = await replayAndRepublish(world, await run.settle());
    expect(changes).toEqual([]);
    expect(replayed).toBeGreaterThan(1_000);
    expect(republished).toBeGreaterThan(400);
  });

  it('is the same for the same seed, fact by fact, and another one for another', async () => {
    const traceOf = async (seed: number): Promise<string> => {
      const hash = createHash('sha256');
      const world = await aWorld(seed, (line) => hash.update(line));
      await new OrderRun(world).place(first(60), { paceMs: 10 });
      await world.cloud.drain();
      return hash.digest('hex');
    };
    const [one, again, other] = [await traceOf(7), await traceOf(7), await traceOf(8)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
