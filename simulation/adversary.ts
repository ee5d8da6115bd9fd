import type { CallFate, CallPoint, Interference } from '../local/interference.ts';
import { type Dice, mix, oneOf, saltedFraction } from './dice.ts';
import { type Fault, isService, type PointName, type Points, sdkError } from './fault.ts';
import {
  hashOf,
  type Subject,
  type SubjectName,
  type SubjectPoints,
  subjectOf,
  textOf,
} from './subject.ts';

/** A fault that bit: which, and about what, the n-th time. */
export interface Bite {
  kind: string;
  key: string;
  /** Epoch milliseconds. */
  atMs: number;
}

/** Which faults there are, and how likely. */
export interface AdversaryPlan {
  dice: Dice;
  faults: readonly Fault[];
  nowMs(): number;
  /** Is shown every call of AWS before its fate is decided, and told what it is about. */
  onCall?(point: CallPoint, about: string): void;
  /** By kind, a multiple of its usual chance, and no other kinds; drawn from the dice unless given. */
  rates?: Readonly<Record<string, number>>;
  /** Only these may bite, as `kind key`; all the dice say unless given. */
  only?: ReadonlySet<string>;
}

/** Multiples of a fault's chance; each seed draws one of them for each fault, so half the seeds go without it. */
const MULTIPLES = [0, 0, 0, 0, 0.2, 0.6, 2, 5];

/** A fault as this seed has it. */
interface Armed {
  fault: Fault;
  chance: number;
  /** Of the fault's kind, for the dice. */
  salt: number;
}

/**
 * Asks the faults at every choice point of the cloud, and keeps what bit. A decision is keyed by what it is
 * about and its number among those, so that another order, or a fault left out, does not change it.
 */
export class Adversary implements Interference {
  readonly bites: Bite[] = [];
  readonly #plan: AdversaryPlan;
  readonly #armed = new Map<PointName, Armed[]>();
  /** By the hash of a key: how often it was met. */
  readonly #counts = new Map<number, number>();
  /** By the hash of what takes time: how often it was met. */
  readonly #paced = new Map<number, number>();
  readonly #salts = new Map<string, number>();
  #last: About = { point: undefined, subject: { place: '', about: '' }, hash: 0 };
  /** Operations that are out of service. */
  readonly #out = new Set<string>();
  #active = false;

  constructor(plan: AdversaryPlan) {
    this.#plan = plan;
    for (const fault of plan.faults) this.#arm(fault);
  }

  /** From now on things go wrong. */
  rise(): void {
    this.#active = true;
  }

  /** From now on nothing goes wrong any more. */
  rest(): void {
    this.#active = false;
  }

  /** From now on no function can use this operation. */
  switchOff(operation: string): void {
    this.#out.add(operation);
  }

  switchOn(operation: string): void {
    this.#out.delete(operation);
  }

  /** Keeps what bit. */
  record(kind: string, key: string): void {
    this.bites.push({ kind, key, atMs: this.#plan.nowMs() });
  }

  /** Whether an incident of this name comes, by the dice or by the plan. */
  strikes(kind: string, key: string, chance: number): boolean {
    const { dice, only, rates } = this.#plan;
    if (only) return only.has(`${kind} ${key}`);
    return dice.fraction(kind, key) < chance * (rates ? (rates[kind] ?? 0) : 1);
  }

  call: Interference['call'] = (point) => {
    this.#plan.onCall?.(point, this.#about('call', point).subject.about);
    if (this.#out.has(point.operation) && isService(point)) return outage();
    return this.#ask('call', point);
  };

  invocation: Interference['invocation'] = (point) => this.#ask('invocation', point);

  delivery: Interference['delivery'] = (point) => this.#ask('delivery', point);

  visibility: Interference['visibility'] = (point) => this.#ask('visibility', point);

  deleteLost: Interference['deleteLost'] = (point) => this.#ask('deleteLost', point) ?? false;

  streamLag: Interference['streamLag'] = (point) => this.#ask('streamLag', point) ?? 0;

  streamRepeats: Interference['streamRepeats'] = (point) =>
    this.#ask('streamRepeats', point) ?? false;

  /** Chance for what takes time, keyed like the faults: what is left out does not shift the others. */
  pace: NonNullable<Interference['pace']> = (name, point) => {
    const { hash: about } = this.#about(name, point as SubjectPoints[typeof name]);
    const hash = mix(about ^ this.#saltOf(name));
    return mix(hash + nextOf(this.#paced, hash)) / 0x1_0000_0000;
  };

  /** What a point is about; it is asked of most points more than once, one after the other. */
  #about<Name extends SubjectName>(name: Name, point: SubjectPoints[Name]): About {
    if (this.#last.point === point) return this.#last;
    const subject = subjectOf[name](point);
    this.#last = { point, subject, hash: hashOf(subject) };
    return this.#last;
  }

  #saltOf(name: string): number {
    let salt = this.#salts.get(name);
    if (salt === undefined) {
      salt = this.#plan.dice.salt(`about ${name}`);
      this.#salts.set(name, salt);
    }
    return salt;
  }

  #arm(fault: Fault): void {
    const { dice, rates } = this.#plan;
    const drawn = oneOf(MULTIPLES, dice.fraction(fault.kind, 'rate'));
    const chance = fault.chance * (rates ? (rates[fault.kind] ?? 0) : drawn);
    if (chance === 0) return;
    const armed = { fault, chance, salt: dice.salt(fault.kind) };
    const others = this.#armed.get(fault.at);
    if (others) others.push(armed);
    else this.#armed.set(fault.at, [armed]);
  }

  /** The first fault that bites decides. */
  #ask<Name extends PointName>(
    name: Name,
    point: Points[Name]['point'],
  ): Points[Name]['fate'] | undefined {
    const armed = this.#active ? this.#armed.get(name) : undefined;
    if (!armed) return undefined;
    let met: Met | undefined;
    for (const one of armed) {
      const { fault, salt } = one;
      if (!(fault as Fault<Name>).applies(point, salt)) continue;
      met ??= this.#meet(name, this.#about(name, point as SubjectPoints[Name]));
      if (!this.#bites(one, met)) continue;
      const key = keyOf(met);
      this.record(fault.kind, key);
      const fraction = this.#plan.dice.fraction(fault.kind, `${key}?`);
      return (fault as Fault<Name>).bite(point, fraction, salt);
    }
    return undefined;
  }

  #bites({ fault, chance, salt }: Armed, met: Met): boolean {
    const { only } = this.#plan;
    if (only) return only.has(`${fault.kind} ${keyOf(met)}`);
    return saltedFraction(salt, met.hash) < chance;
  }

  /** The n-th time of this key; most of them come to nothing, so a number stands for it. */
  #meet(name: PointName, { subject, hash: about }: About): Met {
    const hash = mix(about ^ this.#saltOf(name));
    const number = nextOf(this.#counts, hash);
    return { name, subject, number, hash: mix(hash + number) };
  }
}

/** How often a hash was met, this time included. */
function nextOf(counts: Map<number, number>, hash: number): number {
  // A signed word is a small integer to the engine; others it would have to put on the heap.
  const key = hash | 0;
  const number = (counts.get(key) ?? 0) + 1;
  counts.set(key, number);
  return number;
}

/** What a bite is known by. */
function keyOf({ name, subject, number }: Met): string {
  return `${name} ${textOf(subject)} ${number}`;
}

/** A choice point, its subject, and the hash of that. */
interface About {
  point: object | undefined;
  subject: Subject;
  hash: number;
}

/** The attempts of the SDK are over as well. */
function outage(): CallFate {
  const error = sdkError('InternalFailure', 'The service is out of order', 500);
  return { kind: 'refused', error, final: true };
}

/** A choice point that came up: about what, the how-manieth time, and the hash of both. */
interface Met {
  name: PointName;
  subject: Subject;
  number: number;
  hash: number;
}
