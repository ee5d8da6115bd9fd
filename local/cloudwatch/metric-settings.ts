import { cloudWatchException, notInEnumeration } from './cloudwatch-errors.ts';
import { MAX_DIMENSIONS } from './metric-data-input.ts';
import type { MetricQuery } from './metric-query.ts';
import type { Metric } from './metric-series.ts';
import { UNITS } from './units.ts';

/** A metric as templates and calls name it. */
export interface MetricSettings {
  MetricName: string;
  Namespace: string;
  Dimensions?: { Name?: string; Value?: string }[];
}

/** One query as templates and calls give it. API_MetricDataQuery. */
export interface QuerySettings {
  Id: string;
  Expression?: string;
  Label?: string;
  MetricStat?: { Metric: MetricSettings; Period: number; Stat: string; Unit?: string };
  ReturnData?: boolean;
  Period?: number;
  AccountId?: string;
}

/** Longest period in seconds: what an integer of the API holds. */
export const MAX_PERIOD = 2 ** 31 - 1;

/** A query from its settings. */
export function metricQuery({ Id, Expression, Label, MetricStat }: QuerySettings): MetricQuery {
  if (!MetricStat) return { id: Id, label: Label, expression: Expression ?? '' };
  const { Metric, Period, Stat, Unit } = MetricStat;
  const read = { statistic: Stat, periodMs: Period * 1000, unit: Unit };
  return { id: Id, label: Label, metric: metricOf(Metric), ...read };
}

/** A metric from its settings. */
export function metricOf({ Namespace, MetricName, Dimensions = [] }: MetricSettings): Metric {
  const named = Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]);
  return { namespace: Namespace, name: MetricName, dimensions: Object.fromEntries(named) };
}

/** Throws ValidationException for more dimensions than a metric has; `place` is such as `Dimensions`. */
export function checkDimensions(
  dimensions: MetricSettings['Dimensions'] = [],
  place = 'Dimensions',
): void {
  if (dimensions.length <= MAX_DIMENSIONS) return;
  refuse(`The collection ${place} must not have a size greater than ${MAX_DIMENSIONS}.`);
}

/** Throws ValidationException for a period CloudWatch does not know. */
export function checkPeriod(seconds: number): void {
  if (seconds > MAX_PERIOD) refuse(`Period must be at most ${MAX_PERIOD}`);
  if (seconds === 10 || seconds === 30 || (seconds > 0 && seconds % 60 === 0)) return;
  refuse('Period must be 10, 30 or a multiple of 60');
}

/** Throws ValidationException for a unit that is none. */
export function checkUnit(unit: string | undefined): void {
  if (unit === undefined || UNITS.has(unit)) return;
  throw notInEnumeration(unit, 'unit', [...UNITS].map(String));
}

function refuse(message: string): never {
  throw cloudWatchException('ValidationException', message);
}
