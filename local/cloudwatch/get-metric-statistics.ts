import { NotSimulatedError } from '../errors.ts';
import { cloudWatchException, missingParameter, notInEnumeration } from './cloudwatch-errors.ts';
import { MINUTE_MS } from './metric-series.ts';
import {
  checkDimensions,
  checkPeriod,
  checkUnit,
  type MetricSettings,
  metricOf,
} from './metric-settings.ts';
import type { CloudWatchPlace } from './operation.ts';
import { SIMPLE_STATISTICS } from './statistics.ts';

/** Datapoints of one call at most. API_GetMetricStatistics. */
export const MAX_DATAPOINTS = 1_440;

interface Input extends Partial<MetricSettings> {
  StartTime?: Date;
  EndTime?: Date;
  Period?: number;
  Statistics?: string[];
  ExtendedStatistics?: string[];
  Unit?: string;
}

const REQUIRED = ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period'] as const;

/** GetMetricStatistics: the statistics of one metric by period, oldest first. */
export function getMetricStatistics(input: Input, { cloudwatch }: CloudWatchPlace): object {
  for (const name of REQUIRED) if (input[name] === undefined) throw missingParameter(name);
  const { StartTime, EndTime, Period, Unit } = input as Required<Input>;
  const [startMs, endMs, periodMs] = [StartTime.getTime(), EndTime.getTime(), Period * 1000];
  const statistics = statisticsOf(input);
  checkRange(startMs, endMs, periodMs);
  checkUnit(Unit);
  checkDimensions(input.Dimensions);
  const metric = metricOf(input as MetricSettings);
  const series = cloudwatch.find(metric);
  const datapoints = new Map<number, Datapoint>();
  if (series && (Unit === undefined || Unit === series.unit)) {
    for (const { statistic, isExtended } of statistics) {
      const query = { metric, statistic, periodMs, startMs, endMs };
      for (const { atMs, value } of cloudwatch.statistics(query)) {
        const datapoint = datapoints.get(atMs) ?? { Timestamp: new Date(atMs), Unit: series.unit };
        datapoints.set(atMs, withValue(datapoint, { statistic, isExtended, value }));
      }
    }
  }
  const sorted = [...datapoints].sort(([one], [other]) => one - other);
  return { Label: input.MetricName, Datapoints: sorted.map(([, datapoint]) => datapoint) };
}

interface Datapoint {
  Timestamp: Date;
  Unit: string;
  ExtendedStatistics?: Record<string, number>;
}

interface AskedStatistic {
  statistic: string;
  isExtended: boolean;
}

function withValue(
  datapoint: Datapoint,
  { statistic, isExtended, value }: AskedStatistic & { value: number },
): Datapoint {
  if (!isExtended) return { ...datapoint, [statistic]: value };
  const ExtendedStatistics = { ...datapoint.ExtendedStatistics, [statistic]: value };
  return { ...datapoint, ExtendedStatistics };
}

function statisticsOf({ Statistics = [], ExtendedStatistics = [] }: Input): AskedStatistic[] {
  if (Statistics.length > 0 === ExtendedStatistics.length > 0) {
    const message = 'Must specify either Statistics or ExtendedStatistics';
    throw cloudWatchException('InvalidParameterCombinationException', message);
  }
  for (const statistic of Statistics) {
    if (!SIMPLE_STATISTICS.includes(statistic)) {
      throw notInEnumeration(statistic, 'statistics', SIMPLE_STATISTICS);
    }
  }
  return [
    ...Statistics.map((statistic) => ({ statistic, isExtended: false })),
    ...ExtendedStatistics.map((statistic) => ({ statistic, isExtended: true })),
  ];
}

function checkRange(startMs: number, endMs: number, periodMs: number): void {
  if (startMs >= endMs) {
    const message = 'The parameter StartTime must be less than the parameter EndTime.';
    throw cloudWatchException('InvalidParameterValueException', message);
  }
  checkPeriod(periodMs / 1000);
  if (periodMs % MINUTE_MS !== 0) throw new NotSimulatedError(`period of ${periodMs / 1000} s`);
  const datapoints = Math.floor((endMs - startMs) / periodMs);
  if (datapoints <= MAX_DATAPOINTS) return;
  const message =
    `You have requested up to ${datapoints} datapoints, which exceeds the limit of ` +
    `${MAX_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or ` +
    'decreasing the time range.';
  throw cloudWatchException('InvalidParameterCombinationException', message);
}
