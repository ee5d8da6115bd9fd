import { consumeBugs } from './consume-bugs.ts';
import { fulfilmentBugs } from './fulfilment-bugs.ts';
import { inventoryBugs } from './inventory-bugs.ts';
import { orderingBugs } from './ordering-bugs.ts';
import { paymentsBugs } from './payments-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { runtimeBugs } from './runtime-bugs.ts';
import { stormBugs } from './storm-bugs.ts';

/** Every bug that the simulation must find. */
export const plantedBugs: readonly PlantedBug[] = [
  ...consumeBugs,
  ...runtimeBugs,
  ...orderingBugs,
  ...inventoryBugs,
  ...paymentsBugs,
  ...fulfilmentBugs,
  ...stormBugs,
];

/** The bug of this name; throws with the names there are. */
export function bugNamed(name: string): PlantedBug {
  const bug = plantedBugs.find((planted) => planted.name === name);
  if (bug) return bug;
  const names = plantedBugs.map((planted) => planted.name).join(', ');
  throw new Error(`There is no planted bug ${name}; there are: ${names}`);
}
