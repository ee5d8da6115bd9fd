import type { Cost } from './service.ts';

/** What one caller has used so far. */
export interface Usage {
  /** SDK calls by `service:Operation`. */
  calls: Map<string, number>;
  writeUnits: number;
  readUnits: number;
  invocations: number;
}

/** Counts calls, units and invocations per caller (a function's name, or a service's), so a run has a bill. */
export class Meters {
  readonly #usage = new Map<string, Usage>();

  call(caller: string, operation: string, cost: Cost | undefined): void {
    const usage = this.of(caller);
    usage.calls.set(operation, (usage.calls.get(operation) ?? 0) + 1);
    usage.writeUnits += cost?.writeUnits ?? 0;
    usage.readUnits += cost?.readUnits ?? 0;
  }

  invocation(caller: string): void {
    this.of(caller).invocations += 1;
  }

  of(caller: string): Usage {
    let usage = this.#usage.get(caller);
    if (!usage) {
      usage = { calls: new Map(), writeUnits: 0, readUnits: 0, invocations: 0 };
      this.#usage.set(caller, usage);
    }
    return usage;
  }

  callers(): string[] {
    return [...this.#usage.keys()];
  }
}
