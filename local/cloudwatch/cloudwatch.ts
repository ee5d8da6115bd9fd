import type { Scheduler } from '../scheduler.ts';
import type { AlarmSpec, AlarmView } from './alarm.ts';
import { Alarms } from './alarms.ts';
import { Dashboards } from './dashboards.ts';
import { parseEmbeddedMetrics } from './embedded-metrics.ts';
import {
  type Metric,
  MetricSeries,
  MINUTE_MS,
  metricKey,
  metricText,
  SilentSeries,
} from './metric-series.ts';
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
  readonly #gauges = new Set<Gauge>();
  /** Those of what is deleted, the longest ago first: still read, and the first to make room. */
  readonly #released = new Set<MetricSeries>();
  readonly alarmStore: Alarms;
  readonly dashboards: Dashboards;
  readonly #enabled: boolean;
  #ticking = false;

  /** Not `enabled`, it keeps no value and looks at no alarm. */
  constructor(scheduler: Scheduler, enabled = true) {
    this.#enabled = enabled;
    this.#scheduler = scheduler;
    this.alarmStore = new Alarms(scheduler);
    this.dashboards = new Dashboards(scheduler);
  }

  /** The series of a metric, to hold on to; throws RangeError beyond MAX_METRICS_KEPT. */
  series(metric: Metric, unit = 'None'): MetricSeries {
    if (!this.#enabled) return SILENT;
    const text = metricText(metric);
    const known = this.#byText.get(text);
    const series = known && !known.isForgotten ? known : this.#seriesOf(metric, unit);
    if (series !== known) this.#byText.set(text, series);
    this.#released.delete(series);
    return series;
  }

  /**
   * Says that what these series are about is deleted, such as a function: they are still read, as on
   * AWS, until others need the room. Takes the series with exactly these dimensions.
   */
  release(namespace: string, dimensions: Metric['dimensions']): void {
    for (const series of this.#series.values()) {
      if (series.isAbout(namespace, dimensions)) this.#released.add(series);
    }
  }

  #seriesOf(metric: Metric, unit: string): MetricSeries {
    const key = metricKey(metric);
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= MAX_METRICS_KEPT) this.#makeRoom(key);
    if (this.#byText.size >= MAX_METRICS_KEPT) this.#byText.clear();
    const series = new MetricSeries(metric, unit);
    this.#series.set(key, series);
    return series;
  }

  #makeRoom(key: string): void {
    const [longestReleased] = this.#released;
    if (!longestReleased) {
      throw new RangeError(`more than ${MAX_METRICS_KEPT} metrics, at ${key}`);
    }
    this.#released.delete(longestReleased);
    this.#series.delete(metricKey(longestReleased.metric));
    longestReleased.isForgotten = true;
  }

  /** Adds one value, now unless `atMs` says when. */
  record(metric: Metric, value: number, unit = 'None', atMs = this.#scheduler.nowMs()): void {
    this.series(metric, unit).add(value, atMs);
  }

  /**
   * Has a value read at the end of each minute, such as a queue's depth. Call what it returns when the
   * queue is deleted: nothing is read any more, and its series is released.
   */
  gauge(metric: Metric, read: () => number, unit = 'Count'): () => void {
    if (!this.#enabled) return () => {};
    const gauge = { series: this.series(metric, unit), read };
    this.#gauges.add(gauge);
    this.#startTicking();
    return () => {
      if (this.#gauges.delete(gauge)) this.#released.add(gauge.series);
    };
  }

  /**
   * Takes the metrics of one line of a function's log. Lines CloudWatch would refuse are counted, as on
   * AWS, in `EMFValidationErrors` of `AWS/Logs`; true if the line carried metrics.
   */
  ingestLogLine(line: string): boolean {
    if (!this.#enabled) return false;
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
    const series = this.find(metric);
    const datapoints: Datapoint[] = [];
    if (!series) return datapoints;
    const firstMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
    for (let atMs = firstMs; atMs < endMs; atMs += periodMs) {
      const value = compute(series.between(atMs, atMs + periodMs));
      if (value !== undefined) datapoints.push({ atMs, value });
    }
    return datapoints;
  }

  /** Every metric that has a series, in the order of their first value. */
  metrics(): Metric[] {
    return this.allSeries().map(({ metric }) => metric);
  }

  allSeries(): MetricSeries[] {
    return [...this.#series.values()];
  }

  /** The series of a metric, whatever the order of its dimensions; undefined if there is none yet. */
  find(metric: Metric): MetricSeries | undefined {
    return this.#series.get(metricKey(metric));
  }

  /** Adds or replaces an alarm; throws NotSimulatedError for what is not simulated of it. */
  putAlarm(spec: AlarmSpec): void {
    this.alarmStore.put(spec);
    if (this.#enabled) this.#startTicking();
  }

  alarms(): AlarmView[] {
    return this.alarmStore.all().map(({ alarm }) => alarm.view());
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
    this.alarmStore.evaluate(endMs, (metric) => this.find(metric));
    this.#awaitFullMinute();
  }
}

/** Stands for every series where nothing is counted. */
const SILENT = new SilentSeries({ namespace: '', name: '', dimensions: {} }, 'None');

const REJECTED_LINES: Metric = {
  namespace: 'AWS/Logs',
  name: 'EMFValidationErrors',
  dimensions: {},
};
