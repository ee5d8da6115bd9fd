import type { CallPoint } from '../local/interference.ts';
import { Adversary, type Bite } from './adversary.ts';
import { cardFaultsOf } from './cards.ts';
import { type Choice, chosenActs } from './chosen-acts.ts';
import { type Dice, keyedDice } from './dice.ts';
import { CallCount } from './evidence/calls.ts';
import { GatewayLog } from './evidence/gateway-log.ts';
import { Ledger } from './evidence/ledger.ts';
import { ordersOf } from './evidence/orders.ts';
import { virtualGround } from './ground.ts';
import { scheduleIncidents } from './incidents.ts';
import type { Invariant, Report, Scene, Violation } from './invariant.ts';
import { invariants } from './invariants/index.ts';
import { type DeadLetter, Operator } from './operator.ts';
import { People } from './people.ts';
import { comeToRest, settleRun } from './settling.ts';
import type { Stand } from './stand.ts';
import { TraceHash } from './trace-hash.ts';
import { bringUp, type World } from './world.ts';

/** Where virtual time begins in every seed. */
export const START_MS = Date.UTC(2026, 0, 1);

/** One seed in this many is looked at thoroughly. */
const THOROUGH_EVERY = 8;

/** Facts for each order, at most; a run has some 400. What goes on for longer has no end. */
const MAX_FACTS_PER_ORDER = 10_000;

/** Which seed, and what of it. */
export interface SeedOptions extends Choice {
  seed: number;
  /** The seed of what goes wrong and of how long everything takes, if it is another than that of the workload. */
  faultSeed?: number;
  /** Only these faults, as `kind key`; all that the dice give unless given. */
  bites?: ReadonlySet<string>;
  /** Multiples of the faults' chances by kind, and no others, instead of those the dice give. */
  rates?: Readonly<Record<string, number>>;
  /** Gets each line of the trace. */
  trace?: (line: string) => void;
  /** Is shown every call of AWS before its fate is decided. */
  onCall?: (point: CallPoint, atMs: number) => void;
  /** Ends the run at the first violation that it holds for; to the end unless given. */
  until?: (violation: Violation) => boolean;
}

/** What came of a seed. */
export interface SeedResult {
  seed: number;
  orders: number;
  violations: Violation[];
  bites: Bite[];
  virtualMs: number;
  /** Calls of AWS until everything had settled. */
  calls: number;
  /** The same for the same seed. */
  traceHash: number;
  scene: Scene;
}

/** Runs one seed from the first price to the last redrive, and says what did not hold. */
export async function runSeed(stand: Stand, options: SeedOptions): Promise<SeedResult> {
  const dice = keyedDice(options.seed);
  const faultDice = options.faultSeed === undefined ? dice : keyedDice(options.faultSeed);
  const { time, threads, faults } = await (stand.ground ?? virtualGround)(START_MS);
  const gateway = new GatewayLog();
  const callCount = new CallCount();
  const onCall = (point: CallPoint, about: string): void => {
    gateway.take(point);
    callCount.take(point, about);
    options.onCall?.(point, time.nowMs());
  };
  const adversary = new Adversary({
    dice: faultDice,
    faults,
    nowMs: time.nowMs,
    only: options.bites,
    rates: options.peace ? {} : options.rates,
    onCall,
  });
  const traceHash = new TraceHash(options.seed, (options.orders + 1) * MAX_FACTS_PER_ORDER);
  const world = await bringUp(stand.synthesis, {
    time,
    threads,
    seed: options.seed,
    latency: 'typical',
    logLevel: 'error',
    metrics: SILENT,
    createVerifier: stand.createVerifier,
    monitoring: false,
    logEvents: 0,
    interference: adversary,
    trace: options.trace,
    facts: traceHash.take,
  });
  try {
    const run = new SeedRun(world, {
      dice,
      faultDice,
      adversary,
      gateway,
      callCount,
      traceHash,
      stand,
      options,
    });
    const { violations, scene, calls } = await run.whole();
    return {
      seed: options.seed,
      orders: ordersOf(scene.ledger).size,
      violations,
      bites: adversary.bites,
      virtualMs: time.nowMs() - START_MS,
      calls,
      traceHash: traceHash.value,
      scene,
    };
  } finally {
    await world.stop();
  }
}

const SILENT = { add: () => {}, flush: () => {} };

interface RunParts {
  /** Of the workload and of what the invariants choose. */
  dice: Dice;
  /** Of what goes wrong. */
  faultDice: Dice;
  adversary: Adversary;
  gateway: GatewayLog;
  callCount: CallCount;
  traceHash: TraceHash;
  stand: Stand;
  options: SeedOptions;
}

class SeedRun {
  readonly #world: World;
  readonly #adversary: Adversary;
  readonly #scene: Scene;
  readonly #violations: Violation[] = [];
  readonly #chance: (what: string) => number;
  readonly #until: (violation: Violation) => boolean;
  /** Of those that the run itself made, without what is done to look at its end. */
  #calls: number | undefined;
  readonly #enough = Promise.withResolvers<void>();

  constructor(world: World, parts: RunParts) {
    const { dice, faultDice, adversary, gateway, callCount, traceHash, stand, options } = parts;
    const ledger = new Ledger(world, traceHash.takeText);
    const deadLetters: DeadLetter[] = [];
    const operator = new Operator(world, (letter) => deadLetters.push(letter));
    const acts = chosenActs(dice, options);
    this.#world = world;
    this.#until = options.until ?? (() => false);
    this.#adversary = adversary;
    this.#chance = (what) => faultDice.fraction('incident', what);
    this.#scene = {
      world,
      ledger,
      acts,
      people: new People(world, ledger, stand.tokens),
      operator,
      gateway,
      callCount,
      bites: adversary.bites,
      deadLetters,
      settling: { fromMs: Number.POSITIVE_INFINITY, clearedMs: Number.POSITIVE_INFINITY },
      thorough: options.seed % THOROUGH_EVERY === 0,
      chance: (what) => dice.fraction('invariant', what),
      callsInPeace: () => callsInPeace(stand, options),
      nowMs: () => world.cloud.scheduler.nowMs(),
    };
  }

  async whole(): Promise<Pick<SeedResult, 'violations' | 'scene' | 'calls'>> {
    const played = this.#play().catch((error: unknown) => {
      const { stack, message } = error as Error;
      const report = this.#reporterOf({ guarantee: 0, name: 'runs-to-its-end' });
      report('the run', `broke: ${stack ?? message}`);
    });
    await Promise.race([played, this.#enough.promise]);
    const scene = this.#scene;
    const calls = this.#calls ?? scene.callCount.made;
    // What is still on its way may go on for a turn or two, and report more.
    return { violations: [...this.#violations], scene, calls };
  }

  async #play(): Promise<void> {
    const scene = this.#scene;
    for (const invariant of invariants) invariant.watch?.(scene, this.#reporterOf(invariant));
    await this.#open();
    const spanMs = scene.acts.at(-1)?.atMs ?? 0;
    const { operator } = scene;
    const incidents = { adversary: this.#adversary, operator, chance: this.#chance, spanMs };
    scheduleIncidents({ world: this.#world, ...incidents });
    for (const { kind, act } of cardFaultsOf(scene.acts)) this.#adversary.record(kind, act);
    const report = this.#reporterOf({ guarantee: 0, name: 'settles-in-time', endsRun: true });
    await comeToRest(scene, spanMs, report);
    this.#adversary.rest();
    await settleRun(scene, report);
    this.#calls = scene.callCount.made;
    if (this.#violations.length === 0) await this.#checkEnd();
  }

  /** The shop opens in peace: without prices there would be no orders to speak of. */
  async #open(): Promise<void> {
    const { people, acts } = this.#scene;
    people.begin(acts.filter(({ atMs }) => atMs === 0));
    await this.#world.cloud.drain();
    this.#adversary.rise();
    people.begin(acts.filter(({ atMs }) => atMs > 0));
  }

  async #checkEnd(): Promise<void> {
    for (const invariant of invariants) {
      await invariant.settle?.(this.#scene, this.#reporterOf(invariant));
    }
  }

  #reporterOf({ guarantee, name, endsRun }: Omit<Invariant, 'watch' | 'settle'>): Report {
    return (subject, message) => {
      const atMs = this.#world.cloud.scheduler.nowMs();
      const violation = { guarantee, invariant: name, subject, message, atMs };
      this.#violations.push(violation);
      if (endsRun || this.#until(violation)) this.#enough.resolve();
    };
  }
}

/** A run in peace is the measure itself. */
async function callsInPeace(stand: Stand, options: SeedOptions): Promise<number> {
  if (options.peace) return Number.POSITIVE_INFINITY;
  const { seed, orders, acts, speedup } = options;
  const { calls } = await runSeed(stand, { seed, orders, acts, speedup, peace: true });
  return calls;
}
