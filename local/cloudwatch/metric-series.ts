import { addValue, emptySample, mergeSample, type Sample } from './statistics.ts';

/** What identifies a metric. */
export interface Metric {
  namespace: string;
  name: string;
  /** Dimension names to values; their order does not matter. */
  dimensions: Readonly<Record<string, string>>;
}

/** Shortest period that is kept, in milliseconds. */
export const MINUTE_MS = 60_000;

/** Minutes kept per metric: the longest range an alarm with periods up to an hour may look at is a day. */
export const MAX_MINUTES = 1_440;

/** The same in milliseconds. */
export const KEPT_MS = MAX_MINUTES * MINUTE_MS;

/** Text that is equal for equal metrics. */
export function metricKey({ namespace, name, dimensions }: Metric): string {
  const sorted = Object.keys(dimensions).sort();
  return JSON.stringify([namespace, name, ...sorted.map((key) => [key, dimensions[key]])]);
}

/** Text of a metric with its dimensions as they come: never equal for two metrics. */
export function metricText({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, dimensions]);
}

/** The values of one metric, by minute. Hold on to it where values come often: adding looks nothing up. */
export class MetricSeries {
  readonly metric: Metric;
  /** As last given, such as `Milliseconds`. */
  unit: string;
  /** Whether it made room for others: then its metric has another series, or none. */
  isForgotten = false;
  /** Oldest first. */
  readonly #minutes = new Map<number, Sample>();
  #newestMinute = Number.NEGATIVE_INFINITY;
  #lastMinute = Number.NaN;
  #lastSample = emptySample();

  constructor(metric: Metric, unit: string) {
    this.metric = metric;
    this.unit = unit;
  }

  /** Whether it is of that namespace and has exactly these dimensions. */
  isAbout(namespace: string, dimensions: Metric['dimensions']): boolean {
    const { metric } = this;
    if (metric.namespace !== namespace) return false;
    const names = Object.keys(dimensions);
    if (Object.keys(metric.dimensions).length !== names.length) return false;
    return names.every((name) => metric.dimensions[name] === dimensions[name]);
  }

  /** Start of the latest minute that got a value, epoch milliseconds; undefined if none did. */
  get latestMs(): number | undefined {
    if (this.#minutes.size === 0) return undefined;
    return this.#newestMinute * MINUTE_MS;
  }

  /** Adds a value at an instant in epoch milliseconds. */
  add(value: number, atMs: number): void {
    addValue(this.#sampleAt(atMs), value);
  }

  /** Adds several values, or a statistic set, at an instant in epoch milliseconds. */
  addSample(part: Sample, atMs: number): void {
    mergeSample(this.#sampleAt(atMs), part);
  }

  /** All values from `startMs` up to, not including, `endMs`; both fall on minutes. */
  between(startMs: number, endMs: number): Sample {
    const whole = emptySample();
    if (endMs - startMs > this.#minutes.size * MINUTE_MS) {
      for (const atMs of this.minutesBetween(startMs, endMs)) {
        mergeSample(whole, this.#minutes.get(atMs / MINUTE_MS)!);
      }
      return whole;
    }
    for (let minute = Math.ceil(startMs / MINUTE_MS); minute * MINUTE_MS < endMs; minute += 1) {
      const part = this.#minutes.get(minute);
      if (part) mergeSample(whole, part);
    }
    return whole;
  }

  /** Starts of the minutes that got values, in epoch milliseconds, oldest first; the end is not included. */
  minutesBetween(startMs: number, endMs: number): number[] {
    const starts = Array.from(this.#minutes.keys(), (minute) => minute * MINUTE_MS);
    return starts.filter((atMs) => atMs >= startMs && atMs < endMs);
  }

  #sampleAt(atMs: number): Sample {
    const minute = Math.floor(atMs / MINUTE_MS);
    if (minute !== this.#lastMinute) {
      this.#lastSample = this.#sampleOf(minute);
      this.#lastMinute = minute;
    }
    return this.#lastSample;
  }

  #sampleOf(minute: number): Sample {
    let sample = this.#minutes.get(minute);
    if (!sample) {
      sample = emptySample();
      this.#minutes.set(minute, sample);
      if (minute > this.#newestMinute) this.#newestMinute = minute;
      else this.#putInOrder();
      const [oldest] = this.#minutes.keys();
      if (this.#minutes.size > MAX_MINUTES) this.#minutes.delete(oldest!);
    }
    return sample;
  }

  #putInOrder(): void {
    const minutes = [...this.#minutes].sort(([one], [other]) => one - other);
    this.#minutes.clear();
    for (const [minute, sample] of minutes) this.#minutes.set(minute, sample);
  }
}

/** A series that forgets what it is given, for clouds without monitoring. */
export class SilentSeries extends MetricSeries {
  override add(): void {}
}
