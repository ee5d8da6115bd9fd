import type { CallPoint } from '../local/interference.ts';
import { Adversary, type Bite } from './adversary.ts';
import { CallCount, callsOf } from './bill.ts';
import { cardFaultsOf } from './cards.ts';
import { type Choice, chosenActs } from './chosen-acts.ts';
import { type Dice, hashText, keyedDice } from './dice.ts';
import { GatewayLog } from './gateway-log.ts';
import { type Ground, virtualGround } from './ground.ts';
import { scheduleIncidents } from './incidents.ts';
import type { Scene, Violation } from './invariant.ts';
import { invariants } from './invariants/index.ts';
import { noRetryStorm } from './invariants/no-retry-storm.ts';
import { rememberingVerifier, TokenDrawer } from './known-tokens.ts';
import { Ledger } from './ledger.ts';
import { type DeadLetter, Operator } from './operator.ts';
import { ordersOf } from './orders.ts';
import { People } from './people.ts';
import { settleRun } from './settling.ts';
import { bringUp, prepare, type Synthesis, synthesize, type World } from './world.ts';

/** Where virtual time begins in every seed. */
export const START_MS = Date.UTC(2026, 0, 1);

/** One seed in this many is looked at thoroughly. */
const THOROUGH_EVERY = 8;

/** What every seed of a process shares: the templates, the tokens, the verified signatures. */
export interface Stand {
  synthesis: Synthesis;
  tokens: TokenDrawer;
  createVerifier: ReturnType<typeof rememberingVerifier>;
  /** What each of its worlds stands on; virtual time and every fault unless given. */
  ground?(startMs: number): Promise<Ground>;
}

/** Which seed, and what of it. */
export interface SeedOptions extends Choice {
  seed: number;
  /** The seed of what goes wrong and of how long everything takes, if it is another than that of the workload. */
  chance?: number;
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

/** Prepares what all seeds share. */
export async function setUpStand(): Promise<Stand> {
  const synthesis = await prepare(await synthesize());
  return {
    synthesis,
    tokens: new TokenDrawer(synthesis.tokens),
    createVerifier: rememberingVerifier(),
  };
}

/** Runs one seed from the first price to the last redrive, and says what did not hold. */
export async function runSeed(stand: Stand, options: SeedOptions): Promise<SeedResult> {
  const dice = keyedDice(options.seed);
  const faultDice = options.chance === undefined ? dice : keyedDice(options.chance);
  const { time, threads, faults } = await (stand.ground ?? virtualGround)(START_MS);
  const { bites: only } = options;
  const rates = options.peace ? {} : options.rates;
  const gateway = new GatewayLog();
  const callCount = new CallCount();
  const onCall = (point: CallPoint): void => {
    gateway.take(point);
    callCount.take();
    options.onCall?.(point, time.nowMs());
  };
  const adversary = new Adversary({
    ...{ dice: faultDice, faults, nowMs: time.nowMs },
    ...{ only, rates, onCall },
  });
  let traceHash = hashText(String(options.seed));
  const trace = (line: string): void => {
    traceHash = hashText(line, traceHash);
    options.trace?.(line);
  };
  const world = await bringUp(stand.synthesis, {
    time,
    threads,
    seed: options.seed,
    latency: 'typical',
    logLevel: 'error',
    metrics: SILENT,
    createVerifier: stand.createVerifier,
    monitoring: false,
    interference: adversary,
    trace,
  });
  try {
    const run = new SeedRun(world, {
      ...{ dice, faultDice, adversary, gateway, callCount },
      ...{ stand, options },
    });
    const { violations, scene, calls } = await run.whole();
    return {
      seed: options.seed,
      orders: ordersOf(scene.ledger).size,
      violations,
      bites: adversary.bites,
      virtualMs: time.nowMs() - START_MS,
      calls,
      traceHash,
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
  #calls: number | undefined;
  readonly #enough = Promise.withResolvers<void>();

  constructor(world: World, parts: RunParts) {
    const { dice, faultDice, adversary, gateway, callCount, stand, options } = parts;
    const ledger = new Ledger(world);
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
      deadLetters,
      thorough: options.seed % THOROUGH_EVERY === 0,
      chance: (what) => dice.fraction('invariant', what),
      callsInPeace: () => callsInPeace(stand, options),
      nowMs: () => world.cloud.scheduler.nowMs(),
    };
  }

  async whole(): Promise<Pick<SeedResult, 'violations' | 'scene' | 'calls'>> {
    const played = this.#play().catch((error: unknown) => {
      const { stack, message } = error as Error;
      this.#reporter(0, 'runs-to-its-end')('the run', `broke: ${stack ?? message}`);
    });
    await Promise.race([played, this.#enough.promise]);
    const calls = this.#calls ?? callsOf(this.#world);
    return { violations: [...this.#violations], scene: this.#scene, calls };
  }

  async #play(): Promise<void> {
    const scene = this.#scene;
    for (const { guarantee, name, watch } of invariants) {
      watch?.(scene, this.#reporter(guarantee, name));
    }
    await this.#open();
    const spanMs = scene.acts.at(-1)?.atMs ?? 0;
    const { operator } = scene;
    const incidents = { adversary: this.#adversary, operator, chance: this.#chance, spanMs };
    scheduleIncidents({ world: this.#world, ...incidents });
    for (const { kind, act } of cardFaultsOf(scene.acts)) this.#adversary.record(kind, act);
    await this.#world.cloud.drain();
    this.#adversary.rest();
    await settleRun(scene);
    this.#calls = callsOf(this.#world);
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
    for (const { guarantee, name, settle } of invariants) {
      await settle?.(this.#scene, this.#reporter(guarantee, name));
    }
  }

  #reporter(guarantee: number, invariant: string): (subject: string, message: string) => void {
    return (subject, message) => {
      const atMs = this.#world.cloud.scheduler.nowMs();
      const violation = { guarantee, invariant, subject, message, atMs };
      this.#violations.push(violation);
      if (invariant === noRetryStorm.name || this.#until(violation)) this.#enough.resolve();
    };
  }
}

/** A run in peace is the measure itself. */
async function callsInPeace(stand: Stand, options: SeedOptions): Promise<number> {
  if (options.peace) return Number.POSITIVE_INFINITY;
  const { seed, orders, acts, hurry } = options;
  const choice = { orders, ...(acts ? { acts } : {}), ...(hurry ? { hurry } : {}), peace: true };
  const { calls } = await runSeed(stand, { seed, ...choice });
  return calls;
}
