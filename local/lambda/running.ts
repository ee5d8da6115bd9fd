interface Task {
  /** Of what began before it, how much still runs. */
  left: number;
  age: number;
  run: () => void;
}

/** What runs of a function, for what has to wait until that is over. */
export class Running {
  #count = 0;
  /** Grows with each task: what began before a task is of a lower age. */
  #age = 0;
  #tasks: Task[] = [];

  /** Something begins; call what it returns at its end. */
  begin(): () => void {
    const age = this.#age;
    this.#count += 1;
    return () => {
      this.#count -= 1;
      for (const task of this.#tasks) if (age < task.age) task.left -= 1;
      this.#runDue();
    };
  }

  /** Runs a task once all is over that has begun by now. */
  afterwards(run: () => void): void {
    this.#age += 1;
    this.#tasks.push({ left: this.#count, age: this.#age, run });
    this.#runDue();
  }

  #runDue(): void {
    if (this.#tasks.length === 0) return;
    const due = this.#tasks.filter(({ left }) => left === 0);
    this.#tasks = this.#tasks.filter(({ left }) => left > 0);
    for (const { run } of due) run();
  }
}
