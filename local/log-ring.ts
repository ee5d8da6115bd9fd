/** One line of a function's log. */
export interface LogLine {
  /** Epoch milliseconds. */
  atMs: number;
  functionName: string;
  line: string;
}

/** The latest lines of all functions' logs; older ones are dropped. */
export class LogRing {
  readonly #capacity: number;
  readonly #lines: LogLine[] = [];
  #next = 0;
  #listener: ((line: LogLine) => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Tells of every line from now on. */
  listen(listener: (line: LogLine) => void): void {
    this.#listener = listener;
  }

  add(line: LogLine): void {
    this.#listener?.(line);
    if (this.#capacity === 0) return;
    this.#lines[this.#next] = line;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Oldest first. */
  lines(): LogLine[] {
    return [...this.#lines.slice(this.#next), ...this.#lines.slice(0, this.#next)];
  }
}
