import { describe, expect, it } from 'vitest';
import { manyTurns, real, START_MS, undecided, virtual } from './scheduler-fixture.ts';

describe('what happens outside the scheduled world', () => {
  it('freezes virtual time until it is done', async () => {
    const { scheduler, notes, note } = virtual();
    const signature = undecided<string>();
    const signed = scheduler.outside(signature.promise);
    scheduler.after(10, note('work'));
    await manyTurns();
    expect([notes, scheduler.nowMs()]).toEqual([[], START_MS]);
    signature.resolve('signed');
    expect(await signed).toBe('signed');
    await scheduler.drain();
    expect(notes).toEqual(['work 10']);
  });

  it('freezes it until the last of several is done', async () => {
    const { scheduler, notes, note } = virtual();
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

  it('takes its time, in which the world goes on, and comes at one instant however long it took', async () => {
    for (const isDoneAtOnce of [true, false]) {
      const { scheduler, notes, note } = virtual();
      const signature = undecided<string>();
      if (isDoneAtOnce) signature.resolve('signed');
      const signed = scheduler.outside(signature.promise, 20).then(note('signed'));
      scheduler.after(10, note('before'));
      scheduler.after(30, note('after'));
      await manyTurns();
      signature.resolve('signed');
      await signed;
      await scheduler.drain();
      expect(notes).toEqual(['before 10', 'signed 20', 'after 30']);
    }
  });

  it('fails at that instant, too', async () => {
    const { scheduler, notes, note } = virtual();
    const failing = scheduler.outside(Promise.reject(new Error('no key')), 20);
    scheduler.after(10, note('before'));
    await expect(failing).rejects.toThrow('no key');
    expect(scheduler.nowMs()).toBe(START_MS + 20);
    expect(notes).toEqual(['before 10']);
  });

  it('lets time go on when it fails, and rejects with why', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, note('work'));
    const failing = scheduler.outside(Promise.reject(new Error('no key')));
    await expect(failing).rejects.toThrow('no key');
    await scheduler.drain();
    expect(notes).toEqual(['work 10']);
  });
});

describe('a task that throws', () => {
  it('ends the run: nothing runs after it, and whoever waits for the end hears why', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, () => {
      throw new Error('broken');
    });
    scheduler.after(10, note('same instant'));
    scheduler.after(20, note('later'));
    await expect(scheduler.drain()).rejects.toThrow('broken');
    await expect(scheduler.drain()).rejects.toThrow('broken');
    await manyTurns();
    expect(notes).toEqual([]);
  });

  it('ends it from the background, too', async () => {
    const { scheduler } = virtual();
    scheduler.after(
      10,
      () => {
        throw new Error('broken');
      },
      'background',
    );
    scheduler.after(20, () => {});
    await expect(scheduler.drain()).rejects.toThrow('broken');
  });

  it('rejects what would wait for ever', async () => {
    const { scheduler } = virtual();
    const answer = scheduler.orFailure(undecided<string>().promise);
    scheduler.after(10, () => {
      throw new Error('broken');
    });
    await expect(answer).rejects.toThrow('broken');
    await expect(scheduler.orFailure(undecided().promise)).rejects.toThrow('broken');
  });
});

describe('orFailure', () => {
  it.each([0, 30, 31, 32, 63])(
    'tells of a failure that comes after %d other tasks',
    async (before) => {
      const { scheduler } = virtual();
      for (let task = 0; task < before; task += 1) scheduler.after(0, () => {});
      scheduler.after(0, () => {
        throw new Error('broken');
      });
      await expect(scheduler.orFailure(undecided<string>().promise)).rejects.toThrow('broken');
    },
  );

  it('settles as its promise does while nothing fails', async () => {
    const { scheduler } = virtual();
    expect(await scheduler.orFailure(Promise.resolve('done'))).toBe('done');
    const refused = scheduler.orFailure(Promise.reject(new Error('refused')));
    await expect(refused).rejects.toThrow('refused');
    await expect(scheduler.drain()).resolves.toBeUndefined();
  });

  it('gives what came before the failure', async () => {
    const { scheduler } = virtual();
    const answer = undecided<string>();
    const given = scheduler.orFailure(answer.promise);
    scheduler.after(10, () => answer.resolve('in time'));
    scheduler.after(20, () => {
      throw new Error('broken');
    });
    expect(await given).toBe('in time');
    await expect(scheduler.drain()).rejects.toThrow('broken');
  });
});

describe('stop', () => {
  it('lets nothing run any more, and lets those go who wait', async () => {
    const { scheduler, notes, note } = virtual();
    scheduler.after(10, () => {
      note('first')();
      scheduler.stop();
    });
    scheduler.after(10, note('second'));
    await scheduler.drain();
    scheduler.after(0, note('afterwards'));
    await scheduler.drain();
    await manyTurns();
    expect(notes).toEqual(['first 10']);
  });
});

describe('real time', () => {
  it('runs what is due by the clock that it reads, and leaves the rest', async () => {
    const { scheduler, notes, note, set } = real();
    scheduler.after(3_600_000, note('in an hour'));
    scheduler.after(60_000, note('in a minute'));
    await scheduler.sleep(0);
    expect(notes).toEqual([]);
    set(60_000);
    await scheduler.sleep(0);
    expect(notes).toEqual(['in a minute 60000']);
    set(3_600_000);
    await scheduler.drain();
    expect(notes).toEqual(['in a minute 60000', 'in an hour 3600000']);
  });

  it('wakes by itself for a task whose time has come, though nobody calls', async () => {
    const { scheduler, notes, note, set } = real();
    const ran = undecided<void>();
    scheduler.after(1, () => {
      note('work')();
      ran.resolve();
    });
    await manyTurns();
    expect(notes).toEqual([]);
    set(1);
    await ran.promise;
    expect(notes).toEqual(['work 1']);
  });

  it('is not stopped by what happens outside', async () => {
    const { scheduler, notes, note } = real();
    const signature = undecided<string>();
    const signed = scheduler.outside(signature.promise);
    scheduler.after(0, note('work'));
    await scheduler.drain();
    expect(notes).toEqual(['work 0']);
    signature.resolve('signed');
    expect(await signed).toBe('signed');
  });

  it('does not wait for what lies in the background', async () => {
    const { scheduler, notes, note } = real();
    scheduler.after(60_000, note('background'), 'background');
    await scheduler.drain();
    expect(notes).toEqual([]);
  });
});
