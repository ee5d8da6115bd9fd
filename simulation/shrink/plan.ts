import { keyedDice } from '../dice.ts';
import { faultKinds } from '../fault-kinds.ts';
import type { SeedOptions, SeedResult } from '../seed-run.ts';
import { workloadOf } from '../workload/workload.ts';

/** What of a seed to run: what a shrunk failure comes down to, and what replays it. */
export interface Plan {
  seed: number;
  /** Orders of the workload that the acts are taken from. */
  orders: number;
  /** The seed of faults and latencies; that of the workload unless given. */
  faultSeed?: number;
  /** How many times faster than in the workload the acts follow each other; 1 unless given. */
  speedup?: number;
  /** Multiples of the chances of faults by kind, and no others; those that the dice give unless given. */
  rates?: Readonly<Record<string, number>>;
  /** Acts by id; all unless given. */
  acts?: readonly string[];
  /** Faults that bite, as `kind key`; all that the dice give unless given. */
  bites?: readonly string[];
  /** The invariant that it violated when it was written. */
  violates?: string;
}

/** The text of a plan file. */
export function planText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** Reads a plan file; throws an Error that says what is wrong with it, and where. */
export function readPlan(text: string): Plan {
  const plan = JSON.parse(text) as Record<string, unknown>;
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) {
    throw new Error('a plan is an object');
  }
  for (const [name, value] of Object.entries(plan)) {
    const check = fields[name];
    if (!check) throw new Error(`${name}: a plan has no such field`);
    check(name, value);
  }
  for (const name of ['seed', 'orders']) {
    if (plan[name] === undefined) throw new Error(`${name}: it is missing`);
  }
  const read = plan as unknown as Plan;
  checkActs(read);
  checkBites(read);
  return read;
}

/** How a plan is run. */
export function seedOptionsOf(plan: Plan): SeedOptions {
  const { seed, orders, faultSeed, speedup, rates, acts, bites } = plan;
  return {
    seed,
    orders,
    faultSeed,
    speedup,
    rates,
    acts: acts && new Set(acts),
    bites: bites && new Set(bites),
  };
}

/** The plan that runs what was run, fault by fault. */
export function planOf(plan: Plan, { scene, bites }: SeedResult): WholePlan {
  const texts = new Set(bites.map(({ kind, key }) => `${kind} ${key}`));
  return { ...plan, acts: scene.acts.map(({ id }) => id), bites: [...texts] };
}

/** The kind of fault of a bite in a plan. */
export function kindOf(bite: string): string {
  return bite.split(' ', 1)[0]!;
}

/** A plan that leaves nothing to the dice. */
export type WholePlan = Plan & Required<Pick<Plan, 'acts' | 'bites'>>;

const fields: Record<string, (name: string, value: unknown) => void> = {
  seed: isCount,
  orders: isCount,
  faultSeed: isCount,
  speedup: isCount,
  rates: areRates,
  acts: isTexts,
  bites: isTexts,
  violates: isText,
};

function isCount(name: string, value: unknown): void {
  if (Number.isSafeInteger(value) && (value as number) > 0) return;
  throw new Error(`${name}: ${JSON.stringify(value)} is no integer of at least 1`);
}

function isText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new Error(`${name}: ${JSON.stringify(value)} is no text`);
}

function isTexts(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw new Error(`${name}: it is no list`);
  for (const [index, item] of value.entries()) isText(`${name}[${index}]`, item);
}

function areRates(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw new Error(`${name}: it is no object`);
  for (const [kind, rate] of Object.entries(value)) {
    if (!isKind(kind)) throw new Error(`${name}: there is no fault ${kind}`);
    if (typeof rate === 'number' && rate >= 0) continue;
    throw new Error(`${name}.${kind}: ${JSON.stringify(rate)} is no number of at least 0`);
  }
}

function isKind(text: string): boolean {
  return faultKinds().some(({ kind }) => kind === text);
}

function checkActs({ seed, orders, acts = [] }: Plan): void {
  const known = new Set(workloadOf(keyedDice(seed), orders).map(({ id }) => id));
  for (const [index, id] of acts.entries()) {
    if (known.has(id)) continue;
    throw new Error(`acts[${index}]: seed ${seed} of ${orders} orders has no act ${id}`);
  }
}

function checkBites({ bites = [] }: Plan): void {
  for (const [index, bite] of bites.entries()) {
    const kind = kindOf(bite);
    if (!isKind(kind)) throw new Error(`bites[${index}]: there is no fault ${kind}`);
  }
}
