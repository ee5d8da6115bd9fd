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

/** Text that is equal for equal metrics. */
export function metricKey(metric: Metric): string {
  const { dimensions } = metric;
  const sorted = Object.keys(dimensions).sort();
  return metricText({
    ...metric,
    dimensions: Object.fromEntries(sorted.map((name) => [name, dimensions[name]!])),
  });
}

/** Text of a metric with its dimensions as they come: never equal for two metrics. */
export function metricText({ namespace, name, dimensions }: Metric): string {
  let text = `${namespace}\n${name}`;
  for (const dimension in dimensions) text += `\n${dimension}=${dimensions[dimension]}`;
  return text;
}

/** The values of one metric, by minute. Hold on to it where values come often: adding looks nothing up. */
export class MetricSeries {
  readonly metric: Metric;
  /** As last given, such as `Milliseconds`. */
  unit: string;
  readonly #minutes = new Map<number, Sample>();
  #lastMinute = Number.NaN;
  #lastSample = emptySample();

  constructor(metric: Metric, unit: string) {
    this.metric = metric;
    this.unit = unit;
  }

  /** Adds a value at an instant in epoch milliseconds. */
  add(value: number, atMs: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    if (minute !== this.#lastMinute) {
      this.#lastSample = this.#sampleOf(minute);
      this.#lastMinute = minute;
    }
    addValue(this.#lastSample, value);
  }

  /** All values from `startMs` up to, not including, `endMs`; both fall on minutes. */
  between(startMs: number, endMs: number): Sample {
    const whole = emptySample();
    for (let minute = Math.ceil(startMs / MINUTE_MS); minute * MINUTE_MS < endMs; minute += 1) {
      const part = this.#minutes.get(minute);
      if (part) mergeSample(whole, part);
    }
    return whole;
  }

  #sampleOf(minute: number): Sample {
    let sample = this.#minutes.get(minute);
    if (!sample) {
      sample = emptySample();
      this.#minutes.set(minute, sample);
      const [oldest] = this.#minutes.keys();
      if (this.#minutes.size > MAX_MINUTES) this.#minutes.delete(oldest!);
    }
    return sample;
  }
}
