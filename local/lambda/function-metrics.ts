import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { Foundation } from '../foundation.ts';

/** What a function's invocations are counted in ("Types of metrics for Lambda functions"). */
export interface FunctionMetrics {
  Invocations: MetricSeries;
  Errors: MetricSeries;
  Throttles: MetricSeries;
  Duration: MetricSeries;
}

/** The metrics of one function. */
export function functionMetrics({ cloudwatch }: Foundation, name: string): FunctionMetrics {
  const series = (metric: string, unit = 'Count'): MetricSeries =>
    cloudwatch.series(
      { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: name } },
      unit,
    );
  return {
    Invocations: series('Invocations'),
    Errors: series('Errors'),
    Throttles: series('Throttles'),
    Duration: series('Duration', 'Milliseconds'),
  };
}
