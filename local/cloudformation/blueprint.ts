import type { Iam } from '../iam/iam.ts';
import { resourceTypes } from '../resource-types.ts';
import { readAssembly } from './assembly.ts';
import { type LoadedStack, type LoadOptions, loadStacks } from './load-assembly.ts';

/** The stacks of a cloud assembly, resolved, before anything is created: any number of clouds may be made of it. */
export interface Blueprint {
  /** Each after those it depends on. */
  stacks: readonly LoadedStack[];
  /** The roles and policies of the first cloud made of it, for those that come after. */
  iam?: Iam;
}

/** Reads a cloud assembly and resolves its templates; throws NotSimulatedError with all that is not simulated. */
export function readBlueprint(directory: string, options: LoadOptions): Blueprint {
  return { stacks: loadStacks(readAssembly(directory, options), resourceTypes, options) };
}
