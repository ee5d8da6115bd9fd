import { virtualTime } from '../local/scheduler.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults/index.ts';
import type { WorldOptions } from './world.ts';

/** What one world stands on. */
export interface Ground extends Pick<WorldOptions, 'time' | 'threads'> {
  /** What may go wrong. */
  faults: readonly Fault[];
}

/** Virtual time, and every fault. */
export async function virtualGround(startMs: number): Promise<Ground> {
  return { time: virtualTime(startMs), faults };
}
