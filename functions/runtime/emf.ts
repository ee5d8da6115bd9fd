import type { Metrics, MetricUnit } from './ports.ts';

/** The metrics namespace of every service. */
export const METRICS_NAMESPACE = 'Orderly';

/**
 * Metrics as lines of CloudWatch's embedded metric format, one for each set of dimensions, written at
 * `flush` (Embedded Metric Format specification, CloudWatch user guide).
 */
export function emfMetrics(
  service: string,
  nowMs: () => number,
  write: (line: string) => void,
): Metrics {
  const groups = new Map<string, Group>();
  let pending: Group[] = [];
  return {
    add(name, unit, value, dimensions) {
      const key = dimensions ? Object.values(dimensions).join('|') : '';
      let group = groups.get(key);
      if (!group) {
        group = new Group({ service, ...dimensions });
        groups.set(key, group);
      }
      if (group.isEmpty) pending.push(group);
      group.add(name, unit, value);
    },
    flush() {
      const flushed = pending;
      pending = [];
      for (const group of flushed) write(group.take(nowMs()));
    },
  };
}

/** The metrics of one set of dimensions, and the parts of their lines that are always the same. */
class Group {
  readonly #dimensions: Record<string, string>;
  readonly #values = new Map<string, number[]>();
  readonly #units = new Map<string, MetricUnit>();
  /** A line's text behind the timestamp, by the names of its metrics. */
  readonly #directives = new Map<string, string>();

  constructor(dimensions: Record<string, string>) {
    this.#dimensions = dimensions;
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  add(name: string, unit: MetricUnit, value: number): void {
    this.#units.set(name, unit);
    const values = this.#values.get(name);
    if (values) values.push(value);
    else this.#values.set(name, [value]);
  }

  /** The line of what was added, and nothing is left. */
  take(timestampMs: number): string {
    const names = [...this.#values.keys()];
    const key = names.join('|');
    let directive = this.#directives.get(key);
    if (directive === undefined) {
      directive = this.#directive(names);
      this.#directives.set(key, directive);
    }
    let line = `{"_aws":{"Timestamp":${timestampMs},${directive}`;
    for (const [name, values] of this.#values) {
      line += `,"${name}":${values.length === 1 ? values[0] : `[${values.join(',')}]`}`;
    }
    this.#values.clear();
    return `${line}}`;
  }

  #directive(names: readonly string[]): string {
    const metrics = names.map((Name) => ({ Name, Unit: this.#units.get(Name) }));
    const directive = {
      Namespace: METRICS_NAMESPACE,
      Dimensions: [Object.keys(this.#dimensions)],
      Metrics: metrics,
    };
    const dimensions = JSON.stringify(this.#dimensions).slice(1, -1);
    return `"CloudWatchMetrics":[${JSON.stringify(directive)}]},${dimensions}`;
  }
}
