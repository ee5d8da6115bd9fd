import { describe, expect, it } from 'vitest';
import { manyTurns, START_MS, virtual } from './scheduler-fixture.ts';

describe('virtual time', () => {
  it('jumps from task to task and runs each at its instant', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(3_600_000, note('late'));
    scheduler.after(5, note('early'));
    await scheduler.drain();
    expect(notes).toEqual(['early 5', 'late 3600000']);
  });

  it('stands still while it is read and while there is nothing to do', async () => {
    const { scheduler } = virtual();
    await scheduler.drain();
    expect([scheduler.nowMs(), scheduler.nowMs()]).toEqual([START_MS, START_MS]);
  });

  it('goes on from where it stands: a task is due after its delay, and never in the past', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, () => {
      scheduler.after(10, note('second'));
      scheduler.after(-10, note('at once'));
    });
    await scheduler.drain();
    expect(notes).toEqual(['at once 10', 'second 20']);
  });

  it('passes in sleep', async () => {
    const { scheduler } = virtual();
    await scheduler.sleep(250);
    await scheduler.sleep(250);
    expect(scheduler.nowMs()).toBe(START_MS + 500);
  });
});

describe('tasks of the same instant', () => {
  it('run in the order they were scheduled, also those that tasks schedule', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, () => {
      note('first')();
      scheduler.after(0, note('of the first'));
    });
    scheduler.after(10, note('second'));
    scheduler.after(5, () => void scheduler.after(5, note('third')));
    await scheduler.drain();
    expect(notes).toEqual(['first 10', 'second 10', 'third 10', 'of the first 10']);
  });

  it('run each after the promises of the one before have settled', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, async () => {
      for (let step = 0; step < 50; step += 1) await undefined;
      note('promises of the first')();
    });
    scheduler.after(10, note('second'));
    await scheduler.drain();
    expect(notes).toEqual(['promises of the first 10', 'second 10']);
  });

  it('keep their order in any number', async () => {
    const { scheduler } = virtual();
    const seen: number[] = [];
    for (let number = 0; number < 3_000; number += 1) {
      scheduler.after(number % 7, () => seen.push(number));
    }
    await scheduler.drain();
    const expected = seen.toSorted((left, right) => (left % 7) - (right % 7) || left - right);
    expect(seen).toEqual(expected);
    expect(seen).toHaveLength(3_000);
  });
});

describe('a task that is taken back', () => {
  it('does not run, and nobody waits for it', async () => {
    const { scheduler, notes, note } = virtual();
    const timer = scheduler.after(1_000, note('taken back'));
    scheduler.after(10, () => timer.cancel());
    await scheduler.drain();
    expect(notes).toEqual([]);
    expect(scheduler.nowMs()).toBe(START_MS + 10);
  });

  it('may be taken back twice, or after it ran', async () => {
    const { scheduler, notes, note } = virtual();
    const ran = scheduler.after(1, note('ran'));
    const never = scheduler.after(5, note('never'));
    scheduler.after(2, () => {
      for (const timer of [ran, never, never]) timer.cancel();
    });
    scheduler.after(10, note('last'));
    await scheduler.drain();
    expect(notes).toEqual(['ran 1', 'last 10']);
  });

  it('leaves the others in their order when thousands are taken back', async () => {
    const { scheduler, notes, note } = virtual();
    const timers = Array.from({ length: 5_000 }, (_, index) =>
      scheduler.after(100_000 + index, note('never')),
    );
    scheduler.after(300, note('third'));
    scheduler.after(100, note('first'));
    scheduler.after(200, note('second'));
    for (const timer of timers) timer.cancel();
    await scheduler.drain();
    expect(notes).toEqual(['first 100', 'second 200', 'third 300']);
  });
});

describe('a background task', () => {
  it('holds up nobody who waits for the work to end, and moves no time by itself', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(1_000, note('background'), 'background');
    await scheduler.drain();
    await manyTurns();
    expect(notes).toEqual([]);
    expect(scheduler.nowMs()).toBe(START_MS);
  });

  it('runs in its turn when work takes time past it', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(1_000, note('background'), 'background');
    scheduler.after(2_000, note('work'));
    await scheduler.drain();
    expect(notes).toEqual(['background 1000', 'work 2000']);
  });

  it('may make work, which is waited for', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, () => void scheduler.after(500, note('made')), 'background');
    scheduler.after(10, note('work'));
    await scheduler.drain();
    expect(notes).toEqual(['work 10', 'made 510']);
  });
});

describe('drain', () => {
  it('resolves at once when there is nothing to wait for', async () => {
    await expect(virtual().scheduler.drain()).resolves.toBeUndefined();
  });

  it('resolves for everyone who waits, and again for who asks later', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, note('work'));
    await Promise.all([scheduler.drain(), scheduler.drain()]);
    scheduler.after(10, note('more'));
    await scheduler.drain();
    expect(notes).toEqual(['work 10', 'more 20']);
  });
});

describe('a hold', () => {
  it('is waited for until it is let go, with no task to stand for it', async () => {
    const { scheduler, notes, note } = virtual();
    const release = scheduler.hold();
    const drained = scheduler.drain().then(note('drained'));
    await manyTurns();
    note('still held')();
    release();
    await drained;
    expect(notes).toEqual(['still held 0', 'drained 0']);
  });

  it('counts once, however often it is let go', async () => {
    const { scheduler, notes, note } = virtual();
    const [first, second] = [scheduler.hold(), scheduler.hold()];
    const drained = scheduler.drain().then(note('drained'));
    first();
    first();
    await manyTurns();
    note('still held')();
    second();
    await drained;
    expect(notes).toEqual(['still held 0', 'drained 0']);
  });

  it('does not keep tasks from running', async () => {
    const { scheduler, notes, note } = virtual();
    const release = scheduler.hold();
    scheduler.after(10, note('work'));
    scheduler.after(20, release);
    await scheduler.drain();
    expect(notes).toEqual(['work 10']);
  });
});
