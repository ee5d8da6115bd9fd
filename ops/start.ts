import { realTime } from '../local/scheduler.ts';
import type { FileLine } from '../simulation/run/order-file.ts';
import { deadLetters, OrderRun, percentile } from '../simulation/run/order-run.ts';
import { createWorld, type World } from '../simulation/world.ts';
import { type LiveFigures, type LiveSummary, liveSummary } from './live-summary.ts';
import { openOrders, SHIPPED_ORDERS } from './order-source.ts';
import { interruption, serve, tellTrouble } from './serve.ts';
import { ServedCloud } from './served-cloud.ts';

/** Milliseconds between two orders: forty a second, so that the file lasts about three minutes. */
const PACE_MS = 25;

/** How often the figures are shown: on a terminal, and as lines. */
const REFRESH_MS = { terminal: 250, lines: 5_000 };

/** Latest fulfilments that the live percentiles are taken of. */
const LATENCY_WINDOW = 1_000;

/** What was asked for on the command line: a port (0: any free one), and the path of an order file. */
export interface StartOptions {
  port: number;
  orders?: string;
}

/** `orderly start`: the platform on a local port, with the real orders coming in, until Ctrl-C. */
export async function startCommand(options: StartOptions, create = createWorld): Promise<number> {
  const lines = await openOrders(options.orders ?? SHIPPED_ORDERS);
  const starting = Promise.withResolvers<World>();
  const served = new ServedCloud(starting.promise);
  const server = await serve(() => served.running.then(() => served), options.port);
  try {
    const live = { time: realTime(() => Date.now()), seed: 1, latency: 'none' } as const;
    const world = await create({
      ...live,
      conduct: 'server',
      log: tellTrouble,
      endpoint: server.url,
    });
    starting.resolve(world);
    await runUntilInterrupted(world, lines, server.url);
    return 0;
  } catch (error) {
    starting.reject(error);
    throw error;
  } finally {
    await served.end();
    await server.close();
    console.log('stopped');
  }
}

/** Places the orders and takes others, until Ctrl-C; rejects with what ends the world before that. */
async function runUntilInterrupted(
  world: World,
  lines: AsyncIterable<FileLine>,
  url: string,
): Promise<void> {
  const { scheduler } = world.cloud;
  const interrupt = interruption();
  const summary = liveSummary(process.stdout);
  const run = new OrderRun(world, { onFirstSettled: () => summary.say(howFast()) });
  await scheduler.orFailure(greet(run, url));
  const stopShowing = keepShowing(world, run, summary);
  try {
    const placing = run.place(lines, {
      paceMs: PACE_MS,
      stopped: interrupt.happened,
      onRejectedLine: (line, reason) => summary.say(`line ${line} ${reason}`),
      // Whoever has taken an API away, say, goes on without it.
      onFailedLine: (line, error) => summary.say(`line ${line} failed: ${messageOf(error)}`),
    });
    await Promise.race([placing, interrupt.signal]);
    await scheduler.orFailure(interrupt.signal);
  } finally {
    stopShowing();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function howFast(): string {
  return `first order settled ${(performance.now() / 1_000).toFixed(2)} s after the start`;
}

async function greet(run: OrderRun, url: string): Promise<void> {
  await run.shop.offer('CD-1467', 1_467);
  const customer = await run.shop.customerToken('you');
  const staff = await run.shop.staffToken();
  console.log(`Orderly is running on ${url}; Ctrl-C ends it. Place an order of your own:

  TOKEN=${customer}
  curl -i ${url}/orders -H "authorization: Bearer $TOKEN" -H 'idempotency-key: my-first' \\
    -H 'content-type: application/json' -d '{"lines":[{"sku":"CD-1467","quantity":2}],"cardToken":"tok_visa"}'
  curl ${url}/orders/ORDER_ID -H "authorization: Bearer $TOKEN"
  curl -X POST ${url}/orders/ORDER_ID/cancel -H "authorization: Bearer $TOKEN" -H 'idempotency-key: my-second'

and look after the stock:

  STAFF=${staff}
  curl ${url}/stock/CD-1467 -H "authorization: Bearer $STAFF"
`);
}

/** Shows the figures again and again; returns how to show them for the last time. */
function keepShowing(world: World, run: OrderRun, summary: LiveSummary): () => void {
  let before = { settled: 0, atMs: performance.now() };
  const show = (): void => {
    const { progress } = run;
    const settled = progress.fulfilled + progress.cancelled;
    const atMs = performance.now();
    const ordersPerSecond = Math.round(((settled - before.settled) / (atMs - before.atMs)) * 1_000);
    before = { settled, atMs };
    summary.show(figuresOf(world, run, ordersPerSecond));
  };
  const timer = setInterval(show, process.stdout.isTTY ? REFRESH_MS.terminal : REFRESH_MS.lines);
  return () => {
    clearInterval(timer);
    show();
    summary.end();
  };
}

function figuresOf(world: World, run: OrderRun, ordersPerSecond: number): LiveFigures {
  const { placed, reserved, confirmed, fulfilled, cancelled, latenciesMs } = run.progress;
  const latest = latenciesMs.slice(-LATENCY_WINDOW).sort((left, right) => left - right);
  const dlq = deadLetters(world);
  return {
    placed,
    reserved,
    confirmed,
    fulfilled,
    cancelled,
    inFlight: run.shop.inFlight,
    dlq,
    ordersPerSecond,
    p50Ms: percentile(latest, 50),
    p99Ms: percentile(latest, 99),
  };
}
