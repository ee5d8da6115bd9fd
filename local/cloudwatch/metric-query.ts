import { NotSimulatedError } from '../errors.ts';
import { compileExpression } from './expression.ts';
import { type Metric, type MetricSeries, MINUTE_MS } from './metric-series.ts';
import { statisticNamed } from './statistics.ts';

/** One metric with its statistic, or metric math on others of the same list. API_MetricDataQuery. */
export type MetricQuery = { id: string } & (
  | { metric: Metric; statistic: string; periodMs: number }
  | { expression: string }
);

/** Finds a metric's values; undefined as long as it has none. */
export type SeriesFinder = (metric: Metric) => MetricSeries | undefined;

/** A compiled list of queries: the value of the returned one. */
export interface CompiledQuery {
  periodMs: number;
  /** Of the metrics it reads. */
  namespaces: readonly string[];
  /** The value for the period that starts at `startMs`; undefined if there is no datapoint. */
  valueAt(startMs: number, find: SeriesFinder): number | undefined;
}

/**
 * Compiles the query `returnedId` of a list, with those it is made of.
 * Throws NotSimulatedError for statistics, periods and expressions that are not simulated.
 */
export function compileQuery(queries: readonly MetricQuery[], returnedId: string): CompiledQuery {
  const periods = new Set<number>();
  const namespaces = new Set<string>();
  const compile = (id: string, path: readonly string[]): Reader => {
    const query = queries.find((candidate) => candidate.id === id);
    if (!query || path.includes(id)) throw new NotSimulatedError(`metric id ${id}`);
    if ('expression' in query)
      return readExpression(query.expression, (input) => compile(input, [...path, id]));
    if (query.periodMs % MINUTE_MS !== 0 || query.periodMs <= 0) {
      throw new NotSimulatedError(`period of ${query.periodMs / 1000} s`);
    }
    periods.add(query.periodMs);
    namespaces.add(query.metric.namespace);
    return readMetric(query.metric, query.statistic, query.periodMs);
  };
  const valueAt = compile(returnedId, []);
  const [periodMs = MINUTE_MS, ...others] = periods;
  if (others.length > 0) throw new NotSimulatedError('metric math on different periods');
  return { periodMs, namespaces: [...namespaces], valueAt };
}

type Reader = CompiledQuery['valueAt'];

function readMetric(metric: Metric, statisticName: string, periodMs: number): Reader {
  const statistic = statisticNamed(statisticName);
  let series: MetricSeries | undefined;
  return (startMs, find) => {
    series ??= find(metric);
    return series && statistic(series.between(startMs, startMs + periodMs));
  };
}

function readExpression(text: string, compile: (id: string) => Reader): Reader {
  const { ids, evaluate } = compileExpression(text);
  const inputs = new Map(ids.map((id) => [id, compile(id)]));
  return (startMs, find) => evaluate((id) => inputs.get(id)!(startMs, find));
}
