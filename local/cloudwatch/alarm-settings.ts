import { NotSimulatedError } from '../errors.ts';
import type { AlarmSpec } from './alarm.ts';
import { MAX_ACTIONS, MAX_ALARM_NAME, MAX_DESCRIPTION } from './alarm-limits.ts';
import {
  cloudWatchException,
  longerThan,
  missingParameter,
  notInEnumeration,
} from './cloudwatch-errors.ts';
import { ONLY_METRIC } from './metric-query.ts';
import {
  checkDimensions,
  checkPeriod,
  checkUnit,
  type MetricSettings,
  metricOf,
  metricQuery,
  type QuerySettings,
} from './metric-settings.ts';
import { checkQueries } from './query-input.ts';
import { SIMPLE_STATISTICS } from './statistics.ts';
import { newTags } from './tags.ts';

/** An alarm as templates and PutMetricAlarm give it; numbers may be text. */
export interface AlarmSettings extends MetricSettings {
  AlarmDescription?: string;
  Statistic?: string;
  ExtendedStatistic?: string;
  Period?: number;
  Unit?: string;
  Metrics?: QuerySettings[];
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData?: string;
  ActionsEnabled?: boolean;
  AlarmActions?: string[];
  OKActions?: string[];
  InsufficientDataActions?: string[];
  Tags?: { Key: string; Value: string }[];
}

/** Throws MissingRequiredParameterException, ValidationException and InvalidParameter... as PutMetricAlarm does. */
export function alarmSpec(
  identity: Pick<AlarmSpec, 'name' | 'arn'>,
  given: AlarmSettings,
): AlarmSpec {
  checkTexts(identity.name, given);
  checkAlarm(given);
  const { AlarmDescription, DatapointsToAlarm, TreatMissingData, Tags } = given;
  return {
    ...identity,
    description: AlarmDescription,
    ...alarmQueries(given),
    comparison: given.ComparisonOperator,
    threshold: Number(given.Threshold),
    evaluationPeriods: Number(given.EvaluationPeriods),
    datapointsToAlarm: DatapointsToAlarm === undefined ? undefined : Number(DatapointsToAlarm),
    missingData: TreatMissingData,
    actions: given.AlarmActions ?? [],
    okActions: given.OKActions ?? [],
    insufficientDataActions: given.InsufficientDataActions ?? [],
    actionsEnabled: String(given.ActionsEnabled) !== 'false',
    tags: newTags(Tags),
  };
}

function alarmQueries(given: AlarmSettings): Pick<AlarmSpec, 'queries' | 'returnedId'> {
  if (given.Metrics) {
    const returned = given.Metrics.find(({ ReturnData }) => String(ReturnData) !== 'false');
    return { queries: given.Metrics.map(metricQuery), returnedId: returned?.Id ?? '' };
  }
  const statistic = given.Statistic ?? given.ExtendedStatistic ?? '';
  const read = { statistic, periodMs: Number(given.Period) * 1000, unit: given.Unit };
  return {
    queries: [{ id: ONLY_METRIC, metric: metricOf(given), ...read }],
    returnedId: ONLY_METRIC,
  };
}

const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];
const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
/** On bands of anomaly detection. */
const BAND_COMPARISONS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const REQUIRED = ['ComparisonOperator', 'EvaluationPeriods', 'Threshold'] as const;
const OF_ONE_METRIC = ['MetricName', 'Namespace', 'Period'] as const;

function checkTexts(name: string, given: AlarmSettings): void {
  const { AlarmDescription: description = '' } = given;
  if (name.length > MAX_ALARM_NAME) throw longerThan(MAX_ALARM_NAME, name, 'alarmName');
  if (description.length > MAX_DESCRIPTION) {
    throw longerThan(MAX_DESCRIPTION, description, 'alarmDescription');
  }
  checkActions(given.AlarmActions, 'alarmActions');
  checkActions(given.OKActions, 'oKActions');
  checkActions(given.InsufficientDataActions, 'insufficientDataActions');
}

function checkActions(actions: readonly string[] = [], path: string): void {
  if (actions.length > MAX_ACTIONS) throw longerThan(MAX_ACTIONS, `[${actions.join(', ')}]`, path);
  const wrong = actions.find((action) => !/^arn:[\w-]+:/.test(action));
  if (wrong !== undefined) refuse(`Invalid arn syntax: ${wrong}`);
}

function checkAlarm(given: AlarmSettings): void {
  for (const name of REQUIRED) if (given[name] === undefined) throw missingParameter(name);
  const { ComparisonOperator: comparison, TreatMissingData: missingData } = given;
  if (BAND_COMPARISONS.includes(comparison))
    throw new NotSimulatedError(`comparison ${comparison}`);
  if (!COMPARISONS.includes(comparison)) {
    throw notInEnumeration(comparison, 'comparisonOperator', COMPARISONS);
  }
  if (missingData !== undefined && !MISSING_DATA.includes(missingData)) {
    refuse(
      `The value ${missingData} is not supported for TreatMissingData parameter. ` +
        `Supported values are [${MISSING_DATA.join(', ')}].`,
    );
  }
  checkPeriods(given);
  if (given.Metrics) checkAlarmQueries(given.Metrics, given);
  else checkOnlyMetric(given);
}

function checkPeriods({ EvaluationPeriods, DatapointsToAlarm = 1 }: AlarmSettings): void {
  const needed = Number(DatapointsToAlarm);
  if (Number(EvaluationPeriods) < 1) {
    refuse('EvaluationPeriods must be greater than or equal to 1');
  }
  if (needed < 1 || needed > Number(EvaluationPeriods)) {
    refuse('DatapointsToAlarm must be between 1 and EvaluationPeriods');
  }
}

function checkOnlyMetric(given: AlarmSettings): void {
  for (const name of OF_ONE_METRIC) if (given[name] === undefined) throw missingParameter(name);
  const { Statistic, ExtendedStatistic, Unit, Period } = given;
  checkDimensions(given.Dimensions);
  checkPeriod(Number(Period));
  checkUnit(Unit);
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    const message = 'Exactly one of the parameters Statistic and ExtendedStatistic must be given.';
    throw cloudWatchException('InvalidParameterCombinationException', message);
  }
  if (Statistic !== undefined && !SIMPLE_STATISTICS.includes(Statistic)) {
    throw notInEnumeration(Statistic, 'statistic', SIMPLE_STATISTICS);
  }
}

function checkAlarmQueries(queries: readonly QuerySettings[], given: AlarmSettings): void {
  const single = [
    ...OF_ONE_METRIC,
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Unit',
  ] as const;
  const both = single.find((name) => given[name] !== undefined);
  if (both) {
    const message = `The parameters Metrics and ${both} are mutually exclusive and you have specified both.`;
    throw cloudWatchException('InvalidParameterCombinationException', message);
  }
  const returned = queries.filter(({ ReturnData }) => String(ReturnData) !== 'false');
  if (returned.length !== 1) refuse('Exactly one element of the metrics list should return data.');
  checkQueries(queries, 'Metrics');
}

function refuse(message: string): never {
  throw cloudWatchException('ValidationException', message);
}
