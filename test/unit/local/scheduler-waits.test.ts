import { afterEach, describe, expect, it } from 'vitest';
import { createScheduler, flowingTime, type Scheduler } from '../../../local/scheduler.ts';
import { manyTurns, START_MS, undecided } from './scheduler-fixture.ts';

const HOUR_MS = 3_600_000;

let started: Scheduler | undefined;
afterEach(() => started?.stop());

/** A scheduler on a clock that stands, whose time is told whether what is outside only waits. */
function hurried(waits: (outside: number, stirs: number) => boolean) {
  const scheduler = createScheduler({ ...flowingTime(START_MS, () => 0), waits });
  started = scheduler;
  const sinceStartMs = (): number => scheduler.nowMs() - START_MS;
  return { scheduler, sinceStartMs };
}

describe('flowing time that is told who waits', () => {
  it('jumps to the next task while all that is outside only waits', async () => {
    const { scheduler, sinceStartMs } = hurried((outside) => outside === 1);
    const answer = undecided<number>();
    scheduler.after(HOUR_MS, () => answer.resolve(sinceStartMs()));
    expect(await scheduler.outside(answer.promise)).toBe(HOUR_MS);
  });

  it('jumps over no task, however often it jumps', async () => {
    const { scheduler, sinceStartMs } = hurried(() => true);
    const over = undecided<void>();
    const ran: number[] = [];
    for (const delayMs of [3, 1, 2])
      scheduler.after(delayMs * HOUR_MS, () => ran.push(sinceStartMs()));
    scheduler.after(4 * HOUR_MS, over.resolve);
    await scheduler.outside(over.promise);
    expect(ran).toEqual([HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS]);
  });

  it('asks again after each task, with another number of stirs', async () => {
    const asked: number[] = [];
    const { scheduler } = hurried((_outside, stirs) => asked.push(stirs) > 0);
    const over = undecided<void>();
    for (const hour of [1, 2]) scheduler.after(hour * HOUR_MS, () => {});
    scheduler.after(3 * HOUR_MS, over.resolve);
    await scheduler.outside(over.promise);
    expect(new Set(asked).size).toBeGreaterThanOrEqual(3);
  });

  it('stays with its clock as long as anything outside works', async () => {
    let works = true;
    const { scheduler, sinceStartMs } = hurried(() => !works);
    const answer = undecided<void>();
    scheduler.after(HOUR_MS, answer.resolve);
    const done = scheduler.outside(answer.promise);
    await manyTurns();
    expect(sinceStartMs()).toBe(0);
    works = false;
    await done;
    expect(sinceStartMs()).toBe(HOUR_MS);
  });

  it('does not jump for what nobody waits for', async () => {
    const { scheduler, sinceStartMs } = hurried(() => true);
    const answer = undecided<void>();
    scheduler.after(HOUR_MS, () => {}, 'background');
    const done = scheduler.outside(answer.promise);
    await manyTurns();
    expect(sinceStartMs()).toBe(0);
    answer.resolve();
    await done;
  });
});
