import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '../simulate-command.ts';
import type { Shrunk } from './results.ts';

const REDUCED = /reduced to (\d+) orders? and (\d+) faults?/;

/** What `orderly simulate --shrink` makes of a seed that finds a bug, and how long that takes it in all. */
export async function shrinkingOf(bug: string, seed: number, orders: number): Promise<Shrunk> {
  const folder = await mkdtemp(join(tmpdir(), 'orderly-net-'));
  const startMs = performance.now();
  try {
    const options = ['--seed', String(seed), '--orders', String(orders), '--shrink'];
    const { stdout, stderr } = await simulate(options, { folder, bug });
    const [, ofOrders, faults] = REDUCED.exec(stdout) ?? [];
    if (ofOrders === undefined)
      throw new Error(`seed ${seed} with ${bug} did not shrink: ${stderr}`);
    const seconds = Math.round((performance.now() - startMs) / 100) / 10;
    return { orders: Number(ofOrders), faults: Number(faults), seconds };
  } finally {
    await rm(folder, { recursive: true });
  }
}
