import type { CallCount } from '../evidence/calls.ts';
import { ordersOf } from '../evidence/orders.ts';
import type { Invariant } from '../invariant.ts';

/**
 * What goes wrong may cost three times as much again as the work itself: of 200 seeds of 40 orders, the dearest took
 * 2.95 times the calls of its own workload in peace, among the eleven that were suspected.
 */
const MAX_TIMES_PEACE = 4;

/**
 * Calls that a run may take beyond that: where there are only a few orders, the ticks of sweeps in hours of outage and the
 * retries of a single order weigh more than all the rest. A storm makes as many in a minute.
 */
const MARGIN = 1_000;

/** Calls of an order in peace, at least: with what this allows, a run need not be held against another one. */
const LEAST_CALLS_OF_AN_ORDER = 20;

/** Calls of an order in peace, at most: beyond that there is a storm already when nothing goes wrong. */
const MOST_CALLS_OF_AN_ORDER = 100;

/** Calls about one order, or one event, at most. */
const MAX_CALLS_ABOUT_ONE = 1_000;

/** Retries do not become a storm: a run takes no more than so many times the calls of AWS that the same acts take in peace. */
export const noRetryStorm: Invariant = {
  guarantee: 0,
  name: 'no-retry-storm',
  endsRun: true,
  /** Where there is no doubt, the run is over: a loop without an end would keep it for ever. */
  watch({ acts, callCount }, report) {
    const orders = acts.filter(({ kind }) => kind === 'place').length;
    const limit = allowed(orders * MOST_CALLS_OF_AN_ORDER);
    callCount.tellAt(limit + 1, () =>
      report('the run', `took more than ${limit} calls of AWS, ${mostOf(callCount)}`),
    );
  },
  async settle({ callCount, ledger, callsInPeace }, report) {
    const { made } = callCount;
    // What invariants do to look at the end is no storm.
    callCount.tellAt(Number.POSITIVE_INFINITY, () => {});
    const { name, calls } = callCount.dearestId();
    if (calls > MAX_CALLS_ABOUT_ONE) {
      report(
        name,
        `took ${calls} calls of AWS; ${MAX_CALLS_ABOUT_ONE} are allowed for an order or an event`,
      );
    }
    const orders = ordersOf(ledger).size;
    if (made <= allowed(orders * LEAST_CALLS_OF_AN_ORDER)) return;
    const inPeace = Math.min(await callsInPeace(), orders * MOST_CALLS_OF_AN_ORDER);
    if (made <= allowed(inPeace)) return;
    const limit = `${allowed(inPeace)} are allowed, for it needs ${inPeace} when nothing goes wrong`;
    report('the run', `took ${made} calls of AWS, ${mostOf(callCount)}; ${limit}`);
  },
};

function allowed(inPeace: number): number {
  return MAX_TIMES_PEACE * inPeace + MARGIN;
}

function mostOf(callCount: CallCount): string {
  const { name, calls } = callCount.dearestCaller();
  return `${calls} of them by ${name}`;
}
