import type { Scene } from '../invariant.ts';
import { runSeed, type SeedResult } from '../seed-run.ts';
import type { Stand } from '../stand.ts';
import type { Placing } from '../workload/act.ts';
import { actsFor, byCloseness, closestTo } from './closest-orders.ts';
import { minimise } from './minimise.ts';
import { kindOf, type Plan, planOf, seedOptionsOf, type WholePlan } from './plan.ts';

/** A failing run, smaller. */
export interface Shrunk {
  plan: WholePlan;
  /** Runs it took. */
  runs: number;
}

/** What shrinking may cost. */
export interface ShrinkBudget {
  /** How much of it is used, from 0 to 1; asked before each run. */
  used(): number;
}

/** Orders and faults of a failure that a person can read; there is no need to look for a smaller one. */
const FEW = 3;

/** The shares of the budget by which each step has to be over. */
const STEPS = { search: 0.3, reduce: 0.55, hotterSearch: 0.9 };

/** How many times as likely as usual the faults of the hotter search are, one of these an attempt. */
const HEAT = [3, 8, 20];

/** How many times faster people act in some of the attempts. */
const SPEEDUP = 50;

/** An order brings a life of its own, a fault a line. */
const WEIGHT_OF_AN_ORDER = 10;

/**
 * Reduces a failing seed to a run that violates the same invariant with few orders and faults. First it looks at the orders
 * that the violation is about, alone and with their neighbours; where these do not fail with the faults they had, they get
 * others, until they do. Where that leads nowhere it leaves out of the whole run what can be spared, and then looks again, with the
 * kinds of faults that are left and many more of them. Throws if the plan violates nothing.
 */
export async function shrink(stand: Stand, plan: Plan, budget: ShrinkBudget): Promise<Shrunk> {
  const first = await runSeed(stand, seedOptionsOf(plan));
  const [violation] = first.violations;
  if (!violation) throw new Error(`Seed ${plan.seed} violates nothing`);
  const failure = { plan: planOf(plan, first), result: first };
  const shrinking = new Shrinking(stand, violation.invariant, budget);
  const smallest = await shrinking.smallest(failure);
  const whole = { ...smallest.plan, violates: violation.invariant };
  return { plan: whole, runs: shrinking.runs };
}

/** A run that violates the invariant, and the plan that leads to it. */
interface Failure {
  plan: WholePlan;
  result: SeedResult;
}

class Shrinking {
  runs = 0;
  readonly #stand: Stand;
  readonly #invariant: string;
  readonly #budget: ShrinkBudget;
  /** The share of the budget by which the present step has to be over. */
  #limit = 1;

  constructor(stand: Stand, invariant: string, budget: ShrinkBudget) {
    this.#stand = stand;
    this.#invariant = invariant;
    this.#budget = budget;
  }

  async smallest(whole: Failure): Promise<Failure> {
    let best = await this.#within(STEPS.search, () => this.#search(whole, this.#smaller(whole)));
    if (isSmall(best)) return best;
    best = await this.#within(STEPS.reduce, () => this.#reduced(best));
    if (isSmall(best)) return best;
    best = await this.#within(STEPS.hotterSearch, () => this.#search(best, this.#hotter(best)));
    return isSmall(best) ? best : this.#within(1, () => this.#reduced(best));
  }

  async #within<Found>(limit: number, work: () => Promise<Found>): Promise<Found> {
    this.#limit = limit;
    return work();
  }

  /** The smallest of what fails among these plans; the first that is small will do. */
  async #search(known: Failure, plans: Iterable<Plan>): Promise<Failure> {
    let best = known;
    for (const plan of plans) {
      if (this.#isOver()) break;
      const found = await this.#try(plan);
      if (!found) continue;
      const reduced = await this.#reduced(found);
      if (costOf(reduced) < costOf(best)) best = reduced;
      if (isSmall(best)) break;
    }
    return best;
  }

  /** Plans of few orders that may fail as the whole does: in peace, with the faults they had, and with ever other ones. */
  *#smaller(whole: Failure): Iterable<Plan> {
    const { scene } = whole.result;
    const orders = this.#closest(whole);
    const { bites: _bites, ...free } = whole.plan;
    yield { ...whole.plan, bites: [] };
    for (let count = 1; count <= FEW; count += 1) {
      const acts = actsFor(scene, orders.slice(0, count));
      yield { ...whole.plan, acts };
      yield { ...free, acts };
    }
    for (let attempt = 1; orders.length > 0; attempt += 1) {
      yield { ...free, ...attemptOf(attempt, scene, orders) };
    }
  }

  /** Plans of few orders with many faults of the kinds that are left. */
  *#hotter(whole: Failure): Iterable<Plan> {
    const orders = this.#closest(whole);
    const { bites, ...free } = whole.plan;
    for (let attempt = 1; orders.length > 0; attempt += 1) {
      const heat = HEAT[Math.floor(attempt / FEW / 4) % HEAT.length]!;
      const rates = Object.fromEntries(bites.map((bite) => [kindOf(bite), heat]));
      yield { ...free, ...attemptOf(attempt, whole.result.scene, orders), rates };
    }
  }

  #closest({ result }: Failure): Placing[] {
    const { scene, violations } = result;
    const violation = violations.find(({ invariant }) => invariant === this.#invariant)!;
    return byCloseness(scene, violation);
  }

  /** Leaves out kinds of faults, faults and acts until nothing can be spared. */
  async #reduced(found: Failure): Promise<Failure> {
    let best = found;
    let cost: number;
    const lists =
      ordersIn(found.plan) > FEW ? (['acts', 'bites'] as const) : (['bites', 'acts'] as const);
    do {
      cost = costOf(best);
      best = await this.#spareKinds(best);
      for (const name of lists) best = await this.#spare(best, name);
    } while (costOf(best) < cost && !this.#isOver());
    return best;
  }

  async #spareKinds(found: Failure): Promise<Failure> {
    let best = found;
    for (const kind of new Set(found.plan.bites.map(kindOf))) {
      if (this.#isOver()) return best;
      const bites = best.plan.bites.filter((bite) => kindOf(bite) !== kind);
      if (bites.length < best.plan.bites.length) {
        best = (await this.#try({ ...best.plan, bites })) ?? best;
      }
    }
    return best;
  }

  async #spare(found: Failure, name: 'acts' | 'bites'): Promise<Failure> {
    let best = found;
    await minimise(found.plan[name], {
      attempt: async (items) => {
        const smaller = await this.#try({ ...best.plan, [name]: items });
        if (smaller) best = smaller;
        return smaller?.plan[name];
      },
      isOver: () => this.#isOver(),
    });
    return best;
  }

  /** Runs a plan until it violates the invariant; undefined if it does not. What did not bite by then is not needed. */
  async #try(plan: Plan): Promise<Failure | undefined> {
    this.runs += 1;
    const isSame = ({ invariant }: { invariant: string }) => invariant === this.#invariant;
    const result = await runSeed(this.#stand, { ...seedOptionsOf(plan), until: isSame });
    if (!result.violations.some(isSame)) return undefined;
    const bitten = planOf(plan, result);
    const given = plan.bites && new Set(plan.bites);
    const bites = given ? bitten.bites.filter((bite) => given.has(bite)) : bitten.bites;
    return { plan: { ...bitten, bites }, result };
  }

  #isOver(): boolean {
    return this.#budget.used() >= this.#limit;
  }
}

/**
 * What is tried at an attempt of this number: one to three orders, every second time the closest of all and else those around any other;
 * by turns with the changes of their prices and stocks or without, and as close upon each other as in the whole run or closer.
 */
function attemptOf(
  attempt: number,
  scene: Pick<Scene, 'acts'>,
  orders: readonly Placing[],
): Pick<Plan, 'acts' | 'faultSeed' | 'speedup'> {
  const turn = Math.floor(attempt / FEW);
  const anchor = orders[Math.floor(attempt / 2) % orders.length]!;
  const around = attempt % 2 === 0 ? orders : closestTo([anchor], orders);
  const acts = actsFor(scene, around.slice(0, 1 + (attempt % FEW)), turn % 2 === 0);
  return { acts, faultSeed: attempt, ...(turn % 4 < 2 ? {} : { speedup: SPEEDUP }) };
}

/** The orders of a plan. */
export function ordersIn({ acts }: WholePlan): number {
  return acts.filter((id) => id.startsWith('order-')).length;
}

function costOf({ plan }: Failure): number {
  return WEIGHT_OF_AN_ORDER * ordersIn(plan) + plan.bites.length;
}

function isSmall({ plan }: Failure): boolean {
  return ordersIn(plan) <= FEW && plan.bites.length <= FEW;
}
