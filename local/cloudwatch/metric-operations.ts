import { NotSimulatedError } from '../errors.ts';
import { dimensionList } from './alarm-view.ts';
import { cloudWatchException, missingParameter } from './cloudwatch-errors.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { type Datum, MAX_DATA, type MetricAddition, readDatum } from './metric-data-input.ts';
import { type MetricSeries, metricKey } from './metric-series.ts';
import { checkDimensions, type MetricSettings } from './metric-settings.ts';
import {
  type CloudWatchOperation,
  type CloudWatchPlace,
  cloudWatchPage,
  onEverything,
} from './operation.ts';

/** Metrics of one page. API_ListMetrics. */
export const MAX_METRICS_PAGE = 500;

/** What `RecentlyActive: PT3H` reaches back. */
const RECENT_MS = 3 * 3_600_000;

interface PutInput {
  Namespace?: string;
  MetricData?: Datum[];
}

interface ListInput extends Partial<MetricSettings> {
  RecentlyActive?: string;
  NextToken?: string;
}

/** The operations on metrics. */
export const metricOperations: Readonly<Record<string, CloudWatchOperation>> = {
  PutMetricData: {
    parameters: ['Namespace', 'MetricData'],
    resources: onEverything,
    run: putMetricData,
  },
  GetMetricData: {
    parameters: ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy'],
    resources: onEverything,
    run: getMetricData,
  },
  GetMetricStatistics: {
    parameters: [
      ...['Namespace', 'MetricName', 'Dimensions', 'StartTime', 'EndTime', 'Period'],
      ...['Statistics', 'ExtendedStatistics', 'Unit'],
    ],
    resources: onEverything,
    run: getMetricStatistics,
  },
  ListMetrics: {
    parameters: ['Namespace', 'MetricName', 'Dimensions', 'RecentlyActive', 'NextToken'],
    resources: onEverything,
    run: listMetrics,
  },
};

function putMetricData({ Namespace, MetricData = [] }: PutInput, place: CloudWatchPlace): object {
  if (!Namespace) throw missingParameter('Namespace');
  if (Namespace.startsWith('AWS/')) refuse('The value AWS/ for parameter Namespace is invalid.');
  if (MetricData.length > MAX_DATA) {
    refuse(`The collection MetricData must not have a size greater than ${MAX_DATA}.`);
  }
  if (MetricData.length === 0) throw missingParameter('MetricData');
  const nowMs = place.scheduler.nowMs();
  const additions = MetricData.map((datum, index) =>
    readDatum(Namespace, datum, `MetricData.member.${index + 1}`, nowMs),
  );
  refuseOtherUnits(additions, place);
  for (const { metric, unit, samples, atMs } of additions) {
    const series = place.cloudwatch.series(metric, unit);
    for (const sample of samples) series.addSample(sample, atMs);
  }
  return {};
}

/** A metric is kept in one unit here, and on AWS apart for each. */
function refuseOtherUnits(
  additions: readonly MetricAddition[],
  { cloudwatch }: CloudWatchPlace,
): void {
  const units = new Map<string, string>();
  for (const { metric, unit } of additions) {
    const key = metricKey(metric);
    const known = units.get(key) ?? cloudwatch.find(metric)?.unit ?? unit;
    if (known !== unit) {
      throw new NotSimulatedError(`${unit} for metric ${metric.name}, which is in ${known}`);
    }
    units.set(key, unit);
  }
}

function listMetrics(input: ListInput, { cloudwatch, scheduler }: CloudWatchPlace): object {
  const { RecentlyActive, NextToken } = input;
  if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
    refuse(`The value ${RecentlyActive} for parameter RecentlyActive is not supported.`);
  }
  checkDimensions(input.Dimensions);
  const sinceMs = RecentlyActive === undefined ? -Infinity : scheduler.nowMs() - RECENT_MS;
  const chosen = cloudwatch.allSeries().filter((series) => isListed(series, input, sinceMs));
  const keyOf = ({ metric }: MetricSeries): string => metricKey(metric);
  const page = cloudWatchPage(chosen, keyOf, MAX_METRICS_PAGE, NextToken);
  const metrics = page.items.map(({ metric }) => ({
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: dimensionList(metric),
  }));
  return { Metrics: metrics, NextToken: page.token };
}

function isListed(series: MetricSeries, input: ListInput, sinceMs: number): boolean {
  const { metric, latestMs } = series;
  const { Namespace, MetricName, Dimensions = [] } = input;
  if (latestMs === undefined || latestMs < sinceMs) return false;
  if (Namespace !== undefined && metric.namespace !== Namespace) return false;
  if (MetricName !== undefined && metric.name !== MetricName) return false;
  return Dimensions.every(({ Name = '', Value }) => {
    if (!Object.hasOwn(metric.dimensions, Name)) return false;
    return Value === undefined || metric.dimensions[Name] === Value;
  });
}

function refuse(message: string): never {
  throw cloudWatchException('InvalidParameterValueException', message);
}
