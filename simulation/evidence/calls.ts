import type { CallPoint } from '../../local/interference.ts';

/** Whom or what calls were made most often by, or about. */
export interface Dearest {
  name: string;
  calls: number;
}

/** Counts the calls of AWS that the platform's functions make, each attempt as one, as they make them. */
export class CallCount {
  readonly #byCaller = new Map<string, number>();
  readonly #byId = new Map<string, number>();
  #made = 0;
  #limit = Number.POSITIVE_INFINITY;
  #tell = (): void => {};

  /** Takes a call and what it is about; those of the operator are not the platform's. */
  take({ caller }: CallPoint, about: string): void {
    if (!caller.startsWith('orderly-')) return;
    this.#made += 1;
    count(this.#byCaller, caller);
    const [id] = ID.exec(about) ?? [];
    if (id !== undefined) count(this.#byId, id);
    if (this.#made === this.#limit) this.#tell();
  }

  /** How many there were. */
  get made(): number {
    return this.#made;
  }

  /** The function that made most of them, without the prefix of its stage. */
  dearestCaller(): Dearest {
    const { name, calls } = dearestOf(this.#byCaller);
    return { name: name.replace(/^orderly-\w+?-/, ''), calls };
  }

  /** The order, or the event, that most of them were about. */
  dearestId(): Dearest {
    return dearestOf(this.#byId);
  }

  /** Tells once, at the call of this number. */
  tellAt(limit: number, tell: () => void): void {
    this.#limit = limit;
    this.#tell = tell;
  }
}

/** The id of an order, an event or a command, wherever it stands in a key. */
const ID = /[0-9a-f]{32}/;

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function dearestOf(counts: ReadonlyMap<string, number>): Dearest {
  let dearest: Dearest = { name: 'nobody', calls: 0 };
  for (const [name, calls] of counts) {
    if (calls > dearest.calls) dearest = { name, calls };
  }
  return dearest;
}
