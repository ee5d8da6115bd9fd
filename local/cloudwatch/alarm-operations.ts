import type { AlarmState } from './alarm.ts';
import { asksForMetricAlarms, recordLimit } from './alarm-paging.ts';
import { type AlarmSettings, alarmSpec } from './alarm-settings.ts';
import { metricAlarm } from './alarm-view.ts';
import type { StoredAlarm } from './alarms.ts';
import { cloudWatchException, missingParameter, notInEnumeration } from './cloudwatch-errors.ts';
import { metricKey } from './metric-series.ts';
import { metricOf } from './metric-settings.ts';
import {
  alarmArn,
  type CloudWatchOperation,
  type CloudWatchPlace,
  cloudWatchPage,
} from './operation.ts';

/** Alarms of one page unless the caller says otherwise. */
const DEFAULT_RECORDS = 50;

/** Alarms that one call may delete, enable or disable. */
export const MAX_ALARM_NAMES = 100;

const STATES: readonly string[] = ['INSUFFICIENT_DATA', 'ALARM', 'OK'];

interface Input extends Partial<AlarmSettings> {
  AlarmName?: string;
  AlarmNames?: string[];
  AlarmNamePrefix?: string;
  AlarmTypes?: string[];
  ActionPrefix?: string;
  StateValue?: string;
  StateReason?: string;
  MaxRecords?: number;
  NextToken?: string;
}

/** The operations on alarms. */
export const alarmOperations: Readonly<Record<string, CloudWatchOperation>> = {
  PutMetricAlarm: {
    parameters: [
      ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'AlarmActions', 'OKActions'],
      ...['InsufficientDataActions', 'MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic'],
      ...['Dimensions', 'Period', 'Unit', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'],
      ...['ComparisonOperator', 'TreatMissingData', 'Metrics', 'Tags'],
    ],
    resources: onAlarm,
    run(input: Input, place) {
      const { AlarmName: name } = input;
      if (!name) throw missingParameter('AlarmName');
      const spec = alarmSpec({ name, arn: alarmArn(place, name) }, input as AlarmSettings);
      place.cloudwatch.putAlarm(spec);
      return {};
    },
  },
  DescribeAlarms: {
    parameters: [
      ...['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'ActionPrefix'],
      ...['MaxRecords', 'NextToken'],
    ],
    resources: (_input: Input, place) => [alarmArn(place, '*')],
    run: describeAlarms,
  },
  DescribeAlarmsForMetric: {
    parameters: [
      ...['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions'],
      ...['Period', 'Unit'],
    ],
    resources: (_input: Input, place) => [alarmArn(place, '*')],
    run: (input: Input, { cloudwatch }) => ({
      MetricAlarms: cloudwatch.alarmStore
        .all()
        .filter((stored) => watches(stored, input))
        .map(metricAlarm),
    }),
  },
  DeleteAlarms: {
    parameters: ['AlarmNames'],
    resources: onAlarms,
    run({ AlarmNames = [] }: Input, { cloudwatch }) {
      checkNames(AlarmNames);
      cloudwatch.alarmStore.delete(AlarmNames);
      return {};
    },
  },
  SetAlarmState: {
    parameters: ['AlarmName', 'StateValue', 'StateReason'],
    resources: onAlarm,
    run: setAlarmState,
  },
  EnableAlarmActions: enabling(true),
  DisableAlarmActions: enabling(false),
};

function enabling(actionsEnabled: boolean): CloudWatchOperation {
  return {
    parameters: ['AlarmNames'],
    resources: onAlarms,
    run({ AlarmNames = [] }: Input, { cloudwatch }) {
      checkNames(AlarmNames);
      for (const name of AlarmNames) {
        const stored = cloudwatch.alarmStore.get(name);
        if (stored) stored.actionsEnabled = actionsEnabled;
      }
      return {};
    },
  };
}

function onAlarm({ AlarmName = '' }: Input, place: CloudWatchPlace): readonly string[] {
  return [alarmArn(place, AlarmName)];
}

function onAlarms({ AlarmNames = [] }: Input, place: CloudWatchPlace): readonly string[] {
  return AlarmNames.map((name) => alarmArn(place, name));
}

function describeAlarms(input: Input, { cloudwatch }: CloudWatchPlace): object {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, MaxRecords, NextToken } = input;
  if (AlarmNames && AlarmNamePrefix !== undefined) {
    const message = 'The parameters AlarmNames and AlarmNamePrefix are mutually exclusive.';
    throw cloudWatchException('InvalidParameterCombinationException', message);
  }
  checkNames(AlarmNames ?? []);
  checkState(StateValue);
  const chosen = asksForMetricAlarms(AlarmTypes)
    ? cloudwatch.alarmStore.all().filter(isChosen(input))
    : [];
  const limit = recordLimit(MaxRecords, DEFAULT_RECORDS);
  const page = cloudWatchPage(chosen, ({ alarm }) => alarm.spec.name, limit, NextToken);
  return {
    MetricAlarms: page.items.map(metricAlarm),
    CompositeAlarms: [],
    NextToken: page.token,
  };
}

function isChosen(input: Input): (stored: StoredAlarm) => boolean {
  const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix } = input;
  return ({ alarm }) => {
    const { name, actions, okActions = [], insufficientDataActions = [] } = alarm.spec;
    if (AlarmNames && !AlarmNames.includes(name)) return false;
    if (!name.startsWith(AlarmNamePrefix)) return false;
    if (StateValue !== undefined && alarm.state !== StateValue) return false;
    const all = [...actions, ...okActions, ...insufficientDataActions];
    return ActionPrefix === undefined || all.some((action) => action.startsWith(ActionPrefix));
  };
}

function watches({ alarm }: StoredAlarm, input: Input): boolean {
  const { MetricName, Namespace, Dimensions, Period, Unit } = input;
  if (MetricName === undefined) throw missingParameter('MetricName');
  if (Namespace === undefined) throw missingParameter('Namespace');
  const key = metricKey(metricOf({ MetricName, Namespace, Dimensions }));
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  return alarm.spec.queries.some(
    (query) =>
      'metric' in query &&
      metricKey(query.metric) === key &&
      (statistic === undefined || query.statistic === statistic) &&
      (Period === undefined || query.periodMs === Period * 1000) &&
      (Unit === undefined || query.unit === Unit),
  );
}

function setAlarmState(input: Input, { cloudwatch }: CloudWatchPlace): object {
  const { AlarmName, StateValue, StateReason } = input;
  if (AlarmName === undefined) throw missingParameter('AlarmName');
  if (StateValue === undefined) throw missingParameter('StateValue');
  if (StateReason === undefined) throw missingParameter('StateReason');
  checkState(StateValue);
  cloudwatch.alarmStore.setState(AlarmName, StateValue as AlarmState, StateReason);
  return {};
}

function checkState(state: string | undefined): void {
  if (state === undefined || STATES.includes(state)) return;
  throw notInEnumeration(state, 'stateValue', STATES);
}

function checkNames(names: readonly string[]): void {
  if (names.length <= MAX_ALARM_NAMES) return;
  const message = `The collection AlarmNames must not have a size greater than ${MAX_ALARM_NAMES}.`;
  throw cloudWatchException('ValidationException', message);
}
