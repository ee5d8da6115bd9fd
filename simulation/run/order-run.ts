import type { Books } from '../books.ts';
import { readBooks } from '../books.ts';
import type { World } from '../world.ts';
import type { FileLine, FileOrder } from './order-file.ts';
import { Shop } from './shop.ts';

/** Orders on their way at once when a run goes as fast as it can. */
const MAX_IN_FLIGHT = 256;

/** How a run goes, as far as it is known while it goes. */
export interface Progress {
  placed: number;
  reserved: number;
  confirmed: number;
  fulfilled: number;
  cancelled: number;
  malformed: number;
  refused: number;
  /** Milliseconds from placement to fulfilment, one an order, as they came. */
  latenciesMs: number[];
}

/** How a run places its orders. */
export interface RunOptions {
  /** Milliseconds between two placements; none: as fast as the pipeline settles them. */
  paceMs?: number;
  /** Called for a line that is no order, or one the platform refuses. */
  onRejectedLine?(line: number, reason: string): void;
  /** Called for a line whose placement failed, instead of ending the run. */
  onFailedLine?(line: number, error: unknown): void;
  /** Ends the run early when it says so; asked before each line. */
  stopped?(): boolean;
}

/** What a run came to; see `docs/reference/run.md` for each figure. */
export interface RunSummary {
  placed: number;
  fulfilled: number;
  cancelled: number;
  cancelledBy: Record<string, number>;
  inFlight: number;
  dlq: number;
  malformed: number;
  refused: number;
  fileTotal: number;
  placedTotal: number;
  fulfilledTotal: number;
  charged: number;
  refunded: number;
  stock: Books['stock'];
  ordersPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  calls: number;
  writeUnits: number;
}

/** Places the orders of a file and follows them to their ends. */
export class OrderRun {
  readonly progress: Progress = {
    placed: 0,
    reserved: 0,
    confirmed: 0,
    fulfilled: 0,
    cancelled: 0,
    malformed: 0,
    refused: 0,
    latenciesMs: [],
  };
  readonly shop: Shop;
  readonly #world: World;
  #fileTotal = 0;
  #settlement: (() => void) | undefined;

  constructor(world: World, events: { onFirstSettled?(): void } = {}) {
    this.#world = world;
    const { progress } = this;
    this.shop = new Shop(world, {
      placed: () => {
        progress.placed += 1;
      },
      reserved: () => {
        progress.reserved += 1;
      },
      confirmed: () => {
        progress.confirmed += 1;
      },
      settled: ({ fulfilled, latencyMs }) => {
        if (progress.fulfilled + progress.cancelled === 0) events.onFirstSettled?.();
        if (fulfilled) {
          progress.fulfilled += 1;
          progress.latenciesMs.push(latencyMs);
        } else progress.cancelled += 1;
        this.#settlement?.();
      },
    });
  }

  /**
   * Places every order of `lines`; returns when the last one is placed, not when it is settled. Rejects
   * with what ended the world, if anything did.
   */
  place(lines: AsyncIterable<FileLine>, options: RunOptions = {}): Promise<void> {
    return this.#world.cloud.scheduler.orFailure(this.#placeAll(lines, options));
  }

  async #placeAll(lines: AsyncIterable<FileLine>, options: RunOptions): Promise<void> {
    const { scheduler } = this.#world.cloud;
    const iterator = lines[Symbol.asyncIterator]();
    const placing = new Set<Promise<void>>();
    const failures: unknown[] = [];
    // Told once, by the loop; it may be waiting for a settlement that does not come any more.
    const fail = (error: unknown): void => {
      failures.push(error);
      this.#settlement?.();
    };
    while (failures.length === 0) {
      const { value, done } = await scheduler.outside(iterator.next());
      if (done || options.stopped?.()) break;
      await this.#turn(options.paceMs, placing);
      const placed = this.#placeLine(value, options)
        .catch(fail)
        .finally(() => placing.delete(placed));
      placing.add(placed);
    }
    await Promise.all(placing);
    if (failures.length > 0) throw failures[0];
  }

  /** Waits until nothing is on its way any more, closes the shop, and reads the books. */
  async settle(): Promise<Books> {
    await this.#world.cloud.drain();
    this.shop.close();
    return readBooks(this.#world);
  }

  /** The summary of a settled run that took `elapsedMs` of real time. */
  summarise(books: Books, elapsedMs: number): RunSummary {
    const { progress } = this;
    const settled = books.fulfilled + sum(Object.values(books.cancelled));
    const latencies = progress.latenciesMs.toSorted((left, right) => left - right);
    const bill = functionBill(this.#world);
    return {
      placed: books.placed,
      fulfilled: books.fulfilled,
      cancelled: sum(Object.values(books.cancelled)),
      cancelledBy: books.cancelled,
      inFlight: books.inFlight,
      dlq: deadLetters(this.#world),
      malformed: progress.malformed,
      refused: progress.refused,
      fileTotal: this.#fileTotal,
      placedTotal: books.placedTotal,
      fulfilledTotal: books.fulfilledTotal,
      charged: books.charged,
      refunded: books.refunded,
      stock: books.stock,
      ordersPerSecond: Math.round((settled / elapsedMs) * 1_000),
      p50Ms: percentile(latencies, 50),
      p99Ms: percentile(latencies, 99),
      ...bill,
    };
  }

  async #turn(paceMs: number | undefined, placing: ReadonlySet<unknown>): Promise<void> {
    const { scheduler } = this.#world.cloud;
    if (paceMs !== undefined) return scheduler.sleep(paceMs);
    while (this.shop.inFlight + placing.size >= MAX_IN_FLIGHT) await this.#nextSettlement();
  }

  #nextSettlement(): Promise<void> {
    return new Promise((resolve) => {
      this.#settlement = () => {
        this.#settlement = undefined;
        resolve();
      };
    });
  }

  async #placeLine(line: FileLine, options: RunOptions): Promise<void> {
    if ('reason' in line) {
      this.progress.malformed += 1;
      options.onRejectedLine?.(line.line, line.reason);
      return;
    }
    try {
      await this.#placeOrder(line.line, line.order, options);
    } catch (error) {
      if (!options.onFailedLine) throw error;
      options.onFailedLine(line.line, error);
    }
  }

  async #placeOrder(line: number, order: FileOrder, options: RunOptions): Promise<void> {
    const placement = await this.shop.place(line, order);
    if ('refused' in placement) {
      this.progress.refused += 1;
      const { status, detail } = placement.refused;
      options.onRejectedLine?.(line, `was answered ${status}: ${detail}`);
      this.#settlement?.();
      return;
    }
    this.#fileTotal += order.fileTotal;
  }
}

/** Messages in all DLQs: those of queues, and those of rules. */
export function deadLetters(world: World): number {
  return sum(
    world.cloud
      .queues()
      .filter(({ isDeadLetterQueue }) => isDeadLetterQueue)
      .map(({ visible, inFlight, delayed }) => visible + inFlight + delayed),
  );
}

/** SDK calls and write units of all functions but the sandbox, which no production stage has. */
export function functionBill(world: World): { calls: number; writeUnits: number } {
  const { meters } = world.cloud.engines;
  let calls = 0;
  let writeUnits = 0;
  for (const caller of meters.callers()) {
    if (!isFunction(world, caller)) continue;
    const usage = meters.of(caller);
    calls += sum([...usage.calls.values()]);
    writeUnits += usage.writeUnits;
  }
  return { calls, writeUnits };
}

function isFunction(world: World, caller: string): boolean {
  return caller.startsWith(`orderly-${world.stage.name}-`) && !caller.endsWith('-sandbox-gateway');
}

/** The value that `percent` of the sorted values do not exceed; 0 of none. */
export function percentile(sorted: readonly number[], percent: number): number {
  if (sorted.length === 0) return 0;
  return Math.round(sorted[Math.ceil((percent / 100) * sorted.length) - 1]!);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
