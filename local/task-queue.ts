import type { TaskKind } from './scheduler.ts';

/** What the scheduler will run; `run` is undefined once it ran or was taken back. */
export interface Task {
  dueMs: number;
  sequence: number;
  run: (() => void) | undefined;
  kind: TaskKind;
}

/** Cancelled tasks that may lie in the heap before it is cleared of them. */
const MINIMUM_GARBAGE = 1024;

/**
 * A binary heap of tasks by due time, then by sequence. Cancelled tasks are cleared out once they are
 * most of it, so that timeouts, which are nearly always cancelled, do not pile up until they are due.
 */
export class TaskQueue {
  #heap: Task[] = [];
  #cancelled = 0;

  peek(): Task | undefined {
    return this.#heap[0];
  }

  push(task: Task): void {
    const heap = this.#heap;
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(task, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = task;
  }

  pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    sink(heap, 0, last);
  }

  /** Says that a task still in the heap was taken back. */
  cancelled(): void {
    this.#cancelled += 1;
    if (this.#cancelled < MINIMUM_GARBAGE || this.#cancelled * 2 < this.#heap.length) return;
    const heap = this.#heap.filter((task) => task.run !== undefined);
    for (let index = (heap.length >> 1) - 1; index >= 0; index -= 1) {
      sink(heap, index, heap[index]!);
    }
    this.#heap = heap;
    this.#cancelled = 0;
  }
}

function sink(heap: Task[], from: number, task: Task): void {
  let index = from;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, task)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = task;
}

function isBefore(left: Task, right: Task): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.sequence < right.sequence);
}
