import { NotSimulatedError } from '../errors.ts';

/**
 * What CloudWatch keeps of the values of a period: enough for every simple statistic, and a histogram for
 * percentiles. `min` and `max` are meaningless while `count` is 0.
 */
export interface Sample {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Bin to how many values it holds; absent while all values are equal. */
  histogram: Map<number, number> | undefined;
  /** Whether part of it came as a statistic set of several values: then it has no percentiles. */
  isSummary: boolean;
}

/** Computes one statistic; undefined if the sample holds no value. */
export type Statistic = (sample: Sample) => number | undefined;

/** A sample that holds nothing yet. */
export function emptySample(): Sample {
  return {
    count: 0,
    sum: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    histogram: undefined,
    isSummary: false,
  };
}

/** A sample of `count` times the same value. */
export function repeatedSample(value: number, count: number): Sample {
  const sample = { count, sum: value * count, min: value, max: value };
  return { ...sample, histogram: undefined, isSummary: false };
}

/** Adds one value to a sample. */
export function addValue(sample: Sample, value: number): void {
  if (sample.count > 0 && (sample.histogram || value !== sample.min)) {
    addToBin(histogramOf(sample), binOf(value), 1);
  }
  sample.count += 1;
  sample.sum += value;
  if (value < sample.min) sample.min = value;
  if (value > sample.max) sample.max = value;
}

/** Adds all that `part` holds to `whole`. */
export function mergeSample(whole: Sample, part: Sample): void {
  if (part.count === 0) return;
  whole.isSummary ||= part.isSummary;
  if (whole.count > 0 && (whole.histogram || part.histogram || whole.min !== part.min)) {
    const bins = histogramOf(whole);
    for (const [bin, count] of part.histogram ?? [[binOf(part.min), part.count]]) {
      addToBin(bins, bin, count);
    }
  } else if (whole.count === 0 && part.histogram) {
    whole.histogram = new Map(part.histogram);
  }
  whole.count += part.count;
  whole.sum += part.sum;
  whole.min = Math.min(whole.min, part.min);
  whole.max = Math.max(whole.max, part.max);
}

/**
 * The statistic of that name: the five simple ones, and percentiles such as `p99` or `p99.9`.
 * Throws NotSimulatedError for any other.
 */
export function statisticNamed(name: string): Statistic {
  const simple = Object.hasOwn(SIMPLE, name) && SIMPLE[name];
  if (simple) return (sample) => (sample.count === 0 ? undefined : simple(sample));
  const percent = /^p(\d{1,3}(?:\.\d+)?)$/.exec(name)?.[1];
  if (percent === undefined || Number(percent) > 100) {
    throw new NotSimulatedError(`statistic ${name}`);
  }
  const share = Number(percent) / 100;
  return (sample) => percentile(sample, share);
}

const SIMPLE: Readonly<Record<string, (sample: Sample) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** The names of the simple statistics. API_PutMetricAlarm, "Statistic". */
export const SIMPLE_STATISTICS: readonly string[] = Object.keys(SIMPLE);

/** Ratio of one bin's bounds: a percentile is off by at most 1 %. */
const BIN_RATIO = Math.log(1.02);
/** Away from the bins of all values that are not zero. */
const ZERO_BIN = -1_000_000;

function binOf(value: number): number {
  if (value === 0) return ZERO_BIN;
  const bin = Math.round(Math.log(Math.abs(value)) / BIN_RATIO);
  return value > 0 ? bin : 2 * ZERO_BIN - bin;
}

function middleOf(bin: number): number {
  if (bin === ZERO_BIN) return 0;
  return bin > ZERO_BIN ? Math.exp(bin * BIN_RATIO) : -Math.exp((2 * ZERO_BIN - bin) * BIN_RATIO);
}

function histogramOf(sample: Sample): Map<number, number> {
  sample.histogram ??= new Map([[binOf(sample.min), sample.count]]);
  return sample.histogram;
}

function addToBin(bins: Map<number, number>, bin: number, count: number): void {
  bins.set(bin, (bins.get(bin) ?? 0) + count);
}

function percentile(sample: Sample, share: number): number | undefined {
  const { count, min, max, histogram, isSummary } = sample;
  if (count === 0 || isSummary) return undefined;
  if (!histogram) return min;
  let remaining = Math.max(1, Math.ceil(share * count));
  for (const bin of [...histogram.keys()].sort((left, right) => left - right)) {
    remaining -= histogram.get(bin)!;
    if (remaining <= 0) return Math.min(max, Math.max(min, middleOf(bin)));
  }
  return max;
}
