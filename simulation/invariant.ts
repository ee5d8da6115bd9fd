import type { Bite } from './adversary.ts';
import type { CallCount } from './evidence/calls.ts';
import type { GatewayLog } from './evidence/gateway-log.ts';
import type { Ledger } from './evidence/ledger.ts';
import type { DeadLetter, Operator } from './operator.ts';
import type { People } from './people.ts';
import type { Act } from './workload/act.ts';
import type { World } from './world.ts';

/** Something that must hold and does not. */
export interface Violation {
  /** Of the guarantee, 1 to 10; 0 for what holds beside them. */
  guarantee: number;
  invariant: string;
  /** The order, SKU, event or queue it is about. */
  subject: string;
  /** What was expected, and what there is. */
  message: string;
  /** Epoch milliseconds. */
  atMs: number;
}

/** What an invariant looks at. */
export interface Scene {
  world: World;
  ledger: Ledger;
  acts: readonly Act[];
  people: People;
  operator: Operator;
  /** What was asked of the payment gateway. */
  gateway: GatewayLog;
  /** Every message that was found in a DLQ. */
  deadLetters: readonly DeadLetter[];
  /** Whether this seed looks at what takes long: a second delivery of everything, an outage of a consumer. */
  thorough: boolean;
  /** A throw of the dice for a choice of the invariants' own, in [0, 1). */
  chance(what: string): number;
  /** When the run began to settle. */
  settling: Settling;
  /** What went wrong so far. */
  bites: readonly Bite[];
  /** The calls of AWS, as they are made. */
  callCount: CallCount;
  /** Calls of AWS that the same acts take when nothing goes wrong, until everything has settled. */
  callsInPeace(): Promise<number>;
  nowMs(): number;
}

/** When nothing went wrong any more, in epoch milliseconds; never yet, while things do. */
export interface Settling {
  /** No fault bites any more, and what had gone wrong by itself is over. */
  fromMs: number;
  /** What faults had left in DLQs is redriven. */
  clearedMs: number;
}

/** Says what does not hold. */
export type Report = (subject: string, message: string) => void;

/** One guarantee as code. */
export interface Invariant {
  guarantee: number;
  name: string;
  /** Where it does not hold, there is nothing more to see: the run would go on for ever. */
  endsRun?: boolean;
  /** Begins to watch, for what must hold all along. */
  watch?(scene: Scene, report: Report): void;
  /** Looks at the end, when nothing is on its way any more. */
  settle?(scene: Scene, report: Report): void | Promise<void>;
}
