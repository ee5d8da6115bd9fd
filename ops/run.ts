import { realTime, virtualTime } from '../local/scheduler.ts';
import type { Books } from '../simulation/books.ts';
import { OrderRun, type RunSummary } from '../simulation/run/order-run.ts';
import { createWorld, type World } from '../simulation/world.ts';
import { counted, money } from './format.ts';
import { openOrders, SHIPPED_ORDERS } from './order-source.ts';
import { replayAndRepublish } from './verify.ts';

/** Where virtual time begins. */
export const VIRTUAL_START_MS = Date.UTC(2026, 0, 1);

/** Virtual milliseconds between two placements: fifty orders a second. */
const VIRTUAL_PACE_MS = 20;

/** Changes that `--verify` spells out; their number is told in any case. */
const MAX_CHANGES_SHOWN = 20;

/** What was asked for on the command line; `orders` is the path of a file. */
export interface RunCommandOptions {
  orders?: string;
  virtual?: boolean;
  json?: boolean;
  verify?: boolean;
}

/** `orderly run`: every order of a file once, as fast as it can; ends with the summary. Exit code. */
export async function runCommand(options: RunCommandOptions): Promise<number> {
  const say = options.json ? console.error : console.log;
  const lines = await openOrders(options.orders ?? SHIPPED_ORDERS);
  const world = await createWorld({
    time: options.virtual ? virtualTime(VIRTUAL_START_MS) : realTime(() => Date.now()),
    seed: 1,
    latency: options.virtual ? 'typical' : 'none',
  });
  try {
    const run = new OrderRun(world);
    const startMs = performance.now();
    await run.place(lines, {
      paceMs: options.virtual ? VIRTUAL_PACE_MS : undefined,
      onRejectedLine: (line, reason) => say(`line ${line} ${reason}`),
    });
    const books = await run.settle();
    const summary = run.summarise(books, performance.now() - startMs);
    const verified = options.verify ? await verify(world, books, say) : true;
    if (options.json) console.log(JSON.stringify(summary));
    else printSummary(summary);
    return verified && summary.inFlight === 0 && summary.dlq === 0 ? 0 : 1;
  } finally {
    world.cloud.stop();
  }
}

async function verify(world: World, before: Books, say: (line: string) => void): Promise<boolean> {
  const { replayed, republished, changes } = await replayAndRepublish(world, before);
  const events = counted(replayed, 'archived event');
  say(`replayed ${events}, republished ${republished} from the outboxes`);
  for (const change of changes.slice(0, MAX_CHANGES_SHOWN)) say(`changed: ${change}`);
  say(changes.length === 0 ? 'nothing changed' : `${counted(changes.length, 'thing')} changed`);
  return changes.length === 0;
}

function printSummary(summary: RunSummary): void {
  const { stock } = summary;
  const reasons = Object.entries(summary.cancelledBy)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
  const rows: [string, string][] = [
    ['placed', `${summary.placed}`],
    ['fulfilled', `${summary.fulfilled}`],
    ['cancelled', reasons ? `${summary.cancelled} (${reasons})` : `${summary.cancelled}`],
    ['in flight', `${summary.inFlight}`],
    ['in DLQs', `${summary.dlq}`],
    ['malformed lines', `${summary.malformed}`],
    ['refused', `${summary.refused}`],
    ['total in the file', money(summary.fileTotal)],
    ['total placed', money(summary.placedTotal)],
    ['total fulfilled', money(summary.fulfilledTotal)],
    ['charged', `${money(summary.charged)}, refunded ${money(summary.refunded)}`],
    [
      'stock',
      `${stock.received} received = ${stock.available} available + ${stock.reserved} reserved + ${stock.shipped} shipped`,
    ],
    ['orders a second', `${summary.ordersPerSecond}`],
    ['to fulfilment', `p50 ${summary.p50Ms} ms, p99 ${summary.p99Ms} ms`],
    ['AWS calls', `${summary.calls}`],
    ['write units', `${summary.writeUnits}`],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(18)} ${value}`);
}
