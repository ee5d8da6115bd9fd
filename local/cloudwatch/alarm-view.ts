import type { AlarmSpec } from './alarm.ts';
import type { StoredAlarm } from './alarms.ts';
import { type MetricQuery, ONLY_METRIC } from './metric-query.ts';
import type { Metric } from './metric-series.ts';
import { SIMPLE_STATISTICS } from './statistics.ts';

/** An alarm as DescribeAlarms gives it. API_MetricAlarm. */
export function metricAlarm(stored: StoredAlarm): object {
  const { alarm, configuredMs, actionsEnabled } = stored;
  const { spec, sinceMs } = alarm;
  const changed = new Date(sinceMs ?? configuredMs);
  return {
    AlarmName: spec.name,
    AlarmArn: spec.arn,
    AlarmDescription: spec.description,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredMs),
    ActionsEnabled: actionsEnabled,
    OKActions: [...(spec.okActions ?? [])],
    AlarmActions: [...spec.actions],
    InsufficientDataActions: [...(spec.insufficientDataActions ?? [])],
    StateValue: alarm.state,
    StateReason: sinceMs === undefined ? 'Unchecked: Initial alarm creation' : alarm.view().reason,
    StateUpdatedTimestamp: changed,
    StateTransitionedTimestamp: changed,
    ...whatIsWatched(spec),
    EvaluationPeriods: spec.evaluationPeriods,
    DatapointsToAlarm: spec.datapointsToAlarm,
    Threshold: spec.threshold,
    ComparisonOperator: spec.comparison,
    TreatMissingData: spec.missingData,
  };
}

/** The dimensions of a metric as a list. */
export function dimensionList({ dimensions }: Metric): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function whatIsWatched({ queries, returnedId }: AlarmSpec): object {
  const [only] = queries;
  if (only && 'metric' in only && only.id === ONLY_METRIC) {
    const { metric, statistic, periodMs, unit } = only;
    const isSimple = SIMPLE_STATISTICS.includes(statistic);
    return {
      MetricName: metric.name,
      Namespace: metric.namespace,
      Dimensions: dimensionList(metric),
      ...(isSimple ? { Statistic: statistic } : { ExtendedStatistic: statistic }),
      Period: periodMs / 1000,
      Unit: unit,
    };
  }
  return { Metrics: queries.map((query) => queryView(query, returnedId)) };
}

function queryView(query: MetricQuery, returnedId: string): object {
  const shared = { Id: query.id, Label: query.label, ReturnData: query.id === returnedId };
  if ('expression' in query) return { ...shared, Expression: query.expression };
  const { metric, statistic, periodMs, unit } = query;
  const Metric = {
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: dimensionList(metric),
  };
  return {
    ...shared,
    MetricStat: { Metric, Period: periodMs / 1000, Stat: statistic, Unit: unit },
  };
}
