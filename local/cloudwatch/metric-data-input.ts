import { NotSimulatedError } from '../errors.ts';
import { cloudWatchException, missingParameter } from './cloudwatch-errors.ts';
import { KEPT_MS, MAX_MINUTES, type Metric } from './metric-series.ts';
import { repeatedSample, type Sample } from './statistics.ts';
import { UNITS } from './units.ts';

/** Metrics of one call of PutMetricData at most. API_PutMetricData. */
export const MAX_DATA = 1_000;

/** Different values of one metric in a call. API_MetricDatum, "Values". */
export const MAX_VALUES = 150;

/** Dimensions of a metric. */
export const MAX_DIMENSIONS = 30;

/** How far back the time of a value may be: two weeks. */
export const MAX_AGE_MS = 14 * 86_400_000;

/** How far ahead it may be: two hours. */
export const MAX_AHEAD_MS = 2 * 3_600_000;

/** Largest size of a value. */
const MAX_VALUE = 2 ** 360;

/** One metric of a call of PutMetricData. */
export interface Datum {
  MetricName?: string;
  Dimensions?: { Name?: string; Value?: string }[];
  Timestamp?: Date;
  Value?: number;
  StatisticValues?: { SampleCount?: number; Sum?: number; Minimum?: number; Maximum?: number };
  Values?: number[];
  Counts?: number[];
  Unit?: string;
  StorageResolution?: number;
}

/** What a call adds to one metric. */
export interface MetricAddition {
  metric: Metric;
  unit: string;
  samples: readonly Sample[];
  atMs: number;
}

/**
 * Reads one metric of a call; `place` is such as `MetricData.member.1`. Throws InvalidParameterValueException,
 * InvalidParameterCombinationException and MissingRequiredParameterException as PutMetricData does.
 */
export function readDatum(
  namespace: string,
  datum: Datum,
  place: string,
  nowMs: number,
): MetricAddition {
  const { MetricName: name, Unit: unit = 'None', StorageResolution: resolution = 60 } = datum;
  if (!name) throw missingParameter(`${place}.MetricName`);
  if (resolution !== 60) throw new NotSimulatedError(`metrics stored every ${resolution} s`);
  if (!UNITS.has(unit)) {
    refuse(`The parameter ${place}.Unit must be a value in the set [ ${[...UNITS].join(', ')} ].`);
  }
  const dimensions = readDimensions(datum, place);
  const atMs = readTime(datum, place, nowMs);
  return {
    metric: { namespace, name, dimensions },
    unit,
    samples: readSamples(datum, place),
    atMs,
  };
}

function readDimensions({ Dimensions = [] }: Datum, place: string): Record<string, string> {
  if (Dimensions.length > MAX_DIMENSIONS) {
    refuse(
      `The collection ${place}.Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`,
    );
  }
  const named = Dimensions.map(({ Name, Value }, index) => {
    const member = `${place}.Dimensions.member.${index + 1}`;
    if (!Name) throw missingParameter(`${member}.Name`);
    if (!Value) throw missingParameter(`${member}.Value`);
    return [Name, Value];
  });
  return Object.fromEntries(named);
}

function readTime({ Timestamp }: Datum, place: string, nowMs: number): number {
  const atMs = Timestamp?.getTime() ?? nowMs;
  const parameter = `The parameter ${place}.Timestamp must specify a time`;
  if (nowMs - atMs > MAX_AGE_MS) refuse(`${parameter} within the past two weeks.`);
  if (atMs - nowMs > MAX_AHEAD_MS) refuse(`${parameter} no more than two hours in the future.`);
  if (nowMs - atMs > KEPT_MS) {
    throw new NotSimulatedError(`values from over ${MAX_MINUTES} minutes ago`);
  }
  return atMs;
}

function readSamples(datum: Datum, place: string): Sample[] {
  const given = (['Value', 'Values', 'StatisticValues'] as const).filter((name) => datum[name]);
  if (datum.Value !== undefined && !given.includes('Value')) given.unshift('Value');
  const [form, other] = given;
  if (form === undefined) throw missingParameter(`${place}.Value`);
  if (other !== undefined) {
    const message =
      `The parameters ${place}.${form} and ${place}.${other} are mutually exclusive ` +
      'and you have specified both.';
    throw cloudWatchException('InvalidParameterCombinationException', message);
  }
  if (form === 'Value') return [repeatedSample(numberAt(datum.Value, `${place}.Value`), 1)];
  return form === 'Values' ? readValues(datum, place) : [readStatistics(datum, place)];
}

function readValues({ Values = [], Counts }: Datum, place: string): Sample[] {
  if (Values.length > MAX_VALUES) {
    refuse(`The collection ${place}.Values must not have a size greater than ${MAX_VALUES}.`);
  }
  if (Counts && Counts.length !== Values.length) {
    refuse(`The parameters ${place}.Values and ${place}.Counts must be of the same size.`);
  }
  return Values.map((value, index) => {
    const count = numberAt(Counts?.[index] ?? 1, `${place}.Counts`);
    return repeatedSample(numberAt(value, `${place}.Values`), count);
  });
}

function readStatistics({ StatisticValues = {} }: Datum, place: string): Sample {
  const [count, sum, min, max] = (['SampleCount', 'Sum', 'Minimum', 'Maximum'] as const).map(
    (name) => numberAt(StatisticValues[name], `${place}.StatisticValues.${name}`),
  ) as [number, number, number, number];
  return { count, sum, min, max, histogram: undefined, isSummary: min !== max };
}

function numberAt(value: number | undefined, place: string): number {
  if (value === undefined) throw missingParameter(place);
  if (Number.isNaN(value) || Math.abs(value) > MAX_VALUE) {
    refuse(`The value ${value} for parameter ${place} is invalid.`);
  }
  return value;
}

function refuse(message: string): never {
  throw cloudWatchException('InvalidParameterValueException', message);
}
