import { PlantedSeeds } from './planted-seeds.ts';
import type { Catch } from './results.ts';

/** How long a bug is hunted for. */
export interface HuntOptions {
  orders: number;
  /** So many seeds in any case. */
  seeds: number;
  /** So many if none of them has found it. */
  most: number;
}

/** Runs seeds of the platform with a bug, from 1 on, and counts those that find it; without a bug for the control. */
export async function hunt(bug: string | undefined, options: HuntOptions): Promise<Catch> {
  const { orders, seeds, most } = options;
  const caught: Catch = { seeds: 0, found: 0, by: {} };
  const thread = new PlantedSeeds();
  while (caught.seeds < seeds || (caught.found === 0 && caught.seeds < most)) {
    const seed = caught.seeds + 1;
    const { found } = await thread.run({ bug, seed, orders });
    caught.seeds = seed;
    if (found === undefined) continue;
    caught.found += 1;
    caught.first ??= seed;
    caught.by[found] = (caught.by[found] ?? 0) + 1;
  }
  await thread.end();
  return caught;
}
