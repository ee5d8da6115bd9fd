import { NotSimulatedError } from '../errors.ts';
import { compileExpression } from './expression.ts';
import { type Metric, type MetricSeries, MINUTE_MS } from './metric-series.ts';
import { statisticNamed } from './statistics.ts';

/** One metric with its statistic, or metric math on others of the same list. API_MetricDataQuery. */
export type MetricQuery = { id: string; label?: string } & (MetricRead | { expression: string });

/** Which values of a metric are read, and how. */
export interface MetricRead {
  metric: Metric;
  statistic: string;
  periodMs: number;
  /** Reads nothing of a metric in another unit. */
  unit?: string;
}

/** The id of the only query of an alarm on one metric; no id that a caller may give. */
export const ONLY_METRIC = '.';

/** Finds a metric's values; undefined as long as it has none. */
export type SeriesFinder = (metric: Metric) => MetricSeries | undefined;

/** A compiled list of queries: the value of the returned one. */
export interface CompiledQuery {
  periodMs: number;
  /** What it reads. */
  metrics: readonly Metric[];
  /** The value for the period that starts at `startMs`; undefined if there is no datapoint. */
  valueAt(startMs: number, find: SeriesFinder): number | undefined;
}

/**
 * Compiles the query `returnedId` of a list, with those it is made of.
 * Throws NotSimulatedError for statistics, periods and expressions that are not simulated.
 */
export function compileQuery(queries: readonly MetricQuery[], returnedId: string): CompiledQuery {
  const periods = new Set<number>();
  const metrics: Metric[] = [];
  const compile = (id: string, path: readonly string[]): Reader => {
    const query = queries.find((candidate) => candidate.id === id);
    if (!query || path.includes(id)) throw new NotSimulatedError(`metric id ${id}`);
    if ('expression' in query)
      return readExpression(query.expression, (input) => compile(input, [...path, id]));
    if (query.periodMs % MINUTE_MS !== 0 || query.periodMs <= 0) {
      throw new NotSimulatedError(`period of ${query.periodMs / 1000} s`);
    }
    periods.add(query.periodMs);
    metrics.push(query.metric);
    return readMetric(query);
  };
  const valueAt = compile(returnedId, []);
  const [periodMs, ...others] = periods;
  if (periodMs === undefined) throw new NotSimulatedError('metric math without a metric');
  if (others.length > 0) throw new NotSimulatedError('metric math on different periods');
  return { periodMs, metrics, valueAt };
}

type Reader = CompiledQuery['valueAt'];

function readMetric({ metric, statistic: name, periodMs, unit }: MetricRead): Reader {
  const statistic = statisticNamed(name);
  let series: MetricSeries | undefined;
  return (startMs, find) => {
    if (!series || series.isForgotten) series = find(metric);
    if (!series || (unit !== undefined && unit !== series.unit)) return undefined;
    return statistic(series.between(startMs, startMs + periodMs));
  };
}

function readExpression(text: string, compile: (id: string) => Reader): Reader {
  const { ids, evaluate } = compileExpression(text);
  const inputs = new Map(ids.map((id) => [id, compile(id)]));
  return (startMs, find) => evaluate((id) => inputs.get(id)!(startMs, find));
}
