import { describe, expect, it } from 'vitest';
import { flowingTime } from '../../../local/scheduler.ts';
import { flowing, manyTurns, START_MS, undecided } from './scheduler-fixture.ts';

const HOUR_MS = 3_600_000;

describe('flowing time', () => {
  it('jumps from task to task while nothing real goes on', async () => {
    const { scheduler, notes, note, pass } = flowing();
    scheduler.after(HOUR_MS, note('late'));
    pass(7);
    await scheduler.drain();
    expect(notes).toEqual([`late ${HOUR_MS}`]);
  });

  it('passes by the clock while something does: what is due runs, and nothing else', async () => {
    const { scheduler, notes, note, pass } = flowing();
    const work = undecided<void>();
    const done = scheduler.outside(work.promise).then(note('done'));
    scheduler.after(10, note('soon'));
    scheduler.after(HOUR_MS, note('late'));
    await manyTurns();
    expect([notes, scheduler.nowMs()]).toEqual([[], START_MS]);
    pass(10);
    await scheduler.sleep(0);
    pass(10);
    work.resolve();
    await done;
    await scheduler.drain();
    expect(notes).toEqual(['soon 10', 'done 20', `late ${HOUR_MS}`]);
  });

  it('wakes by itself for what falls due meanwhile, though nobody calls', async () => {
    const { scheduler, notes, note, pass } = flowing();
    const work = undecided<void>();
    const ran = undecided<void>();
    scheduler.after(1, () => {
      note('due')();
      ran.resolve();
    });
    const done = scheduler.outside(work.promise);
    await manyTurns();
    pass(1);
    await ran.promise;
    work.resolve();
    await done;
    expect(notes).toEqual(['due 1']);
  });

  it('does not jump before the last of several things is over', async () => {
    const { scheduler, notes, note } = flowing();
    const [one, other] = [undecided<void>(), undecided<void>()];
    const all = [one, other].map(({ promise }) => scheduler.outside(promise));
    scheduler.after(10, note('work'));
    one.resolve();
    await manyTurns();
    expect(notes).toEqual([]);
    other.resolve();
    await Promise.all(all);
    await scheduler.drain();
    expect(notes).toEqual(['work 10']);
  });

  it('takes what happens outside for as long as it is, whatever it would take on virtual time', async () => {
    const { scheduler, notes, note } = flowing();
    scheduler.after(10, note('later'));
    const signed = scheduler.outside(Promise.resolve('signed'), 20);
    expect(await signed).toBe('signed');
    expect(scheduler.nowMs()).toBe(START_MS);
    await scheduler.drain();
    expect(notes).toEqual(['later 10']);
  });

  it('stands still once all is done, however the clock goes on', async () => {
    const { scheduler, pass } = flowing();
    const work = undecided<void>();
    const done = scheduler.outside(work.promise);
    pass(30);
    work.resolve();
    await done;
    pass(1_000);
    await scheduler.drain();
    expect(scheduler.nowMs()).toBe(START_MS + 30);
  });

  it('does not go back with a clock that is set back', () => {
    let clockMs = 5_000;
    const time = flowingTime(START_MS, () => clockMs);
    time.flow?.(true);
    clockMs = 4_000;
    expect(time.nowMs()).toBe(START_MS);
    clockMs = 4_250;
    expect(time.nowMs()).toBe(START_MS + 250);
  });

  it('lets time go on when what happens outside fails, and rejects with why', async () => {
    const { scheduler, notes, note } = flowing();
    scheduler.after(10, note('work'));
    const failing = scheduler.outside(Promise.reject(new Error('worker died')));
    await expect(failing).rejects.toThrow('worker died');
    await scheduler.drain();
    expect(notes).toEqual(['work 10']);
  });
});
