import type { Scheduler } from './scheduler.ts';

/** One thing that happened: data of the run alone, never wall time, stack text or asset hash. */
export interface Fact {
  /** Such as `queue.received`; the part before the dot is the service. */
  kind: string;
  /** Name of the queue, rule, function or bus. */
  resource: string;
  /** Id of the event, message or invocation. */
  id: string;
  /** The id this one came from or turned into, such as the message an event became. */
  other?: string;
  /** Outcome, count or reason. */
  note?: string | number;
  /** The event itself, as JSON text; for `explain`, not for a trace. */
  text?: string;
}

/** Takes facts at the instant they happen. */
export type FactSink = (fact: Fact, atMs: number) => void;

/**
 * Where services report what happens. Nobody listens in a fast run, so callers test `heard` before they
 * make a fact.
 */
export class Facts {
  readonly #scheduler: Scheduler;
  readonly #sinks: FactSink[] = [];
  /** Whether anybody listens. */
  heard = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  listen(sink: FactSink): void {
    this.#sinks.push(sink);
    this.heard = true;
  }

  tell(fact: Fact): void {
    const atMs = this.#scheduler.nowMs();
    for (const sink of this.#sinks) sink(fact, atMs);
  }
}

/** A sink that writes each fact as one line, its time counted from `startMs`. */
export function traceTo(write: (line: string) => void, startMs: number): FactSink {
  return ({ kind, resource, id, other, note }, atMs) => {
    let line = `${atMs - startMs} ${kind} ${resource} ${id}`;
    if (other !== undefined) line += ` ${other}`;
    if (note !== undefined) line += ` ${String(note).replaceAll('\n', ' ')}`;
    write(line);
  };
}
