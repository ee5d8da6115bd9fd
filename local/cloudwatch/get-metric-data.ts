import { NotSimulatedError } from '../errors.ts';
import { cloudWatchException, missingParameter } from './cloudwatch-errors.ts';
import {
  type CompiledQuery,
  compileQuery,
  type MetricQuery,
  type SeriesFinder,
} from './metric-query.ts';
import { MINUTE_MS } from './metric-series.ts';
import { metricQuery, type QuerySettings } from './metric-settings.ts';
import type { CloudWatchPlace } from './operation.ts';
import { checkQueries } from './query-input.ts';

/** Datapoints of one answer; AWS gives the others in further pages. */
export const MAX_DATAPOINTS = 100_800;

interface Input {
  MetricDataQueries?: QuerySettings[];
  StartTime?: Date;
  EndTime?: Date;
  ScanBy?: string;
}

interface Range {
  startMs: number;
  endMs: number;
}

/** GetMetricData: the values of metrics, and of metric math on them, by period. */
export function getMetricData(input: Input, place: CloudWatchPlace): object {
  const { MetricDataQueries: queries, ScanBy = 'TimestampDescending' } = input;
  if (!queries || queries.length === 0) throw missingParameter('MetricDataQueries');
  const range = rangeOf(input);
  checkQueries(queries, 'MetricDataQueries');
  const compiled = queries.map(metricQuery);
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  let left = MAX_DATAPOINTS;
  const results = returned.map(({ Id }) => {
    const { Timestamps, Values } = read(Id, compiled, { range, place });
    left -= Values.length;
    if (left < 0) throw new NotSimulatedError(`an answer of over ${MAX_DATAPOINTS} datapoints`);
    if (ScanBy === 'TimestampDescending') {
      Timestamps.reverse();
      Values.reverse();
    }
    const Label = labelOf(compiled.find(({ id }) => id === Id)!);
    return { Id, Label, Timestamps, Values, StatusCode: 'Complete' };
  });
  return { MetricDataResults: results, Messages: [] };
}

function read(
  id: string,
  queries: readonly MetricQuery[],
  { range, place }: { range: Range; place: CloudWatchPlace },
): { Timestamps: Date[]; Values: number[] } {
  const query = compileQuery(queries, id);
  const find: SeriesFinder = (metric) => place.cloudwatch.find(metric);
  const Timestamps: Date[] = [];
  const Values: number[] = [];
  for (const atMs of periodsWithValues(query, range, find)) {
    const value = query.valueAt(atMs, find);
    if (value === undefined) continue;
    Timestamps.push(new Date(atMs));
    Values.push(value);
  }
  return { Timestamps, Values };
}

/** Starts of the periods that have a value to read, oldest first: as few as are kept, however long the range is. */
function periodsWithValues(
  { periodMs, metrics }: CompiledQuery,
  { startMs, endMs }: Range,
  find: SeriesFinder,
): number[] {
  const firstMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
  const lastEndMs = firstMs + Math.ceil((endMs - firstMs) / periodMs) * periodMs;
  const starts = new Set<number>();
  for (const metric of metrics) {
    for (const atMs of find(metric)?.minutesBetween(firstMs, lastEndMs) ?? []) {
      starts.add(atMs - ((atMs - firstMs) % periodMs));
    }
  }
  return [...starts].sort((one, other) => one - other);
}

function labelOf(query: MetricQuery): string {
  if (query.label !== undefined) return query.label;
  return 'metric' in query ? query.metric.name : query.id;
}

function rangeOf({ StartTime, EndTime }: Input): Range {
  if (StartTime === undefined) throw missingParameter('StartTime');
  if (EndTime === undefined) throw missingParameter('EndTime');
  const [startMs, endMs] = [StartTime.getTime(), EndTime.getTime()];
  if (startMs > endMs) refuse('The parameter EndTime must be greater than StartTime.');
  if (startMs === endMs) refuse('The parameter StartTime must not equal parameter EndTime.');
  return { startMs, endMs };
}

function refuse(message: string): never {
  throw cloudWatchException('ValidationException', message);
}
