import { paying } from './cards.ts';
import type { Dice } from './dice.ts';
import type { Act } from './workload/act.ts';
import { workloadOf } from './workload/workload.ts';

/** What of a seed's workload is done, and how. */
export interface Choice {
  orders: number;
  /** Only these acts, by id; all unless given. */
  acts?: ReadonlySet<string>;
  /** How many times faster than in the workload the acts follow each other; 1 unless given. */
  speedup?: number;
  /** Nothing goes wrong: there are no faults, and every card pays. */
  peace?: boolean;
}

/** The acts of a run, by their instants. */
export function chosenActs(dice: Dice, { orders, acts, speedup = 1, peace }: Choice): Act[] {
  const all = workloadOf(dice, orders);
  const chosen = acts ? all.filter(({ id }) => acts.has(id)) : all;
  const due = speedup === 1 ? chosen : chosen.map((act) => sooner(act, speedup));
  return peace ? due.map(paying) : due;
}

/** What opens the shop stays where it is: at the very beginning. */
function sooner(act: Act, speedup: number): Act {
  return { ...act, atMs: Math.ceil(act.atMs / speedup) };
}
