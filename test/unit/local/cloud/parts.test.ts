import { describe, expect, it } from 'vitest';
import { firstMismatch } from '../../../../local/eventbridge/first-mismatch.ts';
import { Latency } from '../../../../local/latency.ts';
import { LogRing } from '../../../../local/log-ring.ts';
import { seededRandom } from '../../../../local/random.ts';
import { type Task, TaskQueue } from '../../../../local/task-queue.ts';
import { uuid } from '../../../../local/uuid.ts';

describe('a task queue', () => {
  const task = (dueMs: number, sequence: number): Task => ({
    dueMs,
    sequence,
    run: () => {},
    kind: 'work',
  });
  const drain = (queue: TaskQueue): Task[] => {
    const tasks: Task[] = [];
    for (let next = queue.peek(); next; next = queue.peek()) {
      tasks.push(next);
      queue.pop();
    }
    return tasks;
  };

  it('orders by due time, then by sequence', () => {
    const queue = new TaskQueue();
    for (const [dueMs, sequence] of [
      [5, 0],
      [1, 1],
      [5, 2],
      [1, 3],
      [3, 4],
    ] as const) {
      queue.push(task(dueMs, sequence));
    }
    expect(drain(queue).map(({ sequence }) => sequence)).toEqual([1, 3, 4, 0, 2]);
  });

  it('clears cancelled tasks out before they are due, and keeps the order of the rest', () => {
    const queue = new TaskQueue();
    const random = seededRandom(3);
    const tasks = Array.from({ length: 4000 }, (_, index) => task(random.below(1000), index));
    for (const each of tasks) queue.push(each);
    for (const each of tasks) {
      if (each.sequence % 4 === 0) continue;
      each.run = undefined;
      queue.cancelled();
    }
    const left = drain(queue);
    expect(left.length).toBeLessThan(2500);
    const live = left.filter(({ run }) => run !== undefined);
    const expected = tasks
      .filter(({ sequence }) => sequence % 4 === 0)
      .sort((a, b) => a.dueMs - b.dueMs || a.sequence - b.sequence);
    expect(live).toEqual(expected);
  });
});

describe('a UUID', () => {
  it('has the version and variant of a random one, and follows from the seed', () => {
    const ids = Array.from({ length: 100 }, () => uuid(seededRandom(1)));
    expect(new Set(ids).size).toBe(1);
    const random = seededRandom(1);
    const others = new Set(Array.from({ length: 100 }, () => uuid(random)));
    expect(others.size).toBe(100);
    for (const id of others) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

describe('latency', () => {
  it('is zero without a table, and uses up no chance', () => {
    const random = seededRandom(1);
    expect(new Latency('none', random).drawMs('putEvents')).toBe(0);
    expect(random.fraction()).toBe(seededRandom(1).fraction());
  });

  it('draws whole milliseconds of the profile', () => {
    const latency = new Latency('typical', seededRandom(1));
    const drawn = Array.from({ length: 200 }, () => latency.drawMs('dynamodbWrite'));
    expect(Math.min(...drawn)).toBe(3);
    expect(Math.max(...drawn)).toBe(19);
    expect(drawn.every(Number.isInteger)).toBe(true);
  });

  it('takes tables of one’s own', () => {
    expect(new Latency({ sqsPoll: [7] }, seededRandom(1)).drawMs('sqsPoll')).toBe(7);
  });
});

describe('a log ring', () => {
  it('keeps the latest lines in order', () => {
    const ring = new LogRing(3);
    for (const line of ['a', 'b', 'c', 'd', 'e']) ring.add({ atMs: 0, functionName: 'f', line });
    expect(ring.lines().map(({ line }) => line)).toEqual(['c', 'd', 'e']);
  });

  it('keeps nothing if it has no room', () => {
    const ring = new LogRing(0);
    ring.add({ atMs: 0, functionName: 'f', line: 'a' });
    expect(ring.lines()).toEqual([]);
  });
});

describe('the first mismatch', () => {
  const event = {
    source: 'shop',
    detail: {
      kind: 'a',
      items: [
        { n: 1, c: 'x' },
        { n: 2, c: 'y' },
      ],
    },
  };

  it.each([
    [{ source: ['shop'] }, undefined],
    [{ source: ['other'], detail: { kind: ['b'] } }, 'source'],
    [{ source: ['shop'], detail: { kind: ['b'] } }, 'detail.kind'],
    [{ source: ['shop'], $or: [{ account: ['1'] }, { region: ['2'] }] }, '$or'],
    [{ detail: { items: { n: [1], c: ['y'] } } }, '*'],
  ])('of %j is %s', (pattern, path) => {
    expect(firstMismatch(pattern, event)).toBe(path);
  });
});
