import { spawn } from 'node:child_process';
import { realTime, virtualTime } from '../local/scheduler.ts';
import { openOrders, SHIPPED_ORDERS } from '../ops/order-source.ts';
import { OrderRun } from '../simulation/order-run.ts';
import { createWorld, type WorldOptions } from '../simulation/world.ts';
import { startMiniStack } from './ministack.ts';

/** One-line orders through MiniStack: enough for its rate to be steady, few enough to wait for. */
const MINISTACK_ORDERS = 200;

/** Where virtual time begins. */
const START_MS = Date.UTC(2026, 0, 1);

const rate = (perSecond: number): string =>
  `${perSecond.toFixed(perSecond < 100 ? 1 : 0)} orders/s`;

const real = await pipeline({ time: realTime(() => Date.now()), seed: 1, latency: 'none' });
const virtual = await pipeline({ time: virtualTime(START_MS), seed: 1, latency: 'typical' });
console.log(`embedded cloud, real time      ${rate(real)}`);
console.log(
  `embedded cloud, virtual clock  ${rate(virtual)}  (${ratio(virtual, real)} of real time)`,
);

const ministack = await startMiniStack();
if (ministack) {
  try {
    await ministack.run(MINISTACK_ORDERS / 4);
    const theirs = await ministack.run(MINISTACK_ORDERS);
    console.log(`MiniStack, same templates      ${rate(theirs)}`);
    console.log(`embedded cloud / MiniStack     ${ratio(real, theirs)}`);
  } finally {
    await ministack.stop();
  }
} else {
  console.log('MiniStack is not installed: pip install ministack==1.5.33, then run this again');
}

const [first, bare] = [await firstSettledMs(), await bareNodeMs()];
console.log(
  `npm start to the first settled order  ${first.toFixed(0)} ms  (${ratio(first, bare)} of npm starting an empty script)`,
);

/** The shipped file through the pipeline, as fast as it goes; orders settled a second. */
async function pipeline(options: WorldOptions): Promise<number> {
  const world = await createWorld(options);
  const run = new OrderRun(world);
  const startMs = performance.now();
  await run.place(await openOrders(SHIPPED_ORDERS));
  await world.cloud.drain();
  const elapsedMs = performance.now() - startMs;
  world.cloud.stop();
  return ((run.progress.fulfilled + run.progress.cancelled) / elapsedMs) * 1_000;
}

/** From the command to the line that tells of a settled order; started once before, so that it is warm. */
async function firstSettledMs(): Promise<number> {
  const once = () => untilLine('npm', ['start', '--', '--port', '0'], /first order settled/);
  await once();
  return once();
}

function bareNodeMs(): Promise<number> {
  return untilLine('npm', ['exec', '--', 'node', '-e', 'console.log("started")'], /started/);
}

/** Milliseconds until a command prints `line`; it is interrupted then, and waited for. */
function untilLine(command: string, args: string[], line: RegExp): Promise<number> {
  const startMs = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  return new Promise((resolve, reject) => {
    let output = '';
    let foundMs: number | undefined;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (foundMs !== undefined || !line.test(output)) return;
      foundMs = performance.now() - startMs;
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT');
    });
    child.once('close', () => {
      if (foundMs !== undefined) resolve(foundMs);
      else reject(new Error(`${command} ended without ${line}: ${output}`));
    });
  });
}

function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(one / other < 10 ? 2 : 0)} times`;
}
