import type { Scheduler } from '../scheduler.ts';
import { Alarm, type AlarmSpec, type AlarmView } from './alarm.ts';
import { parseEmbeddedMetrics } from './embedded-metrics.ts';
import { type Metric, MetricSeries, MINUTE_MS, metricKey, metricText } from './metric-series.ts';
import { statisticNamed } from './statistics.ts';

/** Metrics at most: more are a dimension that takes ever new values, and each is billed. */
export const MAX_METRICS_KEPT = 10_000;

/** Which values of a metric are asked for; GetMetricStatistics. */
export interface StatisticsQuery {
  metric: Metric;
  /** Such as `Sum` or `p99`. */
  statistic: string;
  /** Whole minutes. */
  periodMs: number;
  /** Epoch milliseconds; the first period starts here, rounded down to the minute. */
  startMs: number;
  endMs: number;
}

/** The value of a statistic in one period, in the unit of its metric. */
export interface Datapoint {
  /** Start of the period, epoch milliseconds. */
  atMs: number;
  value: number;
}

interface Gauge {
  series: MetricSeries;
  read: () => number;
}

/**
 * Metrics by the minute, from the services, from `record` and from log lines in the embedded metric
 * format, and the alarms on them. Gauges and alarms are looked at every full minute, in the background.
 */
export class CloudWatch {
  readonly #scheduler: Scheduler;
  readonly #series = new Map<string, MetricSeries>();
  /** The same by their text, to be found without sorting. */
  readonly #byText = new Map<string, MetricSeries>();
  readonly #gauges: Gauge[] = [];
  readonly #alarms: Alarm[] = [];
  #ticking = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** The series of a metric, to hold on to; throws RangeError beyond MAX_METRICS_KEPT. */
  series(metric: Metric, unit = 'None'): MetricSeries {
    const text = metricText(metric);
    const known = this.#byText.get(text);
    if (known) return known;
    const key = metricKey(metric);
    let series = this.#series.get(key);
    if (!series) {
      if (this.#series.size >= MAX_METRICS_KEPT) {
        throw new RangeError(
          `more than ${MAX_METRICS_KEPT} metrics, at ${key.replaceAll('\n', ' ')}`,
        );
      }
      series = new MetricSeries(metric, unit);
      this.#series.set(key, series);
    }
    if (this.#byText.size >= MAX_METRICS_KEPT) this.#byText.clear();
    this.#byText.set(text, series);
    return series;
  }

  /** Adds one value, now unless `atMs` says when. */
  record(metric: Metric, value: number, unit = 'None', atMs = this.#scheduler.nowMs()): void {
    this.series(metric, unit).add(value, atMs);
  }

  /** Has a value read at the end of each minute, such as a queue's depth. */
  gauge(metric: Metric, read: () => number, unit = 'Count'): void {
    this.#gauges.push({ series: this.series(metric, unit), read });
    this.#startTicking();
  }

  /**
   * Takes the metrics of one line of a function's log. Lines CloudWatch would refuse are counted, as on
   * AWS, in `EMFValidationErrors` of `AWS/Logs`; true if the line carried metrics.
   */
  ingestLogLine(line: string): boolean {
    const parsed = parseEmbeddedMetrics(line);
    if (!parsed) return false;
    if ('rejected' in parsed) {
      this.record(REJECTED_LINES, 1, 'Count');
      return false;
    }
    for (const { metric, unit, values, atMs } of parsed.metrics) {
      const series = this.series(metric, unit);
      for (const value of values) series.add(value, atMs);
    }
    return true;
  }

  /** Datapoints of the periods that have values, oldest first. */
  statistics({ metric, statistic, periodMs, startMs, endMs }: StatisticsQuery): Datapoint[] {
    const compute = statisticNamed(statistic);
    const series = this.#series.get(metricKey(metric));
    const datapoints: Datapoint[] = [];
    if (!series) return datapoints;
    const firstMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
    for (let atMs = firstMs; atMs < endMs; atMs += periodMs) {
      const value = compute(series.between(atMs, atMs + periodMs));
      if (value !== undefined) datapoints.push({ atMs, value });
    }
    return datapoints;
  }

  /** Every metric that has or had a value, in the order of their first. */
  metrics(): Metric[] {
    return [...this.#series.values()].map(({ metric }) => metric);
  }

  /** Adds an alarm; throws NotSimulatedError for what is not simulated of it. */
  putAlarm(spec: AlarmSpec): void {
    this.#alarms.push(new Alarm(spec));
    this.#startTicking();
  }

  alarms(): AlarmView[] {
    return this.#alarms.map((alarm) => alarm.view());
  }

  #startTicking(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#awaitFullMinute();
  }

  #awaitFullMinute(): void {
    const nowMs = this.#scheduler.nowMs();
    const dueMs = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
    this.#scheduler.after(dueMs - nowMs, () => this.#endMinute(dueMs), 'background');
  }

  #endMinute(endMs: number): void {
    for (const { series, read } of this.#gauges) series.add(read(), endMs - 1);
    const find = (metric: Metric): MetricSeries | undefined => this.#series.get(metricKey(metric));
    for (const alarm of this.#alarms) alarm.evaluate(endMs, find);
    this.#awaitFullMinute();
  }
}

const REJECTED_LINES: Metric = {
  namespace: 'AWS/Logs',
  name: 'EMFValidationErrors',
  dimensions: {},
};
